// Sets of what kustomizations make: one for each that no other one uses.
import type { KubernetesObject, KubernetesSet, Kustomization } from '../../model/kubernetes.ts';
import { byText } from '../paths.ts';
import { environmentOf } from './environment.ts';
import { isComponent } from './kustomize/layer.ts';
import { newRenderer, type Rendered } from './kustomize/render.ts';
import { identityOf, originalOf, type Resource } from './kustomize/resource.ts';
import type { KustomizeFiles } from './kustomize/sources.ts';
import { type Manifest, renderedObject } from './manifest.ts';

export interface RenderedSet {
  readonly set: KubernetesSet;
  readonly problems: Rendered['problems'];
}

export function renderedSets(
  kustomizations: readonly Kustomization[],
  manifests: ReadonlyMap<string, Manifest>,
  files: KustomizeFiles,
): readonly RenderedSet[] {
  const render = newRenderer(files);
  const made: RenderedSet[] = [];
  const seen = new Set<string>();
  const add = (root: Kustomization) => {
    const rendered = render(root);
    for (const { file } of rendered.kustomizations) seen.add(file);
    made.push({ set: setOf(root, rendered, manifests, files), problems: rendered.problems });
  };
  const whole = kustomizations.filter((one) => !isComponent(one));
  const used = new Set(whole.flatMap(({ resources }) => resources.map(({ value }) => value)));
  for (const root of whole) if (!used.has(root.folder)) add(root);
  // What is left is used by each other only: a cycle.
  for (const root of whole) if (!seen.has(root.file)) add(root);
  return made;
}

function setOf(
  root: Kustomization,
  { resources, files, kustomizations, open }: Rendered,
  manifests: ReadonlyMap<string, Manifest>,
  { further }: KustomizeFiles,
): KubernetesSet {
  const environment = environmentOf(root.file);
  const names = new Map<string, string>();
  const patched = new Set<KubernetesObject>();
  const objects = resources.flatMap((resource) => {
    const object = objectOf(resource, environment, names);
    if (object !== undefined && resource.patched) patched.add(object);
    return object ?? [];
  });
  const patchFiles = new Set(kustomizations.flatMap((one) => one.patchFiles.map(({ value }) => value)));
  const patches = [...patchFiles].flatMap(
    (file) => (manifests.get(file) ?? further.get(file))?.objects ?? [],
  );
  return {
    folder: root.folder,
    files: [...files].sort(byText),
    objects,
    patches,
    configurations: [],
    kustomizations,
    open,
    rendered: { by: { file: root.file, folder: root.folder }, names, patched },
  };
}

function objectOf(
  resource: Resource,
  environment: string | undefined,
  names: Map<string, string>,
): KubernetesObject | undefined {
  const [written, now] = [originalOf(resource).name, identityOf(resource.node).name];
  if (written !== now && written !== '') names.set(now, written);
  return renderedObject(resource.file, resource.node, { name: written, environment });
}
