// Walks over whole trees: origins added, removed values taken out, plain data made.
import type { Origin } from '../../../base/span.ts';
import { copyOf, type Entry, type MapNode, type Node } from './node.ts';

/** The tree with one more link in the history of every piece. */
function withOrigin(node: Node, origin: Origin): Node {
  if (node.kind === 'map') return mapWithOrigin(node, origin);
  const trail = [...node.trail, origin];
  if (node.kind === 'scalar') return { ...node, trail };
  return { ...node, trail, items: node.items.map((item) => withOrigin(item, origin)) };
}

export function mapWithOrigin(node: MapNode, origin: Origin): MapNode {
  const entries = new Map<string, Entry>();
  for (const [name, entry] of node.entries)
    entries.set(name, { ...entry, value: withOrigin(entry.value, origin) });
  return { ...node, trail: [...node.trail, origin], entries };
}

/** The tree without what `!reset` took away; undefined when nothing is left of the node itself. */
export function pruned(node: Node): Node | undefined {
  if (node.tag === 'reset') return undefined;
  if (node.kind === 'scalar') return node;
  if (node.kind === 'list') {
    const items = node.items.map(pruned);
    if (items.every((item, index) => item === node.items[index])) return node;
    return { ...node, items: items.filter((item) => item !== undefined) };
  }
  let entries: Map<string, Entry> | undefined;
  for (const [name, entry] of node.entries) {
    const value = pruned(entry.value);
    if (value === entry.value) continue;
    entries ??= copyOf(node.entries);
    if (value === undefined) entries.delete(name);
    else entries.set(name, { ...entry, value });
  }
  return entries === undefined ? node : { ...node, entries };
}

/** The tree as plain data, without positions. */
export function plainOf(node: Node): unknown {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'list') return node.items.map(plainOf);
  return Object.fromEntries([...node.entries].map(([name, entry]) => [name, plainOf(entry.value)]));
}

/** A short text of a value, for notes on what was overridden: `[node, server.js]`. */
export function summaryOf(node: Node): string {
  const text = node.kind === 'scalar' ? node.text : JSON.stringify(plainOf(node));
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}
