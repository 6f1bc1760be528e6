// Expressions, as far as they are plain values, calls and references; all others are unknown.
import {
  type Cursor,
  complain,
  isAtEnd,
  lineEnd,
  maximumDepth,
  skipBlank,
  skipExpression,
  skipString,
  spanFrom,
  takeName,
} from './cursor.ts';
import type { HclAttribute, HclValue } from './tree.ts';

/** `isInBrackets`: line ends mean nothing. */
export function readValue(cursor: Cursor, isInBrackets: boolean): HclValue {
  skipBlank(cursor, isInBrackets);
  const start = cursor.at;
  if (cursor.depth >= maximumDepth) return unknown(cursor, start, isInBrackets);
  cursor.depth += 1;
  const value = readPrimary(cursor, isInBrackets);
  cursor.depth -= 1;
  const end = cursor.at;
  skipBlank(cursor, isInBrackets);
  const next = cursor.text[cursor.at];
  // An operator makes something else of it; a colon or an equals sign stands behind a key.
  if (next === undefined || /[\n,)\]}:]/.test(next) || (next === '=' && cursor.text[cursor.at + 1] !== '=')) {
    if (value.kind !== 'unknown') cursor.at = end;
    return value;
  }
  // In an object the next key may follow on a line of its own.
  if (isInBrackets && cursor.text.slice(end, cursor.at).includes('\n') && !/[?.+\-*/%&|<>!=]/.test(next)) {
    cursor.at = end;
    return value;
  }
  return unknown(cursor, start, isInBrackets);
}

function unknown(cursor: Cursor, start: number, isInBrackets: boolean): HclValue {
  skipExpression(cursor, isInBrackets);
  return { kind: 'unknown', span: spanFrom(cursor, start) };
}

function readPrimary(cursor: Cursor, isInBrackets: boolean): HclValue {
  const { text, at: start } = cursor;
  const char = text[start] ?? '';
  if (char === '"') return readString(cursor);
  if (text.startsWith('<<', start)) return readHeredoc(cursor);
  if (char === '[') return readList(cursor);
  if (char === '{') return readObject(cursor);
  const number = /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/.exec(text.slice(start, start + 40))?.[0];
  if (number !== undefined) {
    cursor.at += number.length;
    return { kind: 'number', value: Number(number), span: spanFrom(cursor, start) };
  }
  const name = takeName(cursor);
  if (name === undefined) return unknown(cursor, start, isInBrackets);
  if (name === 'true' || name === 'false') {
    return { kind: 'boolean', value: name === 'true', span: spanFrom(cursor, start) };
  }
  if (text[cursor.at] === '(') return readCall(cursor, name, start);
  const rest =
    /^(?:\.[\w-]+|\[(?:\d+|"[^"\n]*"|\*)\])*/.exec(text.slice(cursor.at, cursor.at + 500))?.[0] ?? '';
  cursor.at += rest.length;
  return { kind: 'reference', path: name + rest, span: spanFrom(cursor, start) };
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' };

export function readString(cursor: Cursor): HclValue & { readonly kind: 'string' } {
  const start = cursor.at;
  skipString(cursor);
  const raw = cursor.text.slice(start + 1, cursor.text[cursor.at - 1] === '"' ? cursor.at - 1 : cursor.at);
  const dynamic = /(?<![$%])[$%]\{/.test(raw);
  const value = raw
    .replace(/\\(.)/g, (whole, char: string) => escapes[char] ?? whole)
    .replace(/([$%])\1\{/g, '$1{');
  return { kind: 'string', value, dynamic, inner: start + 1, span: spanFrom(cursor, start) };
}

/** The text as it stands, indentation too, so that places in it are places in the file. */
function readHeredoc(cursor: Cursor): HclValue {
  const { text, at: start } = cursor;
  const mark = /^<<-?([\w-]+)[ \t]*\r?$/.exec(text.slice(start, lineEnd(cursor)))?.[1];
  const inner = lineEnd(cursor) + 1;
  if (mark === undefined) return unknown(cursor, start, false);
  const end = new RegExp(`^[ \\t]*${mark}[ \\t]*\\r?$`, 'm').exec(text.slice(inner));
  const stop = end === null ? text.length : inner + end.index;
  cursor.at = end === null ? text.length : stop + end[0].length;
  const value = text.slice(inner, stop);
  return { kind: 'string', value, dynamic: /[$%]\{/.test(value), inner, span: spanFrom(cursor, start) };
}

function readList(cursor: Cursor): HclValue {
  const start = cursor.at;
  const items = readItems(cursor, ']');
  return items === undefined
    ? { kind: 'unknown', span: spanFrom(cursor, start) }
    : { kind: 'list', items, span: spanFrom(cursor, start) };
}

function readCall(cursor: Cursor, name: string, start: number): HclValue {
  const args = readItems(cursor, ')') ?? [];
  return { kind: 'call', name, args, span: spanFrom(cursor, start) };
}

/** The values up to a closing bracket; undefined for a `for` expression. */
function readItems(cursor: Cursor, close: string): readonly HclValue[] | undefined {
  const items: HclValue[] = [];
  cursor.at += 1;
  skipBlank(cursor, true);
  if (isFor(cursor)) return skipFor(cursor, close);
  while (!isAtEnd(cursor) && cursor.text[cursor.at] !== close) {
    const before = cursor.at;
    items.push(readValue(cursor, true));
    skipBlank(cursor, true);
    if (cursor.text[cursor.at] === ',') cursor.at += 1;
    // `list...` spreads a list over arguments; anything else that stops here is skipped.
    else if (cursor.at === before) cursor.at += 1;
    skipBlank(cursor, true);
  }
  cursor.at += 1;
  return items;
}

function isFor({ text, at }: Cursor): boolean {
  return /^for\s/.test(text.slice(at, at + 4));
}

function skipFor(cursor: Cursor, close: string): undefined {
  while (!isAtEnd(cursor) && cursor.text[cursor.at] !== close) {
    const before = cursor.at;
    skipExpression(cursor, true);
    if (cursor.at === before || cursor.text[cursor.at] === ',') cursor.at += 1;
  }
  cursor.at += 1;
  return undefined;
}

function readObject(cursor: Cursor): HclValue {
  const start = cursor.at;
  const entries: HclAttribute[] = [];
  cursor.at += 1;
  skipBlank(cursor, true);
  if (isFor(cursor)) {
    skipFor(cursor, '}');
    return { kind: 'unknown', span: spanFrom(cursor, start) };
  }
  while (!isAtEnd(cursor) && cursor.text[cursor.at] !== '}') {
    const before = cursor.at;
    const key = readValue(cursor, true);
    skipBlank(cursor, true);
    if (cursor.text[cursor.at] === '=' || cursor.text[cursor.at] === ':') {
      cursor.at += 1;
      const value = readValue(cursor, true);
      const name = key.kind === 'string' ? key.value : key.kind === 'reference' ? key.path : '';
      entries.push({ name, nameSpan: key.span, value });
    } else if (cursor.at === before) {
      complain(cursor, 'an object holds something that is no key');
      cursor.at += 1;
    }
    skipBlank(cursor, true);
    if (cursor.text[cursor.at] === ',') cursor.at += 1;
    skipBlank(cursor, true);
  }
  cursor.at += 1;
  return { kind: 'object', entries, span: spanFrom(cursor, start) };
}
