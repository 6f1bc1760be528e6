// Python as words, with the start of each logical line and its indentation.
import { isBlank, plainWordEnd, type Token, unescaped } from '../token.ts';

const namePattern = /[\p{ID_Start}_][\p{ID_Continue}]*/uy;
const numberPattern = /(?:0[xob][\da-f_]+|\d[\d_]*(?:\.[\d_]*)?(?:e[+-]?\d+)?|\.\d[\d_]*(?:e[+-]?\d+)?)j?/iy;
const marks = /->|:=|\*\*=?|\/\/=?|[-+*/%@&|^<>=!]=|[^\s]/uy;
/** Prefix and opening quotes of a string. */
const stringStart = /(?:[rbuft]|br|rb|fr|rf|tr|rt)?(?:"""|'''|"|')/iy;

interface Scan {
  readonly text: string;
  readonly tokens: Token[];
  at: number;
  depth: number;
}

export function tokenizePython(text: string): Token[] {
  const scan: Scan = { text, tokens: [], at: text.startsWith('\uFEFF') ? 1 : 0, depth: 0 };
  pushLine(scan);
  while (scan.at < text.length) step(scan);
  return scan.tokens;
}

function step(scan: Scan): void {
  const { text, at } = scan;
  const char = text.charAt(at);
  if (char === '\n') {
    scan.at += 1;
    if (scan.depth === 0) pushLine(scan);
  } else if (isBlank(text, at)) scan.at += 1;
  else if (char === '\\') scan.at += text.startsWith('\\\r\n', at) ? 3 : 2;
  else if (char === '#') scan.at = lineEnd(text, at);
  else if (readString(scan)) return;
  else if (readName(scan) || readWith(scan, numberPattern, 'number')) return;
  else readMark(scan, char);
}

function readName(scan: Scan): boolean {
  const { text, at } = scan;
  const code = text.charCodeAt(at);
  if (code >= 0x30 && code <= 0x39) return false;
  const end = plainWordEnd(text, at);
  if (end === at) return false;
  if (end === -1) return readWith(scan, namePattern, 'name');
  push(scan, 'name', text.slice(at, end));
  return true;
}

function push(scan: Scan, kind: Token['kind'], text: string): void {
  scan.tokens.push({ kind, text, start: scan.at, end: scan.at + text.length, partial: false });
  scan.at += text.length;
}

function readMark(scan: Scan, char: string): void {
  if ('([{'.includes(char)) scan.depth += 1;
  if (')]}'.includes(char)) scan.depth = Math.max(0, scan.depth - 1);
  if (!readWith(scan, marks, 'punctuation')) scan.at += 1;
}

/** The text of a line's token is its indentation; lines of blanks and comments get none. */
function pushLine(scan: Scan): void {
  let end = scan.at;
  while (scan.text[end] === ' ' || scan.text[end] === '\t' || scan.text[end] === '\f') end += 1;
  const next = scan.text[end];
  if (next === '#' || next === '\n' || next === '\r' || next === undefined) return;
  scan.tokens.push({ kind: 'line', text: scan.text.slice(scan.at, end), start: end, end, partial: false });
}

function readWith(scan: Scan, pattern: RegExp, kind: Token['kind']): boolean {
  const found = matchAt(scan, pattern);
  if (found === undefined) return false;
  push(scan, kind, found);
  return true;
}

function matchAt(scan: Scan, pattern: RegExp): string | undefined {
  pattern.lastIndex = scan.at;
  return pattern.exec(scan.text)?.[0] || undefined;
}

/** A string in single quotes that is not closed ends with its line. */
function readString(scan: Scan): boolean {
  const opening = mayBeString(scan) ? matchAt(scan, stringStart) : undefined;
  if (opening === undefined) return false;
  const quote = /["']+$/.exec(opening)?.[0] ?? '"';
  const prefix = opening.slice(0, opening.length - quote.length).toLowerCase();
  const { text } = scan;
  const from = scan.at + opening.length;
  let end = from;
  while (end < text.length && !text.startsWith(quote, end) && (quote.length === 3 || text[end] !== '\n')) {
    end += text[end] === '\\' ? 2 : 1;
  }
  const body = text.slice(from, end);
  const isFormatted = prefix.includes('f') || prefix.includes('t');
  const expressions = isFormatted ? expressionsOf(body) : [];
  const content = prefix.includes('r') ? body : unescaped(body);
  const close = Math.min(text.length, end + (text.startsWith(quote, end) ? quote.length : 0));
  scan.tokens.push({
    kind: 'string',
    text: content,
    start: scan.at,
    end: close,
    partial: expressions.length > 0,
  });
  for (const { start, code } of expressions) pushExpression(scan, code, from + start);
  scan.at = close;
  return true;
}

/** A quote stands here, or behind a prefix of one or two letters. */
function mayBeString({ text, at }: Scan): boolean {
  for (let place = at; place < at + 3; place++) {
    const char = text.charAt(place);
    if (char === '"' || char === "'") return true;
  }
  return false;
}

/** The code in the braces of an f-string; braces within braces belong to the outer ones. */
function expressionsOf(body: string): { start: number; code: string }[] {
  const found: { start: number; code: string }[] = [];
  for (let at = body.indexOf('{'); at !== -1; at = body.indexOf('{', at)) {
    if (body[at + 1] === '{') {
      at += 2;
      continue;
    }
    const end = body.indexOf('}', at);
    if (end === -1) break;
    found.push({ start: at + 1, code: body.slice(at + 1, end) });
    at = end + 1;
  }
  return found;
}

/** Words of an expression in an f-string, which may hold plain strings but no f-strings worth reading. */
function pushExpression(scan: Scan, code: string, offset: number): void {
  const inner: Scan = { text: code.replace(/[fFtT](?=["'])/g, ' '), tokens: [], at: 0, depth: 1 };
  while (inner.at < code.length) step(inner);
  scan.tokens.push({ kind: 'punctuation', text: ';', start: offset, end: offset, partial: false });
  for (const token of inner.tokens) {
    scan.tokens.push({ ...token, start: token.start + offset, end: token.end + offset });
  }
  scan.tokens.push({ kind: 'punctuation', text: ';', start: offset, end: offset, partial: false });
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end === -1 ? text.length : end;
}
