// Entries and items that are taken out.
import type { Edit } from '../../base/edit.ts';
import { span } from '../../base/span.ts';
import { isPlainLineStart, lineEnd, lineStart, nextLine, restOfLine } from './lines.ts';
import { isMerged, isShared, type Place, type YamlSource } from './place.ts';
import { isMap, type YamlNode } from './tree.ts';

export function removal(source: YamlSource, place: Place): Edit | undefined {
  const { parent } = place;
  if (parent === undefined || isMap(parent.node) !== (place.entry !== undefined)) return undefined;
  if (
    isShared(source, parent) ||
    (place.entry !== undefined && isMerged(source, parent, place.entry.key.text)) ||
    holdsUsedAnchor(source, place)
  )
    return undefined;
  if (childrenOf(parent.node).length === 1) return removal(source, parent);
  const extent = extentOf(place);
  const isFlow = parent.node.kind !== 'scalar' && parent.node.flow;
  return isFlow ? flowRemoval(source, place, extent) : blockRemoval(source, place, extent);
}

interface Extent {
  readonly start: number;
  readonly end: number;
}

/** From the key or item to the end of the value; an alias stands for itself. */
function extentOf({ node, entry }: Place): Extent {
  const value = node.alias ?? node.span;
  return entry === undefined ? value : { start: entry.key.span.start, end: entry.span.end };
}

function holdsUsedAnchor({ text }: YamlSource, place: Place): boolean {
  const { start, end } = extentOf(place);
  const anchors = text.slice(start, end).matchAll(/&([^\s,[\]{}]+)/g);
  const own = place.node.anchor;
  return (
    [...anchors].some(([, name]) => text.includes(`*${name}`)) ||
    (own !== undefined && text.includes(`*${own}`))
  );
}

function childrenOf(node: YamlNode): readonly unknown[] {
  if (node.kind === 'map') return node.entries;
  return node.kind === 'list' ? node.items : [];
}

function blockRemoval(source: YamlSource, place: Place, extent: Extent): Edit | undefined {
  const { file, text } = source;
  const { end } = extent;
  const rest = restOfLine(text, end);
  if (rest === undefined || holdsComment(text, extent)) return undefined;
  const start = place.entry === undefined ? dashBefore(text, extent.start) : extent.start;
  if (start === undefined) return undefined;
  const from = lineStart(text, start);
  const before = text.slice(from, start);
  if (/^\uFEFF?[ ]*$/.test(before)) {
    const comment = rest.indexOf('#');
    // A comment behind the entry may be about something else: it keeps the line.
    if (comment !== -1) return { span: span(file, start, end + comment), text: '' };
    if (before.startsWith('\uFEFF')) return { span: span(file, start, nextLine(text, end)), text: '' };
    const isLast = nextLine(text, end) === text.length && !text.endsWith('\n') && from > 0;
    // The last line of a text without a line end leaves the text before it without one as well.
    return isLast
      ? {
          span: span(file, lineEnd(text, from - 1 - (text[from - 2] === '\r' ? 1 : 0)), text.length),
          text: '',
        }
      : { span: span(file, from, nextLine(text, end)), text: '' };
  }
  return isPlainLineStart(text, start) ? firstOfItem(source, place, start) : undefined;
}

/** The first key right behind a dash: the next one takes its place. */
function firstOfItem({ file, text }: YamlSource, { parent, entry }: Place, start: number): Edit | undefined {
  if (!isMap(parent?.node) || entry === undefined) return undefined;
  const written = parent.node.entries.filter(({ merged }) => merged === undefined);
  const next = written[written.indexOf(entry) + 1];
  if (next === undefined) return undefined;
  const isBare = text.slice(entry.span.end, next.key.span.start).trim() === '';
  return isBare ? { span: span(file, start, next.key.span.start), text: '' } : undefined;
}

function dashBefore(text: string, start: number): number | undefined {
  const before = text.slice(lineStart(text, start), start);
  const dash = /-[ ]+$/.exec(before);
  return dash === null ? undefined : lineStart(text, start) + dash.index;
}

/** A `#` after a blank, in what goes: it may be a comment. Inside of quotes it is none, but that is for others to see. */
function holdsComment(text: string, { start, end }: Extent): boolean {
  return /[ \t\n]#/.test(text.slice(start, end));
}

function flowRemoval({ file, text }: YamlSource, place: Place, extent: Extent): Edit | undefined {
  const after = /^\s*,[ \t]*/.exec(text.slice(extent.end))?.[0];
  const before = /,\s*$/.exec(text.slice(0, extent.start))?.[0];
  if (holdsComment(text, extent) || place.parent === undefined) return undefined;
  // With the comma before it, so that what follows keeps its place; the first takes the comma behind it along.
  if (before !== undefined && !before.includes('\n')) {
    return { span: span(file, extent.start - before.length, extent.end), text: '' };
  }
  if (after === undefined) {
    return before === undefined
      ? undefined
      : { span: span(file, extent.start - before.length, extent.end), text: '' };
  }
  const end = extent.end + after.length;
  const isLine = /^[ \t]*$/.test(text.slice(lineStart(text, extent.start), extent.start));
  if (!isLine || restOfLine(text, end) === undefined)
    return { span: span(file, extent.start, end), text: '' };
  if (restOfLine(text, end)?.includes('#') === true) return undefined;
  return { span: span(file, lineStart(text, extent.start), nextLine(text, end)), text: '' };
}
