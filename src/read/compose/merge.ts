// Two trees into one (spec: 13-merge). The later one has the last word; what it replaced goes into the history.
import type { Origin } from '../../base/span.ts';
import type { KeyOf } from './merge/keys.ts';
import { type MergeRule, mergeRules } from './merge/rules.ts';
import {
  copyOf,
  type Entry,
  isNull,
  type ListNode,
  type MapNode,
  type Node,
  textAt,
  withEntries,
} from './node/node.ts';
import { below, type PathTable } from './node/path-table.ts';
import { plainOf, summaryOf } from './node/tree.ts';

/** `over` merged over `base`, both whole documents in long form. */
export function mergeTrees(base: MapNode, over: MapNode): MapNode {
  return mergeMaps(base, over, mergeRules);
}

/** A service over the one that it extends. */
export function mergeServices(base: MapNode, over: MapNode): MapNode {
  return mergeMaps(base, over, below(below(mergeRules, 'services'), '*'));
}

function mergeNodes(base: Node, over: Node, rules: PathTable<MergeRule> | undefined): Node {
  // A removed value stays as a mark: it must still remove what files before both said.
  if (over.tag === 'reset') return over;
  if (over.tag === 'override') return replaced(base, over);
  if (base.tag === 'reset') return over;
  const rule = rules?.rule;
  if (rule === undefined) return mergePlain(base, over, rules);
  if (rule.kind === 'replace') return replaced(base, over);
  if (rule.kind === 'either')
    return base.kind === 'map' && over.kind === 'map' ? mergeMaps(base, over, rules) : replaced(base, over);
  // Docker compose refuses to empty these two: what is left of them says so once all is merged.
  if (isNull(over)) return rule.kind === 'logging' || rule.kind === 'ipam' ? replaced(base, over) : base;
  if (base.kind === 'list' && over.kind === 'list') {
    if (rule.kind === 'unique')
      return uniqueItems({ ...over, items: [...base.items, ...over.items] }, rule.keyOf);
    return rule.kind === 'ipam' ? mergeRanges(base, over) : appended(base, over);
  }
  if (base.kind !== 'map' || over.kind !== 'map') return replaced(base, over);
  if (rule.kind === 'logging' && !isSameDriver(base, over)) return replaced(base, over);
  return mergeMaps(base, over, rules, rule.kind === 'variables');
}

function mergePlain(base: Node, over: Node, rules: PathTable<MergeRule> | undefined): Node {
  if (isNull(over)) return base;
  if (base.kind === 'map' && over.kind === 'map') return mergeMaps(base, over, rules);
  if (base.kind === 'list' && over.kind === 'list') return appended(base, over);
  return replaced(base, over);
}

function mergeMaps(
  base: MapNode,
  over: MapNode,
  rules: PathTable<MergeRule> | undefined,
  isPairs = false,
): MapNode {
  if (over.entries.size === 0) return base;
  const entries = copyOf(base.entries);
  for (const [name, entry] of over.entries) {
    const known = base.entries.get(name);
    // No path leads to the items of a list: docker compose does not find what to remove.
    if (entry.value.tag === 'reset' && base.wasList === true) continue;
    entries.set(name, known === undefined ? entry : mergeEntry(known, entry, below(rules, name), isPairs));
  }
  return {
    kind: 'map',
    span: over.span,
    trail: over.trail,
    tag: over.tag ?? base.tag,
    entries,
    ...(isPairs ? { wasList: true } : {}),
  };
}

function mergeEntry(
  base: Entry,
  over: Entry,
  rules: PathTable<MergeRule> | undefined,
  nullCounts: boolean,
): Entry {
  const isReplaced = nullCounts && over.value.tag !== 'reset' && base.value.tag !== 'reset';
  const value = isReplaced ? replaced(base.value, over.value) : mergeNodes(base.value, over.value, rules);
  // A later file that says nothing new (`web:`) leaves the key where it was.
  return { key: value === base.value ? base.key : over.key, first: base.first, value };
}

function replaced(base: Node, over: Node): Node {
  const lost: Origin = { how: 'overrides', span: base.span, note: summaryOf(base) };
  const earlier = base.trail.filter(({ how }) => how === 'overrides');
  return { ...over, trail: [...over.trail, lost, ...earlier] };
}

/** What a value says, wherever it stands; a single one as its file has it. */
function contentOf(node: Node): string {
  return JSON.stringify(node.kind === 'scalar' ? (node.spelling ?? node.value) : plainOf(node));
}

function appended(base: ListNode, over: ListNode): ListNode {
  const known = new Set(base.items.map(contentOf));
  const items = [...base.items];
  for (const item of over.items) {
    const content = contentOf(item);
    if (item.tag !== 'reset' && known.has(content)) continue;
    known.add(content);
    items.push(item);
  }
  if (items.length === base.items.length) return base;
  return {
    kind: 'list',
    span: over.span,
    trail: over.trail,
    tag: over.tag ?? base.tag,
    items,
  };
}

/** Lists of one file alone: an item that an earlier one already says is taken together with it. */
export function withUniqueItems(tree: MapNode): MapNode {
  const unified = unify(tree, mergeRules);
  return unified.kind === 'map' ? unified : tree;
}

function unify(node: Node, rules: PathTable<MergeRule> | undefined): Node {
  if (rules === undefined || node.kind === 'scalar') return node;
  if (node.kind === 'list') return rules.rule?.kind === 'unique' ? uniqueItems(node, rules.rule.keyOf) : node;
  const changes = [...node.entries].flatMap(([name, entry]) => {
    const value = unify(entry.value, below(rules, name));
    return value === entry.value ? [] : [[name, { ...entry, value }] as const];
  });
  return changes.length === 0 ? node : withEntries(node, changes);
}

/** A later item stands where the first one with its key stood. */
function uniqueItems(node: ListNode, keyOf: KeyOf): ListNode {
  const places = new Map<string, number>();
  const items: Node[] = [];
  for (const item of node.items) {
    const key = item.tag === 'reset' ? undefined : keyOf(item);
    const place = key === undefined ? undefined : places.get(key);
    const earlier = place === undefined ? undefined : items[place];
    if (place !== undefined && earlier !== undefined) {
      items[place] = replaced(earlier, item);
      continue;
    }
    if (key !== undefined) places.set(key, items.length);
    items.push(item);
  }
  return items.length === node.items.length ? node : { ...node, items };
}

function isSameDriver(base: MapNode, over: MapNode): boolean {
  const [before, after] = [textAt(base, 'driver'), textAt(over, 'driver')];
  return before === undefined || after === undefined || before === after;
}

function mergeRanges(base: ListNode, over: ListNode): ListNode {
  const items: Node[] = [...base.items];
  for (const range of over.items) {
    const subnet = textAt(range, 'subnet');
    const at = items.findIndex((item) => textAt(item, 'subnet') === subnet);
    const known = items[at];
    if (known === undefined) items.push(range);
    else items[at] = mergeNodes(known, range, undefined);
  }
  return { ...over, items };
}
