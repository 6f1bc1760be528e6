// JavaScript and TypeScript as words. Regular expressions and templates are told apart as far as one word back shows.
import { isBlank, plainWordEnd, type Token, unescaped } from '../token.ts';

const namePattern = /[\p{ID_Start}$_#][\p{ID_Continue}$\u200c\u200d]*/uy;
const numberPattern = /(?:0[xob][\da-f_]+|\d[\d_]*(?:\.[\d_]*)?(?:e[+-]?\d+)?|\.\d[\d_]*(?:e[+-]?\d+)?)n?/iy;
/** Marks that none of more characters begins with. */
const singleMarks = '()[]{},;:';
const marks = /\?\?=?|\|\|=?|&&=?|=>|===?|!==?|\?\.(?!\d)|\.\.\.|[^\s]/uy;
/** A regular expression ends on its line; brackets may hold a slash, and are bounded so that odd input costs no squares. */
const regexPattern = /\/(?:[^\n\r\\[/]|\\[^\n\r]|\[(?:[^\n\r\\\]]|\\[^\n\r]){0,500}\])+\/[a-z]*/iy;
/** After these words a slash begins a regular expression, not a division. */
const operators = new Set(
  'return typeof case in of delete void throw new do else instanceof await yield'.split(' '),
);

interface Scan {
  readonly text: string;
  readonly tokens: Token[];
  at: number;
  /** One entry per open brace: true for the `${` of a template. */
  readonly braces: boolean[];
}

export function tokenizeJavascript(text: string): Token[] {
  const scan: Scan = { text, tokens: [], at: text.startsWith('#!') ? lineEnd(text, 0) : 0, braces: [] };
  while (scan.at < text.length) step(scan);
  return scan.tokens;
}

function step(scan: Scan): void {
  const { text, at } = scan;
  const char = text.charAt(at);
  const next = text.charAt(at + 1);
  if (isBlank(text, at)) scan.at += 1;
  else if (char === '/' && next === '/') scan.at = lineEnd(text, at);
  else if (char === '/' && next === '*') scan.at = past(text, '*/', at + 2);
  else if (char === '"' || char === "'") readString(scan, char);
  else if (char === '`') readTemplate(scan, at + 1);
  else if (char === '}' && scan.braces.at(-1) === true) closeExpression(scan);
  else if (char === '/' && beginsRegex(scan) && readWith(scan, regexPattern, 'punctuation')) return;
  else if (readName(scan) || readWith(scan, numberPattern, 'number')) return;
  else readMark(scan);
}

function readName(scan: Scan): boolean {
  const { text, at } = scan;
  const code = text.charCodeAt(at);
  if (code >= 0x30 && code <= 0x39) return false;
  const end = plainWordEnd(text, at);
  const mark = text.charAt(end);
  if (end === -1 || mark === '$' || (end === at && mark === '#')) return readWith(scan, namePattern, 'name');
  if (end === at) return false;
  push(scan, 'name', text.slice(at, end), end, false);
  return true;
}

function readMark(scan: Scan): void {
  const char = scan.text.charAt(scan.at);
  if (char === '{') scan.braces.push(false);
  if (char === '}') scan.braces.pop();
  if (singleMarks.includes(char)) push(scan, 'punctuation', char, scan.at + 1, false);
  else if (!readWith(scan, marks, 'punctuation')) scan.at += 1;
}

/** Reads what `pattern` (sticky) finds here. */
function readWith(scan: Scan, pattern: RegExp, kind: Token['kind']): boolean {
  pattern.lastIndex = scan.at;
  const found = pattern.exec(scan.text)?.[0];
  if (found === undefined || found === '') return false;
  push(scan, kind, found, scan.at + found.length, false);
  return true;
}

function push(scan: Scan, kind: Token['kind'], text: string, end: number, partial: boolean): void {
  scan.tokens.push({ kind, text, start: scan.at, end, partial });
  scan.at = end;
}

/** A string that is not closed on its line ends there: the damage of a wrong guess stays on one line. */
function readString(scan: Scan, quote: string): void {
  const { text } = scan;
  let end = scan.at + 1;
  while (end < text.length && text[end] !== quote && text[end] !== '\n') end += text[end] === '\\' ? 2 : 1;
  const content = unescaped(text.slice(scan.at + 1, end));
  push(scan, 'string', content, Math.min(text.length, end + (text[end] === quote ? 1 : 0)), false);
}

/** Reads a piece of a template, up to its end or to `${`, after which code follows. */
function readTemplate(scan: Scan, from: number, isRest = false): void {
  const { text } = scan;
  let end = from;
  while (end < text.length && text[end] !== '`' && !(text[end] === '$' && text[end + 1] === '{')) {
    end += text[end] === '\\' ? 2 : 1;
  }
  const opens = text[end] === '$';
  const content = unescaped(text.slice(from, end));
  push(scan, 'string', content, Math.min(text.length, end + 1), opens || isRest);
  if (!opens) return;
  push(scan, 'punctuation', '{', end + 2, false);
  scan.braces.push(true);
}

function closeExpression(scan: Scan): void {
  scan.braces.pop();
  push(scan, 'punctuation', '}', scan.at + 1, false);
  readTemplate(scan, scan.at, true);
}

function beginsRegex(scan: Scan): boolean {
  const last = scan.tokens.at(-1);
  if (last === undefined) return true;
  if (last.kind === 'name') return operators.has(last.text);
  return last.kind === 'punctuation' && !/^[)\]}]$/.test(last.text);
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end === -1 ? text.length : end;
}

function past(text: string, mark: string, at: number): number {
  const end = text.indexOf(mark, at);
  return end === -1 ? text.length : end + mark.length;
}
