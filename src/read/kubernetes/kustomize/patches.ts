// Patches of a kustomization, of both kinds, inline and from files.
import type { Located, Span } from '../../../base/span.ts';
import { nearest } from '../../../base/text.ts';
import { isList, isMap, isScalar, type YamlMap, type YamlNode } from '../../../syntax/yaml.ts';
import { booleanAt, itemsAt, nodeAt, textAt } from '../../../syntax/yaml-path.ts';
import { changeIn } from './edit.ts';
import { applyJsonPatch } from './json-patch.ts';
import { mergeObject } from './merge.ts';
import { placeOf } from './merge-keys.ts';
import {
  type Identity,
  identitiesOf,
  identityOf,
  isSameIdentity,
  type Resource,
  remember,
} from './resource.ts';
import { selectTargets } from './selector.ts';

export interface PatchFiles {
  /** Documents of a patch in a file. */
  documents(path: Located<string>): readonly YamlNode[];
  /** Documents of a patch that stands in the kustomization itself. */
  inline(node: YamlNode): readonly YamlNode[];
  refuse(at: Span, message: string): void;
  /** A strategic merge for an object that is not there. */
  missing(patch: YamlMap, near: YamlMap | undefined): void;
  /** An entry that selects nothing, which kustomize takes without a word. */
  idle(at: Span, message: string): void;
}

/** `patches`, and with `key` the two older lists. */
export function applyPatches(
  resources: Resource[],
  node: YamlNode | undefined,
  key: 'patches' | 'patchesJson6902',
  files: PatchFiles,
): void {
  for (const item of itemsAt(node, key)) {
    const path = textAt(item, 'path');
    const inline = nodeAt(item, 'patch');
    const documents =
      path === undefined ? (inline === undefined ? [] : files.inline(inline)) : files.documents(path);
    const options = nodeAt(item, 'options');
    const may = (name: string) => booleanAt(options, name)?.value === true;
    applyPatch(resources, documents, {
      target: nodeAt(item, 'target'),
      at: path?.span ?? inline?.span ?? item.span,
      mayRename: may('allowNameChange'),
      mayChangeKind: may('allowKindChange'),
      files,
    });
  }
}

/** `patchesStrategicMerge`: paths, or patches as text. */
export function applyMerges(resources: Resource[], node: YamlNode | undefined, files: PatchFiles): void {
  for (const item of itemsAt(node, 'patchesStrategicMerge')) {
    if (!isScalar(item)) continue;
    const isInline = item.text.includes('\n') || item.text.startsWith('{');
    const documents = isInline ? files.inline(item) : files.documents({ value: item.text, span: item.span });
    const use = { target: undefined, at: item.span, mayRename: false, mayChangeKind: false, files };
    applyPatch(resources, documents, use);
  }
}

interface Use {
  readonly target: YamlNode | undefined;
  readonly at: Span;
  readonly mayRename: boolean;
  readonly mayChangeKind: boolean;
  readonly files: PatchFiles;
}

function applyPatch(resources: Resource[], documents: readonly YamlNode[], use: Use): void {
  for (const document of documents) {
    if (isList(document)) applyOperations(resources, document.items, use);
    else if (isMap(document)) applyMerge(resources, document, use);
  }
}

function targetsOf(resources: readonly Resource[], target: YamlNode, { files }: Use): readonly Resource[] {
  const found = selectTargets(resources, target);
  const name = textAt(target, 'name');
  if (found.length === 0 && name !== undefined) {
    const kind = textAt(target, 'kind')?.value ?? 'object';
    files.idle(name.span, `the patch is for ${kind} ${name.value}, which is not there`);
  }
  return found;
}

function applyOperations(resources: readonly Resource[], operations: readonly YamlNode[], use: Use): void {
  if (use.target === undefined) {
    use.files.refuse(use.at, 'a JSON patch has no target here');
    return;
  }
  for (const resource of targetsOf(resources, use.target, use)) {
    const result = applyJsonPatch(resource.node, operations);
    if ('failed' in result) {
      const { kind, name } = identityOf(resource.node);
      use.files.refuse(result.failed.span, `the patch cannot be applied to ${kind} ${name}: ${result.why}`);
      continue;
    }
    remember(resource);
    resource.node = result.node;
    resource.patched = true;
  }
}

function applyMerge(resources: Resource[], patch: YamlMap, use: Use): void {
  const targets =
    use.target === undefined ? ownTarget(resources, patch, use) : targetsOf(resources, use.target, use);
  for (const resource of targets) {
    const { node } = resource;
    const own = identityOf(node);
    if (use.mayRename || use.mayChangeKind) remember(resource);
    const apiVersion = textAt(node, 'apiVersion')?.value ?? '';
    const merged = mergeObject(node, patch, placeOf(apiVersion, own.kind));
    if (merged === undefined) {
      resources.splice(resources.indexOf(resource), 1);
      continue;
    }
    resource.patched = true;
    resource.node = withIdentityOf(merged, node, use);
  }
}

/** A patch changes neither kind nor name nor namespace of what it is laid over, unless it may. */
function withIdentityOf(
  merged: YamlMap,
  before: YamlMap,
  { target, mayRename, mayChangeKind }: Use,
): YamlMap {
  const keep = (map: YamlMap, path: readonly string[]) => {
    const known = nodeAt(before, ...path);
    return known === undefined ? map : changeIn(map, path, () => known, map.span);
  };
  let next = merged;
  if (!mayChangeKind) next = keep(next, ['kind']);
  if (target !== undefined) next = keep(next, ['apiVersion']);
  if (!mayRename) next = keep(next, ['metadata', 'name']);
  const namespace = nodeAt(before, 'metadata', 'namespace');
  if (namespace !== undefined) return keep(next, ['metadata', 'namespace']);
  return changeIn(next, ['metadata'], (metadata) =>
    isMap(metadata)
      ? { ...metadata, entries: metadata.entries.filter(({ key }) => key.text !== 'namespace') }
      : undefined,
  );
}

function ownTarget(resources: readonly Resource[], patch: YamlMap, { files }: Use): readonly Resource[] {
  const wanted = identityOf(patch);
  const found = resources.filter((resource) =>
    identitiesOf(resource).some((id) => isSameIdentity(id, wanted)),
  );
  if (found.length === 0) files.missing(patch, nearestOf(resources, wanted)?.node);
  return found.slice(0, 1);
}

/** The object of the same kind with nearly that name. */
function nearestOf(resources: readonly Resource[], { kind, name }: Identity): Resource | undefined {
  const same = resources.filter(({ node }) => identityOf(node).kind === kind);
  const names = same.map(({ node }) => identityOf(node).name);
  return same[names.indexOf(nearest(name, names) ?? '')];
}
