// A strategic merge: a partial object laid over a whole one, with the directives that a patch may hold.
// https://kubernetes.io/docs/tasks/manage-kubernetes-objects/update-api-object-kubectl-patch/
import {
  entryOf,
  isList,
  isMap,
  isScalar,
  type YamlEntry,
  type YamlList,
  type YamlMap,
  type YamlNode,
} from '../../../syntax/yaml.ts';
import { isMissing, textNode, withEntry, withoutEntry } from './edit.ts';
import { mergeKeysOf, type Place, placeBelow, placeOfItem } from './merge-keys.ts';

const directiveKey = '$patch';
const maximumDepth = 100;

/** The merged object; undefined when the patch deletes it. */
export function mergeObject(target: YamlMap, patch: YamlMap, place: Place): YamlMap | undefined {
  return mergeMap(target, patch, place, 0);
}

function directiveOf(node: YamlNode): string | undefined {
  const value = entryOf(node, directiveKey)?.value;
  return isScalar(value) ? value.text : undefined;
}

function mergeMap(target: YamlMap, patch: YamlMap, place: Place, depth: number): YamlMap | undefined {
  const directive = directiveOf(patch);
  if (directive === 'delete') return undefined;
  const rest = withoutEntry(patch, directiveKey);
  if (directive === 'replace') return rest;
  if (depth > maximumDepth) return target;
  let merged = target;
  for (const entry of rest.entries) merged = mergeEntry(merged, entry, place, depth);
  return merged;
}

function mergeEntry(target: YamlMap, { key, value }: YamlEntry, place: Place, depth: number): YamlMap {
  const current = entryOf(target, key.text)?.value;
  const below = placeBelow(place, key.text);
  if (isMissing(value)) return withoutEntry(target, key.text);
  // A patch names what it is for: what it only repeats stays where it was written first.
  if (isScalar(value) && isScalar(current) && value.value === current.value) return target;
  const merged = isList(value)
    ? mergeList(isList(current) ? current : undefined, value, mergeKeysOf(place, key.text), below, depth)
    : isMap(value)
      ? isMap(current)
        ? mergeMap(current, value, below, depth + 1)
        : withoutDirectives(value, below, depth)
      : value;
  return merged === undefined
    ? withoutEntry(target, key.text)
    : withEntry(target, key.text, merged, key.span);
}

/** What a patch adds where nothing was: without its directives and nulls. */
function withoutDirectives(map: YamlMap, place: Place, depth: number): YamlMap | undefined {
  const empty: YamlMap = { ...map, entries: [] };
  const made = mergeMap(empty, map, place, depth + 1);
  return made === undefined ? undefined : { ...made, span: map.span };
}

function mergeList(
  target: YamlList | undefined,
  patch: YamlList,
  keys: readonly string[],
  place: Place,
  depth: number,
): YamlNode | undefined {
  const [primary] = keys;
  if (primary === undefined) return patch;
  const alone = patch.items.find((item) => isMap(item) && item.entries.length === 1 && directiveOf(item));
  const items = patch.items.filter((item) => item !== alone);
  const directive = alone === undefined ? undefined : directiveOf(alone);
  if (directive === 'delete') return undefined;
  if (directive === 'replace') return { ...patch, items };
  if (primary === '') return { ...patch, items: mergeValues(target?.items ?? [], items) };
  const merged = mergeKeyed(target?.items ?? [], items, keys, placeOfItem(place), depth);
  return { ...(target ?? patch), items: merged };
}

/** Plain values: those of the patch first, each once. */
function mergeValues(target: readonly YamlNode[], patch: readonly YamlNode[]): readonly YamlNode[] {
  const seen = new Set<string>();
  return [...patch, ...target].filter((item) => {
    const text = isScalar(item) ? item.text : '';
    if (seen.has(text)) return false;
    seen.add(text);
    return true;
  });
}

/**
 * Items that the patch names come first, in its order; where two keys count (ports), only those that are new do, and
 * the others stay where they were.
 */
function mergeKeyed(
  target: readonly YamlNode[],
  patch: readonly YamlNode[],
  keys: readonly string[],
  place: Place,
  depth: number,
): readonly YamlNode[] {
  const used = keys.filter(
    (key, index) => index === 0 || [...target, ...patch].some((item) => textUnder(item, key)),
  );
  const left = [...target];
  const first: YamlNode[] = [];
  const kept = new Map<YamlNode, YamlNode | undefined>();
  for (const item of patch) {
    if (!isMap(item)) continue;
    const known = left.find((other) => !kept.has(other) && isSameItem(other, item, used));
    if (known === undefined || !isMap(known)) {
      const added = withoutDirectives(item, place, depth);
      if (added !== undefined && added.entries.length > 0) first.push(added);
      continue;
    }
    const merged = mergeMap(known, item, place, depth + 1);
    kept.set(
      known,
      merged === undefined || merged.entries.length === 0 ? undefined : withKeys(merged, item, used),
    );
    const result = kept.get(known);
    if (used.length === 1 && result !== undefined) first.push(result);
  }
  const rest = left.flatMap((item) => {
    if (!kept.has(item)) return [item];
    const merged = kept.get(item);
    return merged === undefined || used.length === 1 ? [] : [merged];
  });
  return [...first, ...rest];
}

/** A merged item keeps the values that it was found by. */
function withKeys(merged: YamlMap, patch: YamlMap, keys: readonly string[]): YamlMap {
  let map = merged;
  for (const key of keys) {
    const value = textUnder(patch, key);
    if (value !== '' && textUnder(map, key) === '') map = withEntry(map, key, textNode(value, patch.span));
  }
  return map;
}

function textUnder(item: YamlNode, key: string): string {
  const value = entryOf(item, key)?.value;
  return isScalar(value) && value.value !== null ? value.text : '';
}

/** One key in common, and none that both have and that differs. */
function isSameItem(a: YamlNode, b: YamlNode, keys: readonly string[]): boolean {
  let hasCommon = false;
  for (const key of keys) {
    const [one, other] = [textUnder(a, key), textUnder(b, key)];
    if (one === other) hasCommon ||= one !== '';
    else if (one !== '' && other !== '') return false;
  }
  return hasCommon;
}
