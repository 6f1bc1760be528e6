// From the library's nodes to our tree: aliases resolved and shared, merges folded in, each key once.
import {
  isAlias,
  isMap as isLibraryMap,
  isScalar as isLibraryScalar,
  isSeq,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import { type Span, span } from '../../base/span.ts';
import {
  aliasBomb,
  type Conversion,
  duplicateKey,
  maxAliases,
  maxExpanded,
  recursiveAlias,
  reportKey,
  unknownAlias,
} from './conversion.ts';
import { maxYamlDepth } from './guard.ts';
import { mergeEntries, placeOf } from './merge.ts';
import { typedValue } from './scalar.ts';
import type { ScalarStyle, YamlEntry, YamlNode, YamlScalar } from './tree.ts';

export function convertNode(at: Conversion, node: unknown, depth: number, fallback: number): YamlNode {
  at.nodes += 1;
  at.deepest = Math.max(at.deepest, depth);
  if (isAlias(node)) return convertAlias(at, node.source, rangeOf(at, node.range, fallback), depth);
  const anchor = isLibraryScalar(node) || isLibraryMap(node) || isSeq(node) ? node.anchor : undefined;
  if (anchor === undefined) return convertPlain(at, node, depth, fallback);
  const { nodes, deepest } = at;
  at.anchors.set(anchor, { node: undefined, size: 0, depth: 0 });
  at.deepest = depth;
  const own = convertPlain(at, node, depth, fallback);
  at.anchors.set(anchor, { node: own, size: at.nodes - nodes + 1, depth: at.deepest - depth });
  at.deepest = Math.max(at.deepest, deepest);
  return own;
}

function convertPlain(at: Conversion, node: unknown, depth: number, fallback: number): YamlNode {
  if (isLibraryScalar(node)) return convertScalar(at, node, fallback);
  if (isLibraryMap(node)) return convertMap(at, node, depth, fallback);
  if (isSeq(node)) return convertList(at, node, depth, fallback);
  return emptyScalar(span(at.file, fallback));
}

const styles: Readonly<Record<string, ScalarStyle>> = {
  QUOTE_SINGLE: 'single',
  QUOTE_DOUBLE: 'double',
  BLOCK_LITERAL: 'literal',
  BLOCK_FOLDED: 'folded',
};

function convertScalar(at: Conversion, node: Scalar, fallback: number): YamlScalar {
  const text = node.source ?? '';
  const style = styles[node.type ?? ''] ?? 'plain';
  const own = rangeOf(at, node.range, fallback);
  const where = own.start === own.end ? afterText(at, own.start) : own;
  const tag = tagOf(node.tag);
  return {
    kind: 'scalar',
    span: where,
    value: typedValue(text, style, tag),
    text,
    style,
    ...properties(tag, node.anchor),
  };
}

function convertList(at: Conversion, node: YAMLSeq, depth: number, fallback: number): YamlNode {
  const own = rangeOf(at, node.range, fallback);
  const items: YamlNode[] = [];
  let end = own.start;
  for (const item of node.items) {
    const converted = convertNode(at, item, depth + 1, end);
    end = Math.max(end, placeOf(converted).end);
    items.push(converted);
  }
  const flow = node.flow === true;
  const where = flow ? own : span(at.file, own.start, end);
  return { kind: 'list', span: where, flow, items, ...properties(tagOf(node.tag), node.anchor) };
}

function convertMap(at: Conversion, node: YAMLMap, depth: number, fallback: number): YamlNode {
  const own = rangeOf(at, node.range, fallback);
  const seen = new Map<string, YamlEntry>();
  const written: YamlEntry[] = [];
  let end = own.start;
  for (const pair of node.items) {
    const key = convertNode(at, pair.key, depth + 1, end);
    const keyPlace = placeOf(key);
    const value = convertNode(at, pair.value, depth + 1, keyPlace.end);
    end = Math.max(end, keyPlace.end, placeOf(value).end);
    if (key.kind !== 'scalar') {
      reportKey(at, keyPlace);
      continue;
    }
    const first = seen.get(key.text);
    if (first !== undefined) {
      at.problems.push(duplicateKey(at, key, first));
      continue;
    }
    const entry: YamlEntry = {
      key,
      value,
      span: span(at.file, keyPlace.start, Math.max(keyPlace.end, placeOf(value).end)),
    };
    seen.set(key.text, entry);
    written.push(entry);
  }
  const entries = seen.has('<<') ? mergeEntries(written, at.problems) : written;
  const flow = node.flow === true;
  const where = flow ? own : span(at.file, own.start, end);
  return { kind: 'map', span: where, flow, entries, ...properties(tagOf(node.tag), node.anchor) };
}

function convertAlias(at: Conversion, name: string, place: Span, depth: number): YamlNode {
  const target = at.anchors.get(name);
  if (target?.node === undefined) {
    at.problems.push(target === undefined ? unknownAlias(at, name, place) : recursiveAlias(name, place));
    return emptyScalar(place);
  }
  at.aliases += 1;
  const tooMany = at.aliases > maxAliases || at.expanded + target.size > maxExpanded;
  if (tooMany || depth + target.depth > maxYamlDepth) {
    if (!at.bombSeen) at.problems.push(aliasBomb(place));
    at.bombSeen = true;
    return emptyScalar(place);
  }
  at.expanded += target.size;
  at.nodes += target.size;
  at.deepest = Math.max(at.deepest, depth + target.depth);
  return { ...target.node, alias: place };
}

function emptyScalar(where: Span): YamlScalar {
  return { kind: 'scalar', span: where, value: null, text: '', style: 'plain' };
}

function properties(tag: string | undefined, anchor: string | undefined): { tag?: string; anchor?: string } {
  return { ...(tag === undefined ? {} : { tag }), ...(anchor === undefined ? {} : { anchor }) };
}

const standardTag = 'tag:yaml.org,2002:';

function tagOf(tag: string | undefined): string | undefined {
  return tag?.startsWith(standardTag) ? `!!${tag.slice(standardTag.length)}` : tag;
}

function rangeOf(at: Conversion, range: readonly number[] | null | undefined, fallback: number): Span {
  const start = Math.min(range?.[0] ?? fallback, at.text.length);
  const end = Math.min(Math.max(start, range?.[1] ?? start), at.text.length);
  return span(at.file, start, trimmedEnd(at.text, start, end));
}

/** Blocks and unclosed quotes end before their last line ends: an edit of the span leaves the lines alone. */
function trimmedEnd(text: string, start: number, end: number): number {
  let at = end;
  while (at > start && isBlank(text.charAt(at - 1))) at -= 1;
  return at;
}

/** An empty value stands right after the `:`, `-` or tag that it belongs to. */
function afterText(at: Conversion, offset: number): Span {
  return span(at.file, trimmedEnd(at.text, 0, offset));
}

function isBlank(char: string): boolean {
  return char === ' ' || char === '\t' || char === '\n' || char === '\r';
}
