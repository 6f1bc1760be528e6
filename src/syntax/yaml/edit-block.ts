// Entries and items that are added to block collections.
import type { Edit } from '../../base/edit.ts';
import { columnOf, endOfEntry, isPlainLineStart, lineEnd, restOfLine } from './lines.ts';
import type { Place, YamlSource } from './place.ts';
import { isList, isMap, isScalar, type YamlList, type YamlMap, type YamlNode } from './tree.ts';
import { entryLines, firstIn, itemLines, type Quote, type WritingStyle, type YamlContent } from './write.ts';

export function addToBlockMap(
  source: YamlSource,
  place: Place,
  node: YamlMap,
  key: string,
  data: YamlContent,
  brackets: boolean,
): Edit | undefined {
  if (!isPlainLineStart(source.text, node.span.start)) return undefined;
  const column = columnOf(source.text, node.span.start);
  return insertion(source, node, column, entryLines(key, data, styleAt(source, place, brackets)));
}

export function addToBlockList(
  source: YamlSource,
  place: Place,
  node: YamlList,
  item: YamlContent,
): Edit | undefined {
  const { text } = source;
  if (!isPlainLineStart(text, node.span.start)) return undefined;
  const first = node.items[0];
  if (first === undefined) return undefined;
  const between = text.slice(node.span.start + 1, (first.alias ?? first.span).start);
  const gap = /^ +$/.test(between) ? between : ' ';
  const style = styleAt(source, place, false);
  const lines =
    typeof item === 'string' ? [`-${gap}${likeOthers(node, item, style)}`] : itemLines(item, style, gap);
  return insertion(source, node, columnOf(text, node.span.start), lines);
}

/** A text among texts: in quotes where all of the others are. */
function likeOthers(node: YamlList, item: string, style: WritingStyle): string {
  const styles = new Set(node.items.map((other) => (isScalar(other) ? other.style : 'plain')));
  const [only] = styles;
  const isQuoted = styles.size === 1 && (only === 'single' || only === 'double');
  const lines = itemLines(item, { ...style, quote: isQuoted ? only : style.quote });
  const plain = (lines[0] ?? '').slice(2);
  if (!isQuoted || /^["']/.test(plain)) return plain;
  return only === 'single' ? `'${plain.replaceAll("'", "''")}'` : JSON.stringify(item);
}

/** The first entry or item below a key that has nothing yet; comments that stand there stay before it. */
export function fillEmpty(
  source: YamlSource,
  place: Place,
  { key, data }: { readonly key?: string; readonly data: YamlContent },
  brackets: boolean,
): Edit | undefined {
  const { text } = source;
  const { entry, parent } = place;
  if (entry === undefined || !isMap(parent?.node) || parent.node.flow) return undefined;
  const keyStart = entry.key.span.start;
  if (!isPlainLineStart(text, keyStart) || restOfLine(text, entry.span.end) === undefined) return undefined;
  const column = columnOf(text, keyStart);
  const style = styleAt(source, place, brackets);
  const lines = key === undefined ? itemLines(data, style) : entryLines(key, data, style);
  const child = column + (key === undefined ? style.dash : style.step);
  const at = endOfEntry(text, lineEnd(text, entry.span.end), column);
  return { span: { file: source.file, start: at, end: at }, text: asLines(lines, child) };
}

function insertion(
  { file, text }: YamlSource,
  node: YamlNode,
  column: number,
  lines: readonly string[],
): Edit | undefined {
  if (restOfLine(text, node.span.end) === undefined) return undefined;
  const end = lineEnd(text, node.span.end);
  const last = lastScalar(node);
  if (last?.style === 'literal' || last?.style === 'folded') {
    // Further lines would change what such a text ends with.
    const header = /^[|>]\S*/.exec(text.slice(last.span.start))?.[0] ?? '';
    if (header.includes('+') || end === text.length) return undefined;
  }
  const at = endOfEntry(text, end, column);
  return { span: { file, start: at, end: at }, text: asLines(lines, column) };
}

export function asLines(lines: readonly string[], column: number): string {
  return lines.map((line) => `\n${' '.repeat(column)}${line}`).join('');
}

function lastScalar(node: YamlNode) {
  let at: YamlNode | undefined = node;
  while (at !== undefined && !isScalar(at) && at.alias === undefined) {
    at = isMap(at) ? at.entries.findLast(({ merged }) => merged === undefined)?.value : at.items.at(-1);
  }
  return isScalar(at) && at.alias === undefined ? at : undefined;
}

// Many edits of one file ask the same parents.
const steps = new WeakMap<YamlNode, number | 'none'>();
const dashes = new WeakMap<YamlNode, number | 'none'>();
const quotes = new WeakMap<YamlNode, Quote | 'none'>();

function kept<T>(
  cache: WeakMap<YamlNode, T | 'none'>,
  node: YamlNode,
  ask: (node: YamlNode) => T | undefined,
): T | undefined {
  const known = cache.get(node) ?? firstIn(node, ask) ?? 'none';
  cache.set(node, known);
  return known === 'none' ? undefined : known;
}

/** How the file writes what is to be written: as near by as there is an example of it. */
export function styleAt({ text }: YamlSource, place: Place, brackets: boolean): WritingStyle {
  let step: number | undefined;
  let dash: number | undefined;
  let quote: Quote | undefined;
  for (let at: Place | undefined = place; at !== undefined; at = at.parent) {
    step ??= kept(steps, at.node, (node) => offsetIn(text, node, isMap));
    dash ??= kept(dashes, at.node, (node) => offsetIn(text, node, isList));
    quote ??= kept(quotes, at.node, (node) =>
      isScalar(node) && (node.style === 'single' || node.style === 'double') ? node.style : undefined,
    );
  }
  return { step: step ?? 2, dash: dash ?? step ?? 2, quote: quote ?? 'double', brackets };
}

/** Columns from the keys of a map to the collections below them. */
function offsetIn(text: string, node: YamlNode, is: (value: YamlNode) => boolean): number | undefined {
  if (!isMap(node) || node.flow) return undefined;
  for (const { key, value, merged } of node.entries) {
    if (merged !== undefined || value.alias !== undefined || isScalar(value)) continue;
    if (value.flow || !is(value)) continue;
    const offset = columnOf(text, value.span.start) - columnOf(text, key.span.start);
    if (offset > 0 || (offset === 0 && isList(value))) return offset;
  }
  return undefined;
}
