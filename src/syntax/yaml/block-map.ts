// Block mappings ([187] l+block-mapping).
import { span } from '../../base/span.ts';
import { firstLineOf, isAt, isKeyHere, isPlain, readBlockNode } from './block.ts';
import { readBlockList } from './block-list.ts';
import { closeBrace, closeBracket, codeAt, colon, dash, question, trimmedEnd } from './characters.ts';
import { readInline } from './flow.ts';
import { skipRest } from './garbage.ts';
import { placeOf } from './merge.ts';
import { addEntry, type Entries, emptyNode, mapNode, newEntries } from './nodes.ts';
import { isPropertyStart, joinProperties, type Properties, readProperties } from './properties.ts';
import { complain, enter, isFresh, longestKey, type Reader, startLine, toContent } from './reader.ts';
import type { YamlNode, YamlScalar } from './tree.ts';

/**
 * A map whose entries stand at `column`, below a parent indented by `n`. Its first key may have been read already, on
 * the line that starts at `keyLine`.
 */
export function readBlockMap(
  r: Reader,
  n: number,
  column: number,
  props: Properties | undefined,
  key: YamlNode | undefined,
  keyLine: number,
): YamlNode {
  const isWritten = key !== undefined && placeOf(key).end > placeOf(key).start;
  const start = isWritten ? placeOf(key).start : r.at;
  if (!enter(r, start)) return emptyNode(r, start, props);
  const entries = newEntries(start);
  if (key === undefined) readEntry(r, column, entries);
  else readValue(r, column, entries, key, keyLine);
  while (isAtEntry(r, n, column)) readEntry(r, column, entries);
  r.depth -= 1;
  return mapNode(r, span(r.file, start, entries.end), false, entries, props);
}

/** Comes to the next entry; false where the map has ended. */
function isAtEntry(r: Reader, n: number, column: number): boolean {
  for (;;) {
    toContent(r);
    if (r.column <= n) return false;
    const code = codeAt(r.text, r.at);
    if (!isFresh(r) || code === closeBracket || code === closeBrace) {
      skipRest(r);
    } else if (code === dash && isAt(r, dash)) {
      // Nothing in a map can hold these items: they are read for what is wrong in them, and left out.
      complain(r, 'indent', r.at);
      readBlockList(r, r.column - 1, r.column, undefined);
    } else {
      if (r.column !== column) complainOfIndent(r, column);
      if (r.tab !== -1) complain(r, 'tab-indent', r.tab, r.at);
      return true;
    }
  }
}

/** Lines that are too deep are mostly one value, which is read on as well as can be: its first line is told. */
function complainOfIndent(r: Reader, column: number): void {
  if (r.at < r.toldTo) return;
  complain(r, 'indent', r.at);
  if (r.column > column) r.toldTo = endOfDeeper(r, column);
}

/** The start of the next line that is not deeper, lines of brackets apart. */
function endOfDeeper({ text, end, lineStart }: Reader, column: number): number {
  const lines = /[ \t]*(?:([^\s])[^\r\n]*)?(?:\r\n?|\n|$)/y;
  for (let at = lineStart; at < end; at = lines.lastIndex) {
    lines.lastIndex = at;
    const [line = '', first] = lines.exec(text) ?? [];
    if (line === '') return end;
    if (first !== undefined && line.indexOf(first) <= column && !/[[\]{}]/.test(first)) return at;
  }
  return end;
}

function readEntry(r: Reader, column: number, entries: Entries): void {
  if (isAt(r, question)) readExplicitEntry(r, column, entries);
  else readImplicitEntry(r, column, entries);
}

/** [192] ns-l-block-map-implicit-entry */
function readImplicitEntry(r: Reader, column: number, entries: Entries): void {
  let props: Properties | undefined;
  const start = r.at;
  let { lineStart } = r;
  while (isPropertyStart(codeAt(r.text, r.at))) {
    props = joinProperties(r, props, readProperties(r));
    toContent(r);
    if (r.lineStart === lineStart && r.column !== -1) continue;
    complain(r, 'key-multiline', start, props.end);
    lineStart = r.lineStart;
    if (r.column < column) {
      addEntry(r, entries, emptyNode(r, props.end, props), emptyNode(r, props.end));
      return;
    }
  }
  const key = isAt(r, colon) ? emptyNode(r, props?.end ?? r.at, props) : readInline(r, column, props);
  readValue(r, column, entries, key, lineStart);
}

/** [189] c-l-block-map-explicit-entry */
function readExplicitEntry(r: Reader, column: number, entries: Entries): void {
  r.at += 1;
  const key = readBlockNode(r, column, 'explicit');
  toContent(r);
  let value: YamlNode;
  if (r.column === column && isFresh(r) && isAt(r, colon)) {
    if (r.tab !== -1) complain(r, 'tab-indent', r.tab, r.at);
    r.at += 1;
    value = readBlockNode(r, column, 'explicit');
  } else value = emptyNode(r, placeOf(key).end);
  addEntry(r, entries, key, value);
}

/** The rest of an entry whose key was just read. */
function readValue(r: Reader, column: number, entries: Entries, key: YamlNode, keyLine: number): void {
  const { start, end } = placeOf(key);
  if (!isKeyHere(r, key)) {
    complain(r, 'colon-missing', start, end);
    addEntry(r, entries, key, emptyNode(r, end));
    return;
  }
  if (r.lineStart !== keyLine) {
    complain(r, 'key-multiline', start, trimmedEnd(r.text, start, r.at));
    if (isPlain(key)) {
      readTornEntry(r, column, entries, firstLineOf(r, key));
      return;
    }
  } else if (r.at - start > longestKey) complain(r, 'key-too-long', start, end);
  r.at += 1;
  addEntry(r, entries, key, readBlockNode(r, column, 'value'));
}

/** A line without `:` before the line of a key: that key is a child if it is indented, and else the next entry. */
function readTornEntry(r: Reader, column: number, entries: Entries, key: YamlScalar): void {
  startLine(r, r.lineStart);
  const { end } = key.span;
  addEntry(r, entries, key, r.column > column ? readBlockNode(r, column, 'value') : emptyNode(r, end));
}
