// A kustomization -> the objects that it makes, as `kustomize build` would, each value with its place in the source.
// https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/
import type { Located, Span } from '../../../base/span.ts';
import type { ReadProblem } from '../../../model/artifact.ts';
import type { Kustomization } from '../../../model/kubernetes.ts';
import { readYaml, type YamlMap, type YamlNode } from '../../../syntax/yaml.ts';
import { itemsAt, textAt, textMapAt, textsAt } from '../../../syntax/yaml-path.ts';
import { insidePath, isWithin, joinPath } from '../../paths.ts';
import { isRemote } from '../kustomization.ts';
import { defaultLists, type FieldConfig, withConfiguration } from './field-specs.ts';
import { absorb, generate, generatorItems } from './generators.ts';
import { hashOf } from './hash.ts';
import { readInline } from './inline.ts';
import { defaultReferences } from './name-references-table.ts';
import { addAffixes, rename, updateReferences } from './names.ts';
import { applyMerges, applyPatches, type PatchFiles } from './patches.ts';
import { replaceValues } from './replacements.ts';
import { copyOf, identityOf, newResource, type Resource } from './resource.ts';
import { addLabels, addPairs, setImages, setNamespace, setReplicas } from './transform.ts';

export interface RenderSources {
  /** Text of a file by its path from the root of the repository. */
  readonly read: (file: string) => string | undefined;
  /** Objects of a file of manifests; `undefined`: it is a template, or not there. */
  readonly objectsIn: (file: string) => readonly YamlMap[] | undefined;
  readonly kustomizationIn: (folder: string) => Kustomization | undefined;
}

export interface Rendered {
  readonly resources: readonly Resource[];
  /** Every file that took part. */
  readonly files: ReadonlySet<string>;
  readonly kustomizations: readonly Kustomization[];
  /** Why something may be missing from it. */
  readonly open: string | undefined;
  readonly problems: readonly ReadProblem[];
}

/** What one kustomization makes, before names are settled. */
interface Layer {
  readonly resources: Resource[];
  readonly files: Set<string>;
  readonly kustomizations: Set<Kustomization>;
  readonly problems: ReadProblem[];
  /** Files of `configurations`, the inner ones first. */
  readonly configurations: YamlNode[];
  open: string | undefined;
}

/** No deployment has more; a kustomization that multiplies its bases has. */
const maximumObjects = 20_000;
const maximumDepth = 40;

export type Renderer = (root: Kustomization) => Rendered;

/** Bases are rendered once, however many overlays use them. */
export function newRenderer(sources: RenderSources): Renderer {
  const layers = new Map<string, Layer>();
  return (root) => finished(layerOf({ sources, layers, path: [] }, root));
}

interface Walk {
  readonly sources: RenderSources;
  readonly layers: Map<string, Layer>;
  /** Folders of the kustomizations that are being rendered. */
  readonly path: readonly string[];
}

function newLayer(resources: Resource[]): Layer {
  return {
    resources,
    files: new Set(),
    kustomizations: new Set(),
    problems: [],
    configurations: [],
    open: undefined,
  };
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
  if (textsAt(node, 'vars').length > 0 || itemsAt(node, 'vars').length > 0)
    layer.open ??= `${file} has variables`;
  for (const key of ['resources', 'bases']) for (const path of textsAt(node, key)) addResource(use, path);
  for (const path of textsAt(node, 'configurations')) {
    layer.configurations.push(...documentsAt(use, path));
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

interface Use {
  readonly walk: Walk;
  readonly kustomization: Kustomization;
  readonly layer: Layer;
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
  layer.resources.push(...found.resources.map(copyOf));
  include(layer, found);
}

function include(layer: Layer, inner: Omit<Layer, 'resources'>): void {
  for (const file of inner.files) layer.files.add(file);
  for (const one of inner.kustomizations) layer.kustomizations.add(one);
  layer.problems.push(...inner.problems);
  layer.configurations.push(...inner.configurations);
  layer.open ??= inner.open;
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

export function isComponent({ node }: Kustomization): boolean {
  return textAt(node, 'kind')?.value === 'Component';
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
  layer.resources.push(...objects.map((node) => newResource(target, node)));
}

/** Files outside of its folder are not for a kustomization: only bases may be elsewhere. */
function isInReach(use: Use, target: string, path: Located<string>): boolean {
  if (isWithin(target, use.kustomization.folder)) return true;
  if (use.walk.sources.read(target) !== undefined) {
    refuser(use)(path.span, `${path.value} lies outside of the folder of the kustomization`);
  }
  return true;
}

function load(use: Use, path: Located<string>): { readonly file: string; readonly text: string } | undefined {
  const file = insidePath(joinPath(use.kustomization.folder, path.value));
  const text = file === undefined ? undefined : use.walk.sources.read(file);
  if (file === undefined || text === undefined) {
    use.layer.open ??= `${path.value} is not read`;
    return undefined;
  }
  isInReach(use, file, path);
  use.layer.files.add(file);
  return { file, text };
}

function documentsAt(use: Use, path: Located<string>): readonly YamlNode[] {
  const found = load(use, path);
  if (found === undefined) return [];
  return readYaml(found.file, found.text).documents.flatMap(({ root }) => root ?? []);
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

function configOf({ configurations }: Layer): FieldConfig {
  let config: FieldConfig = { lists: defaultLists(), references: defaultReferences() };
  for (const root of configurations) config = withConfiguration(config, root);
  return config;
}

function patchFilesOf(use: Use): PatchFiles {
  const { kustomization, layer } = use;
  const problem = (code: string, span: Span, message: string, hint: string) => {
    // What is not here may be what is meant.
    if (layer.open === undefined) layer.problems.push({ code, message, span, hint });
  };
  return {
    documents: (path) => documentsAt(use, path),
    inline: (node) =>
      node.kind === 'scalar' ? readInline(node, use.walk.sources.read(kustomization.file)) : [node],
    refuse: refuser(use),
    missing: (patch) => {
      const { kind, name } = identityOf(patch);
      const at = textAt(patch, 'metadata', 'name')?.span ?? patch.span;
      const hint = 'Give the patch the kind and the name of the object that it is for.';
      problem('patch-target-missing', at, `the patch is for ${kind} ${name}, which is not there`, hint);
    },
    idle: (at, message) => {
      // A component is written for whoever has what it changes.
      if (!isComponent(kustomization))
        problem('kustomize-idle', at, message, 'Name what is there, or remove the entry.');
    },
  };
}

function refuser({ layer }: Use): (at: Span, message: string) => void {
  return (span, message) => {
    const hint = 'Run `kustomize build` in this folder to see that it stops here.';
    layer.problems.push({ code: 'kustomize-refused', message, span, hint });
  };
}

/** What is done last, and once: hashes in names, and the new names wherever objects name each other. */
function finished(layer: Layer): Rendered {
  const resources = layer.resources.map(copyOf);
  for (const resource of resources) {
    if (resource.needsHash) rename(resource, `${identityOf(resource.node).name}-${hashOf(resource.node)}`);
  }
  updateReferences(resources, configOf(layer).references);
  const { files, open, problems } = layer;
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
