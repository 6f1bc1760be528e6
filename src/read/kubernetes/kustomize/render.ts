// A kustomization -> the objects that it makes, as `kustomize build` would, each value with its place in the source.
// https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/
import type { Located, Span } from '../../../base/span.ts';
import type { ReadProblem } from '../../../model/artifact.ts';
import type { Kustomization } from '../../../model/kubernetes.ts';
import { isScalar, readYaml, type YamlMap, type YamlNode } from '../../../syntax/yaml.ts';
import { itemsAt, textAt, textMapAt, textsAt } from '../../../syntax/yaml-path.ts';
import { insidePath, joinPath } from '../../paths.ts';
import { isRemote } from '../kustomization.ts';
import { absorb, generate, generatorItems } from './generators.ts';
import { hashOf } from './hash.ts';
import {
  configOf,
  documentsAt,
  include,
  isComponent,
  isInReach,
  type Layer,
  load,
  newLayer,
  patchFilesOf,
  type RenderSources,
  refuser,
  type Use,
  type Walk,
} from './layer.ts';
import { addAffixes, rename, updateReferences } from './names.ts';
import { applyMerges, applyPatches } from './patches.ts';
import { replaceValues } from './replacements.ts';
import { copyOf, identityOf, newResource, type Resource } from './resource.ts';
import { addLabels, addPairs, setImages, setNamespace, setReplicas } from './transform.ts';
import { defaultVariableFields, replaceVariables } from './variables.ts';

export interface Rendered {
  readonly resources: readonly Resource[];
  /** Every file that took part. */
  readonly files: ReadonlySet<string>;
  readonly kustomizations: readonly Kustomization[];
  /** Why something may be missing from it. */
  readonly open: string | undefined;
  readonly problems: readonly ReadProblem[];
}

/** No deployment has more; a kustomization that multiplies its bases has. */
const maximumObjects = 10_000;
const maximumDepth = 40;

export type Renderer = (root: Kustomization) => Rendered;

/** Bases are rendered once, however many overlays use them. */
export function newRenderer(sources: RenderSources): Renderer {
  const layers = new Map<string, Layer>();
  return (root) => finished(layerOf({ sources, layers, path: [] }, root));
}

function layerOf(walk: Walk, kustomization: Kustomization): Layer {
  const known = walk.layers.get(kustomization.folder);
  if (known !== undefined) return known;
  const layer = newLayer([]);
  build(walk, kustomization, layer);
  walk.layers.set(kustomization.folder, layer);
  return layer;
}

/** Adds to a layer what a kustomization, or a component, brings. */
function build(walk: Walk, kustomization: Kustomization, layer: Layer): void {
  const { node, file, folder } = kustomization;
  layer.files.add(file);
  layer.kustomizations.add(kustomization);
  const inner = { ...walk, path: [...walk.path, folder] };
  const use: Use = { walk: inner, kustomization, layer };
  const [remote] = kustomization.remote;
  if (remote !== undefined) layer.open ??= `${file} fetches resources`;
  for (const item of itemsAt(node, 'vars')) layer.variables.add(item);
  for (const key of ['resources', 'bases']) for (const path of textsAt(node, key)) addResource(use, path);
  for (const path of textsAt(node, 'configurations')) {
    for (const root of documentsAt(use, path)) layer.configurations.add(root);
  }
  for (const [kind, item] of generatorItems(node)) {
    const made = generate(kind, item, kustomization, {
      load: (path) => load(use, path),
      refuse: refuser(use),
    });
    const behavior = textAt(item, 'behavior');
    const why = made && absorb(layer.resources, made, behavior?.value ?? '');
    if (why !== undefined && layer.open === undefined)
      refuser(use)(textAt(item, 'name')?.span ?? item.span, why);
  }
  for (const path of textsAt(node, 'components')) addComponent(use, path);
  if (layer.resources.length <= maximumObjects) transform(use);
  else {
    layer.open = `it makes more than ${maximumObjects} objects`;
    layer.resources.length = 0;
  }
}

function addResource(use: Use, path: Located<string>): void {
  const { walk, kustomization, layer } = use;
  if (isRemote(path.value)) return;
  const target = insidePath(joinPath(kustomization.folder, path.value));
  if (target === undefined) {
    layer.open ??= `${path.value} lies outside of the repository`;
    return;
  }
  const base = walk.sources.kustomizationIn(target);
  if (base !== undefined) addBase(use, base, path);
  else addFile(use, target, path);
}

function addBase(use: Use, base: Kustomization, path: Located<string>): void {
  const { walk, layer } = use;
  if (!mayEnter(use, base, path)) return;
  if (isComponent(base)) refuser(use)(path.span, `${path.value} is a component: it belongs under components`);
  const found = layerOf(walk, base);
  include(layer, found);
  if (layer.resources.length + found.resources.length > maximumObjects) {
    layer.open = `it makes more than ${maximumObjects} objects`;
    return;
  }
  for (const resource of found.resources) layer.resources.push(copyOf(resource));
}

/** False for a kustomization that is being rendered already. */
function mayEnter(use: Use, { folder }: Kustomization, { span, value }: Located<string>): boolean {
  const { path } = use.walk;
  if (!path.includes(folder) && path.length < maximumDepth) return true;
  const what = path.includes(folder)
    ? 'leads back to a kustomization that includes this one'
    : 'is nested too deeply';
  refuser(use)(span, `${value} ${what}`);
  use.layer.open ??= 'its kustomizations include each other';
  return false;
}

function addComponent(use: Use, path: Located<string>): void {
  const { walk, kustomization, layer } = use;
  if (isRemote(path.value)) return;
  const target = insidePath(joinPath(kustomization.folder, path.value));
  const component = target === undefined ? undefined : walk.sources.kustomizationIn(target);
  if (component === undefined) {
    layer.open ??= `${path.value} is not there`;
    return;
  }
  if (!mayEnter(use, component, path)) return;
  if (!isComponent(component)) {
    refuser(use)(path.span, `${path.value} is no component: its kind is not Component`);
  }
  const inner: Layer = { ...newLayer(layer.resources), open: layer.open };
  build(walk, component, inner);
  include(layer, inner);
}

function addFile(use: Use, target: string, path: Located<string>): void {
  const { walk, layer } = use;
  if (!isInReach(use, target, path)) return;
  const objects = walk.sources.objectsIn(target);
  if (objects === undefined) {
    layer.open ??= `${path.value} cannot be read as it stands`;
    return;
  }
  layer.files.add(target);
  if (objects.length === 0 && holdsText(walk.sources.read(target), target))
    refuser(use)(path.span, `${path.value} holds text in place of objects`);
  layer.resources.push(...objects.map((node) => newResource(target, node)));
}

/** True for what somebody left where manifests belong: a file of nothing but comments is taken. */
function holdsText(text: string | undefined, file: string): boolean {
  if (text === undefined) return false;
  return readYaml(file, text).documents.some(({ root }) => isScalar(root) && root.value !== null);
}

function transform(use: Use): void {
  const { kustomization, layer } = use;
  const { node, namePrefix, nameSuffix, namespace } = kustomization;
  const { resources } = layer;
  const { lists } = configOf(layer);
  const patchFiles = patchFilesOf(use);
  applyMerges(resources, node, patchFiles);
  applyPatches(resources, node, 'patches', patchFiles);
  if (namespace !== undefined && namespace.value !== '') setNamespace(resources, namespace, lists.namespace);
  addAffixes(resources, namePrefix, nameSuffix);
  addLabels(resources, node, { lists, references: [] });
  addPairs(resources, commonAnnotations(node), lists.commonAnnotations);
  applyPatches(resources, node, 'patchesJson6902', patchFiles);
  const missing = (at: Span, message: string) => {
    if (layer.open === undefined) refuser(use)(at, message);
  };
  setReplicas(resources, node, lists.replicas, missing);
  setImages(resources, node, lists.images, patchFiles.idle);
  const replacements = itemsAt(node, 'replacements').flatMap((item) => {
    const path = textAt(item, 'path');
    if (path === undefined) return [item];
    return documentsAt(use, path).flatMap((root) => (root.kind === 'list' ? root.items : [root]));
  });
  replaceValues(resources, replacements, missing);
}

function commonAnnotations(node: YamlNode | undefined): YamlNode | undefined {
  return textMapAt(node, 'commonAnnotations').size === 0
    ? undefined
    : node?.kind === 'map'
      ? node.entries.find(({ key }) => key.text === 'commonAnnotations')?.value
      : undefined;
}

/** What is done last, and once: hashes in names, and the new names wherever objects name each other. */
function finished(layer: Layer): Rendered {
  const resources = layer.resources.map(copyOf);
  for (const resource of resources) {
    if (resource.needsHash) rename(resource, `${identityOf(resource.node).name}-${hashOf(resource.node)}`);
  }
  const { lists, references } = configOf(layer);
  updateReferences(resources, references);
  const { files, open, variables } = layer;
  const problems = [...layer.problems];
  replaceVariables(
    resources,
    [...variables],
    [...defaultVariableFields(), ...lists.varReference],
    (span, message) => {
      const hint = 'Name an object of the kustomization and a field that it has.';
      if (open === undefined) problems.push({ code: 'kustomize-refused', message, span, hint });
    },
  );
  return {
    resources: resources.filter(({ node }) => !isLocal(node)),
    files,
    kustomizations: [...layer.kustomizations],
    open,
    problems,
  };
}

/** For tools only: never deployed. */
function isLocal(node: YamlMap): boolean {
  const mark = textAt(node, 'metadata', 'annotations', 'config.kubernetes.io/local-config')?.value;
  return mark !== undefined && mark !== 'false';
}
