// Edits of a YAML text through its tree: only the bytes that must change, in the manner in which the file is written.
// Where the place is not plain, because an alias shows it elsewhere or brings it from there, the answer is undefined.
import type { Edit } from '../base/edit.ts';
import type { Span } from '../base/span.ts';
import { addToBlockList, addToBlockMap, fillEmpty } from './yaml/edit-block.ts';
import { addToFlow } from './yaml/edit-flow.ts';
import { mapOfNames } from './yaml/edit-names.ts';
import { removal } from './yaml/edit-remove.ts';
import { columnOf, isPlainLineStart } from './yaml/lines.ts';
import {
  isMerged,
  isSame,
  isShared,
  type Place,
  placeAround,
  placeAt,
  placeUnder,
  type YamlSource,
} from './yaml/place.ts';
import { entryOf, isList, isMap, isScalar, type YamlNode, type YamlScalar } from './yaml/tree.ts';
import { flowText, isPlainText, quotedText, scalarText, type YamlContent } from './yaml/write.ts';

export type { YamlSource } from './yaml/place.ts';
export type { YamlContent } from './yaml/write.ts';

interface Manner {
  /** Lists stand in brackets, as words of commands mostly do. */
  readonly brackets?: boolean;
}

/**
 * Sets a value below the map at `at` (its own span, or that of its key), with the maps on the way that are not there
 * yet. Undefined as well when the map itself sets the key already; what a `<<` brings is overridden.
 */
export function addKey(
  source: YamlSource,
  at: Span,
  path: readonly string[],
  value: YamlContent,
  { brackets = false }: Manner = {},
): Edit | undefined {
  let place = placeAt(source, at);
  let rest = path;
  while (place !== undefined && rest.length > 1) {
    const [key = ''] = rest;
    if (entryOf(place.node, key) === undefined) break;
    place = placeUnder(place, key);
    rest = rest.slice(1);
  }
  const [key, ...below] = rest;
  if (place === undefined || key === undefined || isShared(source, place)) return undefined;
  const { node } = place;
  if (node.tag !== undefined) return undefined;
  const existing = entryOf(node, key);
  if (existing !== undefined && existing.merged === undefined) return undefined;
  const data = below.reduceRight<YamlContent>((inner, name) => ({ [name]: inner }), value);
  if (isEmpty(node)) return fillEmpty(source, place, { key, data }, brackets);
  if (!isMap(node)) return undefined;
  return node.flow
    ? addToFlow(source, node, { key, data })
    : addToBlockMap(source, place, node, key, data, brackets);
}

/** Another value for a scalar that stands below the map at `at`. */
export function replaceUnder(
  source: YamlSource,
  at: Span,
  path: readonly string[],
  value: string | number | boolean,
): Edit | undefined {
  let place = placeAt(source, at);
  for (const key of path) place = place && placeUnder(place, key);
  return place && replaceScalar(source, place.node.span, value);
}

/** Sets a scalar below the map at `at`, whether it has one already or not. */
export function setKey(
  source: YamlSource,
  at: Span,
  path: readonly string[],
  value: string | number | boolean,
): Edit | undefined {
  return replaceUnder(source, at, path, value) ?? addKey(source, at, path, value);
}

/** Puts a plain scalar into quotes. */
export function quoteScalar(source: YamlSource, at: Span): Edit | undefined {
  const place = placeAt(source, at);
  if (place === undefined || isShared(source, place) || !isScalar(place.node)) return undefined;
  const { style, span } = place.node;
  const text = source.text.slice(span.start, span.end);
  return style === 'plain' && !text.includes('\n')
    ? { span, text: quotedText(text, 'double') ?? text }
    : undefined;
}

/** Writes a list in brackets, or a scalar, anew as a list in brackets. */
export function replaceList(source: YamlSource, at: Span, items: readonly string[]): Edit | undefined {
  const place = placeAt(source, at);
  if (place === undefined || isShared(source, place) || isMap(place.node)) return undefined;
  const { span } = place.node;
  const text = source.text.slice(span.start, span.end);
  const isShort = isScalar(place.node) || place.node.flow;
  return isShort && !/[\n]/.test(text) ? { span, text: flowText(items, 'double', true) } : undefined;
}

/** Sets a key of the first document's map before all others, below what stands above them. */
export function addFirst(
  { file, text, documents }: YamlSource,
  key: string,
  value: string,
): Edit | undefined {
  const root = documents[0]?.root;
  if (!isMap(root) || root.flow || !isPlainLineStart(text, root.span.start)) return undefined;
  const start = root.span.start - ownComments(text, root.span.start);
  const name = `${key}: ${scalarText(value, 'double')}`;
  return { span: { file, start, end: start }, text: `${name}\n${' '.repeat(columnOf(text, start))}` };
}

/** How long the comment lines are that tell of the first key alone: the file has others of its own above them. */
function ownComments(text: string, start: number): number {
  return /#[^\n]*\n(?:[ \t]*\r?\n)+((?:#[^\n]*\n)+)$/.exec(text.slice(0, start))?.[1]?.length ?? 0;
}

/** Makes a map of the list of names at `at`, each with the value that it is given. */
export function mapFromList(
  source: YamlSource,
  at: Span,
  contentOf: (name: string) => { readonly [key: string]: YamlContent },
): readonly Edit[] | undefined {
  const place = placeAt(source, at);
  if (place === undefined || isShared(source, place) || !isList(place.node)) return undefined;
  return mapOfNames(source, place, place.node, contentOf);
}

/** Adds an item to the end of the list at `at` (its own span, or that of its key). */
export function addItem(source: YamlSource, at: Span, item: YamlContent): Edit | undefined {
  const place = placeAt(source, at);
  if (place === undefined || isShared(source, place) || place.node.tag !== undefined) return undefined;
  const { node } = place;
  if (isEmpty(node)) return fillEmpty(source, place, { data: item }, false);
  if (!isList(node)) return undefined;
  return node.flow ? addToFlow(source, node, { data: item }) : addToBlockList(source, place, node, item);
}

/** Nothing after a colon: a map or list with all of its entries still to come. */
function isEmpty(node: YamlNode): boolean {
  return isScalar(node) && node.value === null && node.span.start === node.span.end && !node.anchor;
}

/** Writes another value in the place of the scalar at `at`, in the same quotes. */
export function replaceScalar(
  source: YamlSource,
  at: Span,
  value: string | number | boolean,
): Edit | undefined {
  const place = placeAt(source, at);
  if (place === undefined || isShared(source, place)) return undefined;
  const { node } = place;
  if (!isScalar(node) || !isSame(node.span, at) || node.tag !== undefined || isEmpty(node)) return undefined;
  return rewritten(source, place, node, value);
}

/** Writes another name in the place of the key at `at`, in the same quotes. */
export function renameKey(source: YamlSource, at: Span, name: string): Edit | undefined {
  const place = placeAt(source, at);
  const key = place?.entry?.key;
  const map = place?.parent;
  if (place === undefined || key === undefined || map === undefined || isShared(source, map))
    return undefined;
  if (key.anchor !== undefined || isMerged(source, map, key.text) || entryOf(map.node, name) !== undefined)
    return undefined;
  return rewritten(source, place, key, name);
}

/** Writes another name where one stands: as a key, as a value, or as a part of one. */
export function renameAt(source: YamlSource, at: Span, name: string): Edit | undefined {
  const place = placeAt(source, at);
  if (place === undefined) return replacePart(source, at, name);
  return place.entry !== undefined && isSame(place.entry.key.span, at)
    ? renameKey(source, at, name)
    : replaceScalar(source, at, name);
}

function rewritten(
  { text }: YamlSource,
  place: Place,
  { style, span }: YamlScalar,
  value: string | number | boolean,
): Edit | undefined {
  if (style === 'literal' || style === 'folded') return undefined;
  if (style !== 'plain') {
    const quoted = quotedText(String(value), style);
    return quoted === undefined ? undefined : { span, text: quoted };
  }
  const isInFlow = isMap(place.parent?.node) || isList(place.parent?.node) ? place.parent.node.flow : false;
  if (typeof value !== 'string' || isPlainText(value, isInFlow)) return { span, text: String(value) };
  // A text that was plain before stays plain when only its words differ: `8080:80` does not get quotes here.
  const isAlike = /^[\w.:/-]+$/.test(value) && /^[\w.:/-]+$/.test(text.slice(span.start, span.end));
  const isSafe = isAlike && !value.endsWith(':') && !value.startsWith('-');
  return { span, text: isSafe ? value : (quotedText(value, 'double') ?? value) };
}

/**
 * Writes a part of a scalar anew: the host of a URL, the port of a mapping. The new text holds only letters, digits and
 * the signs of addresses, which need no quotes.
 */
export function replacePart(source: YamlSource, part: Span, text: string): Edit | undefined {
  const place = placeAround(source, part);
  if (place === undefined || isShared(source, place) || !/^[\w./:@%+=-]*$/.test(text)) return undefined;
  return { span: part, text };
}

/**
 * Takes the entry at `at` (the span of its key) or the item that `at` is part of out, and its lines. A map or list that would be left
 * with nothing goes as a whole. Undefined where a comment would be lost.
 */
export function removeAt(source: YamlSource, at: Span): Edit | undefined {
  const place = placeAt(source, at) ?? placeAround(source, at);
  return place === undefined ? undefined : removal(source, place);
}
