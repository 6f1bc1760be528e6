// Literal and folded block scalars ([170] c-l+literal, [174] c-l+folded).
import { span } from '../../base/span.ts';
import {
  afterBreak,
  codeAt,
  dash,
  hash,
  isBlankOrEnd,
  isBreak,
  isDocumentMarker,
  isWhite,
  pipe,
  plus,
  space,
  tab,
  trimmedEnd,
} from './characters.ts';
import { scalarNode } from './nodes.ts';
import type { Properties } from './properties.ts';
import { complain, endOfLine, type Reader, readComment, skipWhite } from './reader.ts';
import type { YamlNode } from './tree.ts';

interface Header {
  readonly isFolded: boolean;
  /** The indentation indicator; 0 where the text shows the indentation itself. */
  readonly digit: number;
  /** The code of `-`, `+` or 0. */
  readonly chomping: number;
}

/** A block scalar whose parent is indented by `n`; the parser stands at `|` or `>`, and then at the last line's end. */
export function readBlockScalar(r: Reader, n: number, props: Properties | undefined): YamlNode {
  const { text } = r;
  const start = r.at;
  const header = readHeader(r);
  const headerEnd = r.at;
  const indent = header.digit === 0 ? detectedIndent(r, n) : Math.max(n, 0) + header.digit;
  const content = header.isFolded ? foldedText(r, indent, header) : literalText(r, indent, header);
  const where = span(r.file, start, trimmedEnd(text, start, Math.max(headerEnd, r.at)));
  return scalarNode(r, where, content, header.isFolded ? 'folded' : 'literal', props);
}

/** [162] c-b-block-header */
function readHeader(r: Reader): Header {
  const { text } = r;
  const isFolded = text.charCodeAt(r.at) !== pipe;
  let at = r.at + 1;
  let digit = 0;
  let chomping = 0;
  for (let code = codeAt(text, at); !isBlankOrEnd(code) && code !== hash; code = codeAt(text, at)) {
    if (chomping === 0 && (code === dash || code === plus)) chomping = code;
    else if (digit === 0 && code >= 0x31 && code <= 0x39) digit = code - 0x30;
    else {
      complain(r, 'block-header', at);
      // What else stands in a header that is none cannot be trusted.
      digit = 0;
      break;
    }
    at += 1;
  }
  r.at = at;
  const next = skipWhite(r);
  if (next === hash) readComment(r);
  else if (next !== 0 && !isBreak(next)) {
    complain(r, 'block-header', r.at);
    r.at = endOfLine(text, r.at);
  }
  return { isFolded, digit, chomping };
}

/** The indentation of the first line that is not blank, or one that no line has when nothing belongs to the scalar. */
function detectedIndent(r: Reader, n: number): number {
  const { text } = r;
  let widest = 0;
  let widestAt = 0;
  let at = r.at;
  while (isBreak(codeAt(text, at))) {
    const lineStart = afterBreak(text, at);
    at = lineStart;
    while (codeAt(text, at) === space) at += 1;
    const spaces = at - lineStart;
    const code = codeAt(text, at);
    if (isBreak(code) || code === 0) {
      if (spaces > widest) widestAt = at;
      widest = Math.max(widest, spaces);
      continue;
    }
    if (code === tab && spaces <= n) complain(r, 'tab-indent', at);
    if (spaces <= n || (spaces === 0 && isDocumentMarker(text, at))) break;
    if (widest > spaces) complain(r, 'indent', widestAt);
    return spaces;
  }
  return Math.max(widest, n + 1);
}

/** The line after the break at `at`, as `foundStart` and `foundEnd`; false where the scalar has ended. */
function nextLine(r: Reader, indent: number, at: number): boolean {
  const { text } = r;
  const lineStart = afterBreak(text, at);
  if (lineStart >= r.end) return false;
  let from = lineStart;
  while (from - lineStart < indent && codeAt(text, from) === space) from += 1;
  r.foundStart = from;
  if (from - lineStart < indent) {
    r.foundEnd = from;
    const code = codeAt(text, from);
    if (code === tab) complain(r, 'tab-indent', from);
    return isBreak(code);
  }
  if (indent === 0 && isDocumentMarker(text, from)) return false;
  r.foundEnd = endOfLine(text, from);
  return true;
}

function literalText(r: Reader, indent: number, { chomping }: Header): string {
  const { text } = r;
  let content = '';
  let breaks = 0;
  let at = r.at;
  let hasText = false;
  while (isBreak(codeAt(text, at)) && nextLine(r, indent, at)) {
    at = r.foundEnd;
    if (r.foundStart < at) {
      content += '\n'.repeat(breaks) + text.slice(r.foundStart, at);
      breaks = 1;
      hasText = true;
      r.at = at;
    } else if (at < r.end || breaks === 0) breaks += 1;
  }
  return content + chomped(breaks, hasText, chomping);
}

/** [175] l-folded-content: lines that begin with a blank, and those around them, keep their breaks. */
function foldedText(r: Reader, indent: number, { chomping }: Header): string {
  const { text } = r;
  let content = '';
  let breaks = 0;
  let at = r.at;
  let hasText = false;
  let wasSpaced = false;
  while (isBreak(codeAt(text, at)) && nextLine(r, indent, at)) {
    at = r.foundEnd;
    if (r.foundStart < at) {
      const isSpaced = isWhite(text.charCodeAt(r.foundStart));
      const isFolded = hasText && !isSpaced && !wasSpaced;
      content += isFolded && breaks === 1 ? ' ' : '\n'.repeat(isFolded ? breaks - 1 : breaks);
      content += text.slice(r.foundStart, at);
      breaks = 1;
      hasText = true;
      wasSpaced = isSpaced;
      r.at = at;
    } else if (at < r.end || breaks === 0) breaks += 1;
  }
  return content + chomped(breaks, hasText, chomping);
}

/** [165] b-chomped-last and what follows it. The end of the file counts as a break
 * after text, and where nothing else does. */
function chomped(breaks: number, hasText: boolean, chomping: number): string {
  if (chomping === dash) return '';
  if (chomping === plus) return '\n'.repeat(breaks);
  return hasText ? '\n' : '';
}
