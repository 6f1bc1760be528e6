// Single- and double-quoted scalars ([109] c-double-quoted, [120] c-single-quoted).
import { span } from '../../base/span.ts';
import {
  afterBreak,
  backslash,
  codeAt,
  doubleQuote,
  isBreak,
  isDocumentMarker,
  isWhite,
  singleQuote,
  space,
} from './characters.ts';
import { readEscape } from './escapes.ts';
import { scalarNode } from './nodes.ts';
import type { Properties } from './properties.ts';
import { complain, type Reader } from './reader.ts';
import type { YamlNode } from './tree.ts';

export function readQuoted(r: Reader, n: number, props: Properties | undefined): YamlNode {
  const { text } = r;
  const start = r.at;
  const quote = text.charCodeAt(start);
  const style = quote === singleQuote ? 'single' : 'double';
  const simple = endOfSimple(text, start + 1, quote);
  if (codeAt(text, simple) === quote && (quote === doubleQuote || codeAt(text, simple + 1) !== quote)) {
    r.at = simple + 1;
    return scalarNode(r, span(r.file, start, r.at), text.slice(start + 1, simple), style, props);
  }
  const content = quote === singleQuote ? singleQuoted(r, n, simple) : doubleQuoted(r, n, simple);
  return scalarNode(r, span(r.file, start, r.at), content, style, props);
}

/** Most quoted scalars are a piece of the text as it stands: this is where another begins to differ. */
function endOfSimple(text: string, from: number, quote: number): number {
  let at = from;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === quote || code === backslash || isBreak(code)) break;
  }
  return at;
}

function singleQuoted(r: Reader, n: number, from: number): string {
  const { text } = r;
  let at = from;
  let content = '';
  let chunk = r.at + 1;
  for (; at < r.end; at++) {
    const code = text.charCodeAt(at);
    if (code === singleQuote) {
      content += text.slice(chunk, at);
      if (codeAt(text, at + 1) !== singleQuote) {
        r.at = at + 1;
        return content;
      }
      at += 1;
      chunk = at;
    } else if (isBreak(code)) {
      const end = whiteStart(text, chunk, at);
      content += text.slice(chunk, end);
      r.at = end;
      const breaks = foldedBreaks(r, n, at);
      if (breaks === 0) return unclosed(r, content);
      content += breaks === 1 ? ' ' : '\n'.repeat(breaks - 1);
      at = r.at - 1;
      chunk = r.at;
    }
  }
  r.at = r.end;
  return unclosed(r, content + text.slice(chunk, r.end));
}

function doubleQuoted(r: Reader, n: number, from: number): string {
  const { text } = r;
  let at = from;
  let content = '';
  let chunk = r.at + 1;
  while (at < r.end) {
    const code = text.charCodeAt(at);
    if (code === doubleQuote) {
      r.at = at + 1;
      return content + text.slice(chunk, at);
    }
    if (code === backslash && !isBreak(codeAt(text, at + 1))) {
      content += text.slice(chunk, at);
      r.at = at;
      content += readEscape(r);
      at = r.at;
      chunk = at;
    } else if (code === backslash || isBreak(code)) {
      // [112] s-double-escaped: an escaped break is no break, and the blanks before it stay.
      const isEscaped = code === backslash;
      const end = isEscaped ? at : whiteStart(text, chunk, at);
      content += text.slice(chunk, end);
      r.at = end;
      const breaks = foldedBreaks(r, n, isEscaped ? at + 1 : at);
      if (breaks === 0) return unclosed(r, content);
      content += breaks > 1 ? '\n'.repeat(breaks - 1) : isEscaped ? '' : ' ';
      at = r.at;
      chunk = at;
    } else at += 1;
  }
  r.at = r.end;
  return unclosed(r, content + text.slice(chunk, r.end));
}

function whiteStart(text: string, from: number, end: number): number {
  let at = end;
  while (at > from && isWhite(text.charCodeAt(at - 1))) at -= 1;
  return at;
}

/**
 * [74] s-flow-folded: the breaks from `at` on, with the parser put to the text after them. 0, and the parser where it
 * stood, when the next text does not belong to the scalar, because it stands too far left or begins a document.
 */
function foldedBreaks(r: Reader, n: number, from: number): number {
  const { text } = r;
  let breaks = 0;
  let at = from;
  let lineStart = r.lineStart;
  while (isBreak(codeAt(text, at))) {
    breaks += 1;
    at = afterBreak(text, at);
    lineStart = at;
    while (codeAt(text, at) === space) at += 1;
    const spaces = at - lineStart;
    const isLine = !isBreak(codeAt(text, at));
    if (isLine && spaces === 0 && isDocumentMarker(text, at)) return 0;
    if (isLine && spaces <= n && !goesOn(r, at, spaces)) return 0;
    while (isWhite(codeAt(text, at))) at += 1;
  }
  r.lineStart = lineStart;
  r.at = at;
  return breaks;
}

const entryStart = /(?:[\w./$-]+|"[^"\n]*"|'[^'\n]*')[ \t]*:(?:[ \t\r\n]|$)|-[ \t]/y;

/**
 * Text that stands too far left is taken as part of the scalar by most programs, though the grammar forbids it. Here
 * too, where it does not look like the next key or item.
 */
function goesOn(r: Reader, at: number, spaces: number): boolean {
  entryStart.lastIndex = at;
  if (spaces === 0 || entryStart.test(r.text)) return false;
  complain(r, 'quote-shallow', at);
  return true;
}

function unclosed(r: Reader, content: string): string {
  complain(r, 'quote-open', r.at);
  return content;
}
