// Block nodes ([196] s-l+block-node): what a line or an indicator begins.
import { span } from '../../base/span.ts';
import { readBlockList } from './block-list.ts';
import { readBlockMap } from './block-map.ts';
import { readBlockScalar } from './block-scalar.ts';
import {
  codeAt,
  colon,
  dash,
  greater,
  isBlankOrEnd,
  isWhite,
  openBrace,
  openBracket,
  pipe,
  question,
  tab,
  trimmedEnd,
} from './characters.ts';
import { readInline } from './flow.ts';
import { placeOf } from './merge.ts';
import { emptyNode, withProperties } from './nodes.ts';
import { isPropertyStart, joinProperties, type Properties, readProperties } from './properties.ts';
import {
  columnOf,
  complain,
  endOfLine,
  isFresh,
  type Reader,
  skipWhite,
  startLine,
  toContent,
} from './reader.ts';
import { typedValue } from './scalar.ts';
import type { YamlNode, YamlScalar } from './tree.ts';

/**
 * What the node comes after: the start of the document, the `-` of a list, the `:` after a word, or the `?` or `:` of
 * an entry whose key stands alone. It decides what may begin on the indicator's own line, and whether a list may stand
 * as far left as its parent.
 */
export type Place = 'document' | 'item' | 'value' | 'explicit';

/** The node after the indicator that ends at the parser's place; on other lines it is indented by more than `n`. */
export function readBlockNode(r: Reader, n: number, place: Place): YamlNode {
  const after = r.at;
  toContent(r);
  if (!belongs(r, n, place)) return emptyNode(r, after);
  if (isPropertyStart(codeAt(r.text, r.at))) return readWithProperties(r, n, place);
  return readContent(r, n, place, undefined, undefined);
}

/** Whether the content to which the parser came is a child of a node indented by `n`. */
function belongs(r: Reader, n: number, place: Place): boolean {
  if (!isFresh(r)) return true;
  if (r.column <= n) {
    // [201] seq-space: the list of a key may stand below the key.
    return r.column === n && r.column >= 0 && (place === 'value' || place === 'explicit') && isAt(r, dash);
  }
  if (r.tab !== -1 && r.spaces <= Math.max(n, 0) && !isFlowRoot(r, n)) complain(r, 'tab-indent', r.tab, r.at);
  return true;
}

/** Other readers refuse a tab before the root, brackets apart, although the grammar has it. */
function isFlowRoot(r: Reader, n: number): boolean {
  const code = codeAt(r.text, r.at);
  return n === -1 && (code === openBracket || code === openBrace);
}

/** Whether this indicator stands here, with the blank after it that makes it one. */
export function isAt(r: Reader, indicator: number): boolean {
  return codeAt(r.text, r.at) === indicator && isBlankOrEnd(codeAt(r.text, r.at + 1));
}

/** Tags and anchors may stand on lines of their own; those on the line of a key belong to the key. */
function readWithProperties(r: Reader, n: number, place: Place): YamlNode {
  let outer: Properties | undefined;
  for (;;) {
    const inner = readProperties(r);
    const { lineStart } = r;
    toContent(r);
    if (r.lineStart === lineStart && r.column !== -1) return readContent(r, n, place, outer, inner);
    outer = joinProperties(r, outer, inner);
    if (!belongs(r, n, place)) return emptyNode(r, outer.end, outer);
    if (!isPropertyStart(codeAt(r.text, r.at))) return readContent(r, n, place, outer, undefined);
  }
}

function readContent(
  r: Reader,
  n: number,
  place: Place,
  outer: Properties | undefined,
  inner: Properties | undefined,
): YamlNode {
  const code = codeAt(r.text, r.at);
  if (code === pipe || code === greater) return readBlockScalar(r, n, joined(r, outer, inner));
  if (code === dash && isAt(r, dash)) {
    if (inner !== undefined) complain(r, 'prop-line', inner.start, inner.end);
    checkBlockStart(r, r.at, place);
    return readBlockList(r, n, columnOf(r), joined(r, outer, inner));
  }
  if ((code === question && isAt(r, question)) || (code === colon && isAt(r, colon)))
    return readMapFromIndicator(r, n, place, outer, inner);
  return readWordOrMap(r, n, place, outer, inner);
}

function joined(
  r: Reader,
  outer: Properties | undefined,
  inner: Properties | undefined,
): Properties | undefined {
  return inner === undefined ? outer : joinProperties(r, outer, inner);
}

/** A map that begins with `?`, or with a `:` whose key is empty. */
function readMapFromIndicator(
  r: Reader,
  n: number,
  place: Place,
  outer: Properties | undefined,
  inner: Properties | undefined,
): YamlNode {
  const start = inner?.start ?? r.at;
  const column = columnOf(r) + start - r.at;
  checkBlockStart(r, start, place);
  if (inner === undefined) return readBlockMap(r, n, column, outer, undefined, r.lineStart);
  if (isAt(r, question)) {
    complain(r, 'prop-line', inner.start, inner.end);
    return readBlockMap(r, n, column, joined(r, outer, inner), undefined, r.lineStart);
  }
  return readBlockMap(r, n, column, outer, emptyNode(r, inner.end, inner), r.lineStart);
}

/** A node that may turn out to be the first key of a map: only what comes after it tells. */
function readWordOrMap(
  r: Reader,
  n: number,
  place: Place,
  outer: Properties | undefined,
  inner: Properties | undefined,
): YamlNode {
  const start = inner?.start ?? r.at;
  const isFreshStart = start === r.contentStart;
  const column = columnOf(r) + start - r.at;
  const { lineStart } = r;
  const node = readInline(r, n, inner);
  if (!isKeyHere(r, node)) return withOuter(r, node, outer, inner);
  const mayBegin = isFreshStart || place === 'item' || place === 'explicit';
  if (!mayBegin && r.lineStart !== lineStart && isPlain(node)) {
    // The value of this line is followed by an entry that stands too far right: its parent will say so.
    const first = firstLineOf(r, node);
    startLine(r, r.lineStart);
    return withOuter(r, first, outer, inner);
  }
  checkBlockStart(r, start, place);
  if (place === 'value' && !isFreshStart && isPlain(node) && !isNextLineDeeper(r, n)) {
    // Nothing goes on below, so that the `: ` is a part of a text rather than the start of a map.
    const line = wholeLineOf(r, node);
    r.at = line.span.end;
    return withOuter(r, line, outer, inner);
  }
  return readBlockMap(r, n, column, outer, node, lineStart);
}

/** Whether the next line that is not blank stands deeper than `n`. */
function isNextLineDeeper({ text, at }: Reader, n: number): boolean {
  const next = /[^\r\n]*(?:\r\n?|\n)(?:[ \t]*(?:\r\n?|\n))*( *)[^\s]/y;
  next.lastIndex = at;
  const indent = next.exec(text)?.[1];
  return indent !== undefined && indent.length > n;
}

/** Whether the node that was just read is followed, on its last line, by the `:` of a key. */
export function isKeyHere(r: Reader, node: YamlNode): boolean {
  const isNextLine = isFresh(r) && placeOf(node).end < r.at;
  return !isNextLine && skipWhite(r) === colon && isAt(r, colon);
}

function withOuter(
  r: Reader,
  node: YamlNode,
  outer: Properties | undefined,
  inner: Properties | undefined,
): YamlNode {
  if (outer === undefined) return node;
  joined(r, outer, inner);
  return withProperties(r, node, outer);
}

export function isPlain(node: YamlNode): node is YamlScalar {
  return node.kind === 'scalar' && node.style === 'plain' && node.alias === undefined;
}

/** A plain scalar that was read too far, cut to its first line. */
export function firstLineOf(r: Reader, node: YamlScalar): YamlScalar {
  return cutTo(r, node, endOfLine(r.text, node.span.start));
}

/** A plain scalar that was not read far enough, up to the comment of its line. */
function wholeLineOf(r: Reader, node: YamlScalar): YamlScalar {
  const stop = endOfLine(r.text, node.span.start);
  const comment = r.text.slice(node.span.end, stop).search(/[ \t]#/);
  return cutTo(r, node, comment === -1 ? stop : node.span.end + comment);
}

function cutTo(r: Reader, node: YamlScalar, stop: number): YamlScalar {
  const { start } = node.span;
  const end = trimmedEnd(r.text, start, stop);
  const text = r.text.slice(start, end);
  return { ...node, span: span(r.file, start, end), text, value: typedValue(text, 'plain', node.tag) };
}

/** A block begins on a line of its own, or right after an indicator that lets it, and behind spaces only. */
function checkBlockStart(r: Reader, start: number, place: Place): void {
  if (start === r.contentStart) {
    if (r.tab !== -1) complain(r, 'tab-indent', r.tab, start);
    return;
  }
  if (place === 'value') complain(r, 'nested-on-line', start);
  if (place === 'document') complain(r, 'document-start', start);
  for (let at = start - 1; isWhite(codeAt(r.text, at)); at--)
    if (codeAt(r.text, at) === tab) complain(r, 'tab-indent', at, start);
}
