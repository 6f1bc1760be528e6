// Makes the nodes of the tree: aliases resolved and shared, merges folded in, each key once.
import { keptList } from '../../base/kept.ts';
import { type Span, span } from '../../base/span.ts';
import { maxYamlDepth } from './guard.ts';
import { mergeEntries, placeOf } from './merge.ts';
import type { Properties } from './properties.ts';
import { complain, type Reader } from './reader.ts';
import { typedValue } from './scalar.ts';
import type { ScalarStyle, YamlEntry, YamlNode, YamlScalar } from './tree.ts';
import {
  aliasBomb,
  duplicateKey,
  maxAliases,
  maxExpanded,
  recursiveAlias,
  reportKey,
  unknownAlias,
} from './values.ts';

export function scalarNode(
  r: Reader,
  where: Span,
  text: string,
  style: ScalarStyle,
  props: Properties | undefined,
): YamlNode {
  r.nodes += 1;
  const value = typedValue(text, style, props?.tag);
  const node: YamlScalar = { kind: 'scalar', span: where, value, text, style };
  return props === undefined ? node : withProperties(r, node, props);
}

export function emptyNode(r: Reader, offset: number, props?: Properties): YamlNode {
  const place = span(r.file, offset);
  if (props !== undefined) return scalarNode(r, place, '', 'plain', props);
  r.nodes += 1;
  return emptyScalar(place);
}

function emptyScalar(where: Span): YamlScalar {
  return { kind: 'scalar', span: where, value: null, text: '', style: 'plain' };
}

export function listNode(
  r: Reader,
  where: Span,
  flow: boolean,
  items: readonly YamlNode[],
  props: Properties | undefined,
): YamlNode {
  r.nodes += 1;
  const node: YamlNode = { kind: 'list', span: where, flow, items: keptList(items) };
  return props === undefined ? node : withProperties(r, node, props);
}

/** The entries of a map while they are read. */
export interface Entries {
  readonly list: YamlEntry[];
  /** By key, once a search from end to end would take longer. */
  index: Map<string, YamlEntry> | undefined;
  hasMerge: boolean;
  /** The end of what was read last, also where its key was refused. */
  end: number;
}

export function newEntries(start: number): Entries {
  return { list: [], index: undefined, hasMerge: false, end: start };
}

export function addEntry(r: Reader, entries: Entries, key: YamlNode, value: YamlNode): void {
  const keyPlace = placeOf(key);
  const end = Math.max(keyPlace.end, placeOf(value).end);
  if (end > entries.end) entries.end = end;
  if (key.kind !== 'scalar') {
    if (!r.isStopped) reportKey(r, keyPlace);
    return;
  }
  const first = entryWith(entries, key.text);
  if (first !== undefined) {
    // Behind a mistake entries come together that stand apart.
    if (r.complaints.every(({ mistake }) => mistake === 'quote-shallow'))
      r.problems.push(duplicateKey(r, key, first));
    return;
  }
  const entry: YamlEntry = { key, value, span: span(r.file, keyPlace.start, end) };
  entries.list.push(entry);
  entries.index?.set(key.text, entry);
  if (key.text === '<<') entries.hasMerge = true;
}

const longestSearch = 8;

function entryWith(entries: Entries, text: string): YamlEntry | undefined {
  const { list } = entries;
  if (list.length > longestSearch) {
    entries.index ??= new Map(list.map((entry) => [entry.key.text, entry]));
    return entries.index.get(text);
  }
  for (const entry of list) if (entry.key.text === text) return entry;
  return undefined;
}

export function mapNode(
  r: Reader,
  where: Span,
  flow: boolean,
  { list, hasMerge }: Entries,
  props: Properties | undefined,
): YamlNode {
  r.nodes += 1;
  const entries = keptList(hasMerge ? mergeEntries(list, r.problems) : list);
  const node: YamlNode = { kind: 'map', span: where, flow, entries };
  return props === undefined ? node : withProperties(r, node, props);
}

/** Anchors and tags put on a node, and the anchor known from here on. */
export function withProperties(r: Reader, node: YamlNode, props: Properties): YamlNode {
  if (node.alias !== undefined) {
    complain(r, 'alias-props', props.start, props.end);
    return node;
  }
  const { tag, anchor } = props;
  const own = retyped(node, tag);
  const named: YamlNode = anchor === undefined ? own : { ...own, anchor };
  if (anchor !== undefined) {
    r.anchors.set(anchor, { node: named, size: r.nodes - props.nodes, depth: r.deepest - r.depth });
    r.deepest = Math.max(r.deepest, props.deepest);
  }
  return named;
}

function retyped(node: YamlNode, tag: string | undefined): YamlNode {
  if (tag === undefined) return node;
  if (node.kind === 'scalar') return { ...node, value: typedValue(node.text, node.style, tag), tag };
  if (tag === '!') return { ...node, tag: node.kind === 'map' ? '!!map' : '!!seq' };
  return { ...node, tag };
}

export function aliasNode(r: Reader, name: string, place: Span): YamlNode {
  r.nodes += 1;
  const target = r.anchors.get(name);
  if (target?.node === undefined) {
    r.problems.push(target === undefined ? unknownAlias(r, name, place) : recursiveAlias(name, place));
    return emptyScalar(place);
  }
  r.aliases += 1;
  const tooMany = r.aliases > maxAliases || r.expanded + target.size > maxExpanded;
  if (tooMany || r.depth + target.depth > maxYamlDepth) {
    if (!r.bombSeen) r.problems.push(aliasBomb(place));
    r.bombSeen = true;
    return emptyScalar(place);
  }
  r.expanded += target.size;
  r.nodes += target.size;
  r.deepest = Math.max(r.deepest, r.depth + target.depth);
  return { ...target.node, alias: place };
}
