// Plain scalars ([131] ns-plain): their lines, and how lines become one text.
import { span } from '../../base/span.ts';
import {
  afterBreak,
  atSign,
  backtick,
  closeBrace,
  closeBracket,
  codeAt,
  colon,
  comma,
  dash,
  greater,
  hash,
  isBlankOrEnd,
  isBreak,
  isDocumentMarker,
  isFlowIndicator,
  isWhite,
  percent,
  pipe,
  question,
  space,
  tab,
  trimmedEnd,
} from './characters.ts';
import { scalarNode } from './nodes.ts';
import type { Properties } from './properties.ts';
import type { Reader } from './reader.ts';
import type { YamlNode } from './tree.ts';

/** A plain scalar at the parser's place, with the lines after it that are indented more than `n`. */
export function readPlain(r: Reader, n: number, props: Properties | undefined): YamlNode {
  const { text } = r;
  const start = r.at;
  const stop = endOfPlainLine(r, start, true);
  r.at = trimmedEnd(text, start, stop);
  let content = text.slice(start, r.at);
  if (stop < r.end && isBreak(text.charCodeAt(stop))) content = moreLines(r, n, content, stop);
  return scalarNode(r, span(r.file, start, r.at), content, 'plain', props);
}

/** Where a line's plain text stops: at a break, a comment, a `: `, or at what ends an item in brackets. */
function endOfPlainLine(r: Reader, from: number, isFirst: boolean): number {
  const { text, end } = r;
  const inFlow = r.flowDepth > 0;
  // The first character was looked at by whoever called, and may be an indicator that is none here.
  for (let at = isFirst ? from + 1 : from; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code > colon) {
      if (inFlow && isFlowIndicator(code)) return at;
    } else if (code === colon) {
      const next = codeAt(text, at + 1);
      if (isBlankOrEnd(next) || (inFlow && isFlowIndicator(next))) return at;
    } else if (code === hash) {
      if (isWhite(text.charCodeAt(at - 1))) return at;
    } else if (isBreak(code) || (inFlow && isFlowIndicator(code))) return at;
  }
  return end;
}

/** [134] s-ns-plain-next-line, as often as it goes. */
function moreLines(r: Reader, n: number, first: string, firstStop: number): string {
  const { text } = r;
  let content = first;
  let stop = firstStop;
  for (;;) {
    const breaks = blankLines(r, n, stop);
    if (breaks === 0) return content;
    const from = r.foundEnd;
    const code = codeAt(text, from);
    if (code === hash || (r.flowDepth > 0 && isFlowIndicator(code))) return content;
    stop = endOfPlainLine(r, from, false);
    if (stop === from) return content;
    r.at = trimmedEnd(text, from, stop);
    r.lineStart = r.foundStart;
    content += (breaks === 1 ? ' ' : '\n'.repeat(breaks - 1)) + text.slice(from, r.at);
    if (stop >= r.end || !isBreak(text.charCodeAt(stop))) return content;
  }
}

/**
 * Breaks from `stop` to the next line that goes on with the scalar; 0 when none does. Its start and that of its text are
 * `foundStart` and `foundEnd`.
 */
function blankLines(r: Reader, n: number, stop: number): number {
  const { text } = r;
  let breaks = 0;
  let at = stop;
  while (isBreak(codeAt(text, at))) {
    breaks += 1;
    const lineStart = afterBreak(text, at);
    at = lineStart;
    while (codeAt(text, at) === space) at += 1;
    const spaces = at - lineStart;
    if (codeAt(text, at) === tab && spaces <= n) return 0;
    while (isWhite(codeAt(text, at))) at += 1;
    const code = codeAt(text, at);
    if (isBreak(code)) continue;
    if (code === 0 || spaces <= n || (at === lineStart && isDocumentMarker(text, at))) return 0;
    r.foundStart = lineStart;
    r.foundEnd = at;
  }
  return breaks;
}

/** Whether a plain scalar cannot begin with this ([126] ns-plain-first). */
export function isUnquotable(r: Reader, code: number): boolean {
  if (code === dash || code === question || code === colon) {
    const next = codeAt(r.text, r.at + 1);
    return isBlankOrEnd(next) || (r.flowDepth > 0 && isFlowIndicator(next));
  }
  return (
    code === atSign ||
    code === backtick ||
    code === percent ||
    code === comma ||
    code === pipe ||
    code === greater ||
    code === closeBracket ||
    code === closeBrace
  );
}
