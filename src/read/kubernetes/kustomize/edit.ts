// Changes to YAML trees that leave the old tree as it was: what is not changed is shared, with its place in the source.
import type { Span } from '../../../base/span.ts';
import {
  isList,
  isMap,
  isScalar,
  type YamlMap,
  type YamlNode,
  type YamlScalar,
} from '../../../syntax/yaml.ts';

/** What stands at a place -> what shall stand there; undefined: leave it as it is. */
export type Change = (node: YamlNode | undefined) => YamlNode | undefined;

export function emptyMap(span: Span): YamlMap {
  return { kind: 'map', flow: false, entries: [], span };
}

export function textNode(text: string, span: Span): YamlScalar {
  return { kind: 'scalar', value: text, text, style: 'double', span };
}

export function numberNode(value: number, span: Span): YamlScalar {
  return { kind: 'scalar', value, text: String(value), style: 'plain', span };
}

/** Text for a scalar that keeps its type: a number stays one when the text is one. */
export function withText(node: YamlScalar, text: string, span: Span): YamlScalar {
  if (typeof node.value === 'string' || node.style !== 'plain') return { ...node, value: text, text, span };
  const value = /^-?\d+$/.test(text) ? Number(text) : /^(?:true|false)$/.test(text) ? text === 'true' : text;
  return { ...node, value, text, span };
}

export function withEntry(map: YamlMap, key: string, value: YamlNode, keySpan: Span = value.span): YamlMap {
  const at = map.entries.findIndex((entry) => entry.key.text === key);
  const known = map.entries[at];
  if (known === undefined) {
    const entry = { key: textNode(key, keySpan), value, span: value.span };
    return { ...map, entries: [...map.entries, entry] };
  }
  if (known.value === value) return map;
  return { ...map, entries: map.entries.with(at, { ...known, value }) };
}

export function withoutEntry(map: YamlMap, key: string): YamlMap {
  const entries = map.entries.filter((entry) => entry.key.text !== key);
  return entries.length === map.entries.length ? map : { ...map, entries };
}

/** How many nodes a tree has, as far as `limit`; what stands in it twice counts twice. */
export function sizeOf(node: YamlNode, limit: number): number {
  let size = 1;
  const inner = isMap(node) ? node.entries.map(({ value }) => value) : isList(node) ? node.items : [];
  for (const each of inner) {
    if (size >= limit) return size;
    size += sizeOf(each, limit - size);
  }
  return size;
}

export function isMissing(node: YamlNode | undefined): boolean {
  return node === undefined || (isScalar(node) && node.value === null);
}

/** Applies a change to each item; the same list when none changed. */
export function mapItems<T extends YamlNode>(list: T, change: (item: YamlNode) => YamlNode): T {
  if (!isList(list)) return list;
  let isChanged = false;
  const items = list.items.map((item) => {
    const next = change(item);
    isChanged ||= next !== item;
    return next;
  });
  return isChanged ? { ...list, items } : list;
}

/**
 * Changes what stands under a chain of keys, in every item of the lists on the way. With `made`, maps that are missing
 * are made, as if they had been written there; never lists, which are keys that end in `[]`.
 */
export function changeAt(node: YamlNode, path: readonly string[], change: Change, made?: Span): YamlNode {
  const [first, ...rest] = path;
  if (first === undefined) return change(node) ?? node;
  if (isList(node)) return mapItems(node, (item) => changeAt(item, path, change, made));
  if (!isMap(node)) return node;
  const isInList = first.endsWith('[]');
  const key = isInList ? first.slice(0, -2) : first;
  const current = node.entries.find((entry) => entry.key.text === key)?.value;
  if (current !== undefined && !isMissing(current)) {
    return withEntry(node, key, changeAt(current, rest, change, made));
  }
  if (made === undefined || isInList) return node;
  const next = rest.length === 0 ? change(undefined) : changeAt(emptyMap(made), rest, change, made);
  return next === undefined || (isMap(next) && rest.length > 0 && next.entries.length === 0)
    ? node
    : withEntry(node, key, next, made);
}

/** The same, for the root of an object. */
export function changeIn(root: YamlMap, path: readonly string[], change: Change, made?: Span): YamlMap {
  const next = changeAt(root, path, change, made);
  return isMap(next) ? next : root;
}

/** Visits every map below a node with what it may become, the inner ones first. */
export function changeMaps(node: YamlNode, change: (map: YamlMap) => YamlMap, depth = 0): YamlNode {
  if (depth > 100 || isScalar(node)) return node;
  if (isList(node)) return mapItems(node, (item) => changeMaps(item, change, depth + 1));
  let map: YamlMap = node;
  for (const { key, value } of node.entries) {
    map = withEntry(map, key.text, changeMaps(value, change, depth + 1));
  }
  return change(map);
}
