// What the steps of rendering one kustomization share: its layer of objects, its files, and what it refuses.
import type { Located, Span } from '../../../base/span.ts';
import type { ReadProblem } from '../../../model/artifact.ts';
import type { Kustomization } from '../../../model/kubernetes.ts';
import { readYaml, type YamlMap, type YamlNode } from '../../../syntax/yaml.ts';
import { textAt } from '../../../syntax/yaml-path.ts';
import { insidePath, isWithin, joinPath } from '../../paths.ts';
import { defaultLists, type FieldConfig, withConfiguration } from './field-specs.ts';
import { readInline } from './inline.ts';
import { defaultReferences } from './name-references-table.ts';
import type { PatchFiles } from './patches.ts';
import { identityOf, type Resource } from './resource.ts';

export interface RenderSources {
  /** Text of a file by its path from the root of the repository. */
  readonly read: (file: string) => string | undefined;
  /** Objects of a file of manifests; `undefined`: it is a template, or not there. */
  readonly objectsIn: (file: string) => readonly YamlMap[] | undefined;
  readonly kustomizationIn: (folder: string) => Kustomization | undefined;
}

/** What one kustomization makes, before names are settled. */
export interface Layer {
  readonly resources: Resource[];
  readonly files: Set<string>;
  readonly kustomizations: Set<Kustomization>;
  /** Sets, since one base may come in on many ways. */
  readonly problems: Set<ReadProblem>;
  /** Files of `configurations`, the inner ones first. */
  readonly configurations: Set<YamlNode>;
  /** Entries of `vars`. */
  readonly variables: Set<YamlNode>;
  open: string | undefined;
}

export interface Walk {
  readonly sources: RenderSources;
  readonly layers: Map<string, Layer>;
  /** Folders of the kustomizations that are being rendered. */
  readonly path: readonly string[];
}

export interface Use {
  readonly walk: Walk;
  readonly kustomization: Kustomization;
  readonly layer: Layer;
}

export function newLayer(resources: Resource[]): Layer {
  return {
    resources,
    files: new Set(),
    kustomizations: new Set(),
    problems: new Set(),
    configurations: new Set(),
    variables: new Set(),
    open: undefined,
  };
}

export function include(layer: Layer, inner: Omit<Layer, 'resources'>): void {
  for (const file of inner.files) layer.files.add(file);
  for (const one of inner.kustomizations) layer.kustomizations.add(one);
  for (const one of inner.problems) layer.problems.add(one);
  for (const one of inner.configurations) layer.configurations.add(one);
  for (const one of inner.variables) layer.variables.add(one);
  layer.open ??= inner.open;
}

export function isComponent({ node }: Kustomization): boolean {
  return textAt(node, 'kind')?.value === 'Component';
}

/** Files outside of its folder are not for a kustomization: only bases may be elsewhere. */
export function isInReach(use: Use, target: string, path: Located<string>): boolean {
  if (isWithin(target, use.kustomization.folder)) return true;
  if (use.walk.sources.read(target) !== undefined) {
    refuser(use)(path.span, `${path.value} lies outside of the folder of the kustomization`);
  }
  return true;
}

export function load(
  use: Use,
  path: Located<string>,
): { readonly file: string; readonly text: string } | undefined {
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

export function documentsAt(use: Use, path: Located<string>): readonly YamlNode[] {
  const found = load(use, path);
  return found === undefined ? [] : documentsIn(found);
}

function documentsIn({ file, text }: { readonly file: string; readonly text: string }): readonly YamlNode[] {
  return readYaml(file, text).documents.flatMap(({ root }) => root ?? []);
}

export function configOf({ configurations }: Layer): FieldConfig {
  let config: FieldConfig = { lists: defaultLists(), references: defaultReferences() };
  for (const root of configurations) config = withConfiguration(config, root);
  return config;
}

/** What begins like JSON must be JSON. */
function isPatchText(use: Use, text: string, at: Span): boolean {
  if (!text.trimStart().startsWith('[')) return true;
  try {
    JSON.parse(text);
    return true;
  } catch {
    refuser(use)(at, 'the patch begins like JSON and is none');
    return false;
  }
}

interface Related {
  readonly at: Span;
  readonly message: string;
}

export function patchFilesOf(use: Use): PatchFiles {
  const { kustomization, layer } = use;
  const problem = (code: string, span: Span, message: string, hint: string, related?: Related) => {
    // What is not here may be what is meant.
    if (layer.open === undefined)
      layer.problems.add({ code, message, span, hint, related: related === undefined ? [] : [related] });
  };
  return {
    documents: (path) => {
      const found = load(use, path);
      return found !== undefined && isPatchText(use, found.text, path.span) ? documentsIn(found) : [];
    },
    inline: (node) =>
      node.kind === 'scalar' && isPatchText(use, node.text, node.span)
        ? readInline(node, use.walk.sources.read(kustomization.file))
        : [],
    refuse: refuser(use),
    missing: (patch, near) => {
      const { kind, name } = identityOf(patch);
      // Flux adds components of its own before it fills such names in.
      if (name.includes('${')) return;
      const at = textAt(patch, 'metadata', 'name')?.span ?? patch.span;
      const hint = 'Give the patch the kind and the name of the object that it is for.';
      const other = near === undefined ? undefined : textAt(near, 'metadata', 'name');
      const related = other && { at: other.span, message: `there is ${kind} ${other.value}` };
      problem(
        'patch-target-missing',
        at,
        `the patch is for ${kind} ${name}, which is not there`,
        hint,
        related,
      );
    },
    idle: (at, message) => {
      // A component is written for whoever has what it changes.
      if (!isComponent(kustomization))
        problem('kustomize-idle', at, message, 'Name what is there, or remove the entry.');
    },
  };
}

export function refuser({ layer }: Use): (at: Span, message: string) => void {
  return (span, message) => {
    const hint = 'Run `kustomize build` in this folder to see that it stops here.';
    layer.problems.add({ code: 'kustomize-refused', message, span, hint });
  };
}
