// Looks into a YAML tree by keys. An explicit null counts as absent, as it does for those who apply such files.
import { keptList, keptMap } from '../base/kept.ts';
import { type Located, located } from '../base/span.ts';
import { entryOf, isList, isMap, isScalar, type YamlEntry, type YamlNode } from './yaml/tree.ts';

/** The node under a chain of keys; undefined when a link is missing, or null. */
export function nodeAt(node: YamlNode | undefined, ...keys: readonly string[]): YamlNode | undefined {
  let at = node;
  for (const key of keys) at = entryOf(at, key)?.value;
  return isScalar(at) && at.value === null ? undefined : at;
}

/** A scalar's text, whatever its type. */
export function textAt(node: YamlNode | undefined, ...keys: readonly string[]): Located<string> | undefined {
  const at = nodeAt(node, ...keys);
  return isScalar(at) ? located(at.text, at.span) : undefined;
}

export function numberAt(
  node: YamlNode | undefined,
  ...keys: readonly string[]
): Located<number> | undefined {
  const at = nodeAt(node, ...keys);
  return isScalar(at) && typeof at.value === 'number' ? located(at.value, at.span) : undefined;
}

export function booleanAt(
  node: YamlNode | undefined,
  ...keys: readonly string[]
): Located<boolean> | undefined {
  const at = nodeAt(node, ...keys);
  return isScalar(at) && typeof at.value === 'boolean' ? located(at.value, at.span) : undefined;
}

/** As clients of Kubernetes read it: theirs is YAML 1.1, in which `yes` and `on` are true. */
export function switchAt(
  node: YamlNode | undefined,
  ...keys: readonly string[]
): Located<boolean> | undefined {
  const at = nodeAt(node, ...keys);
  const isWord = isScalar(at) && at.style === 'plain' && /^(?:yes|no|on|off)$/i.test(at.text);
  return isWord ? located(/^(?:yes|on)$/i.test(at.text), at.span) : booleanAt(at);
}

/** The items of a list; none for what is no list. */
export function itemsAt(node: YamlNode | undefined, ...keys: readonly string[]): readonly YamlNode[] {
  const at = nodeAt(node, ...keys);
  return isList(at) ? at.items : keptList([]);
}

export function entriesAt(node: YamlNode | undefined, ...keys: readonly string[]): readonly YamlEntry[] {
  const at = nodeAt(node, ...keys);
  return isMap(at) ? at.entries : keptList([]);
}

/** The scalar items of a list, as text. */
export function textsAt(node: YamlNode | undefined, ...keys: readonly string[]): readonly Located<string>[] {
  return keptList(itemsAt(node, ...keys).flatMap((item) => textAt(item) ?? []));
}

/** A map of scalars, as text. */
export function textMapAt(
  node: YamlNode | undefined,
  ...keys: readonly string[]
): ReadonlyMap<string, Located<string>> {
  const map = new Map<string, Located<string>>();
  for (const { key, value } of entriesAt(node, ...keys)) {
    const text = textAt(value);
    if (text !== undefined) map.set(key.text, text);
  }
  return keptMap(map);
}
