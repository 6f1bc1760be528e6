// JSON patches (RFC 6902) over YAML trees, with pointers of RFC 6901.
import {
  entryOf,
  isList,
  isMap,
  isScalar,
  type YamlList,
  type YamlMap,
  type YamlNode,
} from '../../../syntax/yaml.ts';
import { nodeAt, textAt } from '../../../syntax/yaml-path.ts';
import { changeIn, emptyMap, sizeOf, withEntry, withoutEntry } from './edit.ts';

/** What a patch makes of an object, or why one of its operations cannot be done and which one that is. */
export type Patched = { readonly node: YamlMap } | { readonly failed: YamlNode; readonly why: string };

class Refusal extends Error {}

export function applyJsonPatch(root: YamlMap, operations: readonly YamlNode[]): Patched {
  // kustomize keeps notes of its own in the annotations, so that there is always a mapping to add to.
  let node: YamlNode = changeIn(
    root,
    ['metadata', 'annotations'],
    (known) => known ?? emptyMap(root.span),
    root.span,
  );
  const budget = { left: maximumCopied };
  for (const operation of operations) {
    try {
      node = applyOperation(node, operation, budget);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { failed: operation, why: error.message };
    }
  }
  return { node: isMap(node) ? withoutEmptyAnnotations(node) : root };
}

function withoutEmptyAnnotations(root: YamlMap): YamlMap {
  const annotations = nodeAt(root, 'metadata', 'annotations');
  if (!isMap(annotations) || annotations.entries.length > 0) return root;
  return changeIn(root, ['metadata'], (metadata) =>
    isMap(metadata) ? withoutEntry(metadata, 'annotations') : undefined,
  );
}

/** Nodes that one patch may copy: an object that is copied into itself doubles each time. */
const maximumCopied = 50_000;

function applyOperation(root: YamlNode, operation: YamlNode, budget: { left: number }): YamlNode {
  const name = textAt(operation, 'op')?.value ?? '';
  const path = pointer(textAt(operation, 'path')?.value ?? '');
  const value = entryOf(operation, 'value')?.value;
  switch (name) {
    case 'add':
      return value === undefined ? root : change(root, path, (parent, key) => added(parent, key, value));
    case 'remove':
      return change(root, path, removed);
    case 'replace':
      if (value === undefined) return root;
      if (path.length === 0) return value;
      return change(root, path, (parent, key) => {
        // In a mapping the key need not be there for the library that kustomize uses.
        return isList(parent) ? withItem(parent, key, value) : withEntry(mapOf(parent), key, value);
      });
    case 'move':
    case 'copy': {
      const from = pointer(textAt(operation, 'from')?.value ?? '');
      const moved = valueAt(root, from);
      budget.left -= sizeOf(moved, budget.left + 1);
      if (budget.left < 0) throw new Refusal('it copies too much');
      const without = name === 'move' ? change(root, from, removed) : root;
      return change(without, path, (parent, key) => added(parent, key, moved));
    }
    case 'test':
      if (value !== undefined && textOf(valueAt(root, path)) !== textOf(value)) {
        throw new Refusal(`the value at ${textAt(operation, 'path')?.value} is another one`);
      }
      return root;
    default:
      throw new Refusal(`${JSON.stringify(name)} is no operation`);
  }
}

function pointer(path: string): readonly string[] {
  if (path === '') return [];
  return path
    .replace(/^\//, '')
    .split('/')
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function change(
  node: YamlNode,
  path: readonly string[],
  make: (parent: YamlNode, key: string) => YamlNode,
): YamlNode {
  const [key, ...rest] = path;
  if (key === undefined) throw new Refusal('the whole object cannot be changed');
  if (rest.length === 0) return make(node, key);
  const next = change(valueAt(node, [key]), rest, make);
  return isList(node) ? withItem(node, key, next) : withEntry(mapOf(node), key, next);
}

function valueAt(node: YamlNode, path: readonly string[]): YamlNode {
  let at = node;
  for (const key of path) {
    const next = isList(at) ? at.items[indexIn(at, key)] : entryOf(at, key)?.value;
    if (next === undefined) throw new Refusal(`there is no ${key} where the path leads`);
    at = next;
  }
  return at;
}

function mapOf(node: YamlNode): YamlMap {
  if (isMap(node)) return node;
  throw new Refusal('the path leads through a plain value');
}

function added(parent: YamlNode, key: string, value: YamlNode): YamlNode {
  if (!isList(parent)) return withEntry(mapOf(parent), key, value);
  if (key === '-') return { ...parent, items: [...parent.items, value] };
  const index = indexIn(parent, key, parent.items.length);
  return { ...parent, items: parent.items.toSpliced(index, 0, value) };
}

function removed(parent: YamlNode, key: string): YamlNode {
  valueAt(parent, [key]);
  if (!isList(parent)) return withoutEntry(mapOf(parent), key);
  return { ...parent, items: parent.items.toSpliced(indexIn(parent, key), 1) };
}

function withItem(list: YamlList, key: string, value: YamlNode): YamlList {
  return { ...list, items: list.items.with(indexIn(list, key), value) };
}

/** A negative index counts from the end, as it does for kustomize. */
function indexIn({ items }: YamlList, key: string, last = items.length - 1): number {
  const number = /^-?\d+$/.test(key) ? Number(key) : Number.NaN;
  const index = number < 0 ? number + items.length : number;
  if (index >= 0 && index <= last) return index;
  throw new Refusal(`the list has no place ${key}`);
}

function textOf(node: YamlNode): string {
  if (isScalar(node)) return JSON.stringify(node.value);
  if (isList(node)) return `[${node.items.map(textOf).join()}]`;
  return `{${node.entries
    .map(({ key, value }) => `${key.text}:${textOf(value)}`)
    .sort()
    .join()}}`;
}
