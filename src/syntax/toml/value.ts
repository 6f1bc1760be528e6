// Values of TOML: strings, numbers, dates, arrays and inline tables.
import type { YamlList, YamlNode, YamlScalar } from '../yaml/tree.ts';
import { complain, skipBlanks, type TomlCursor, take } from './cursor.ts';
import { readString } from './string.ts';
import { mapOf, newTable, put, tableAt } from './table.ts';

/** Deeper than anybody writes, and far from where the stack ends. */
const maximumDepth = 100;

const bareKey = /[A-Za-z0-9_-]+/y;
const bareValue = /[^\s,#[\]{}="']+(?: \d{2}:[\d:.+Z-]+)?/y;

/** `a.b."c d"`; empty where no key stands here. */
export function readKeys(cursor: TomlCursor): readonly YamlScalar[] {
  const keys: YamlScalar[] = [];
  do {
    skipBlanks(cursor, false);
    const key = readKey(cursor);
    if (key === undefined) return [];
    keys.push(key);
    skipBlanks(cursor, false);
  } while (take(cursor, '.'));
  return keys;
}

function readKey(cursor: TomlCursor): YamlScalar | undefined {
  const char = cursor.text.charAt(cursor.at);
  if (char === '"' || char === "'") return readString(cursor);
  bareKey.lastIndex = cursor.at;
  const text = bareKey.exec(cursor.text)?.[0];
  return text === undefined ? undefined : plain(cursor, text, text);
}

function plain(cursor: TomlCursor, text: string, value: YamlScalar['value']): YamlScalar {
  const start = cursor.at;
  cursor.at += text.length;
  const span = { file: cursor.file, start, end: cursor.at };
  return { kind: 'scalar', value, text, style: 'plain', span };
}

/** Undefined where no value stands here. */
export function readValue(cursor: TomlCursor, depth = 0): YamlNode | undefined {
  const char = cursor.text.charAt(cursor.at);
  if (char === '"' || char === "'") return readString(cursor);
  if ((char === '[' || char === '{') && depth >= maximumDepth) {
    complain(cursor, 'toml-too-deep', 'values are nested too deeply', cursor.at, cursor.at + 1);
    return undefined;
  }
  if (char === '[') return readArray(cursor, depth);
  if (char === '{') return readInline(cursor, depth);
  bareValue.lastIndex = cursor.at;
  const text = bareValue.exec(cursor.text)?.[0];
  return text === undefined ? undefined : plain(cursor, text, typed(text));
}

function typed(text: string): YamlScalar['value'] {
  if (text === 'true' || text === 'false') return text === 'true';
  const digits = text.replaceAll('_', '');
  if (/^0x[\da-f]+$|^0o[0-7]+$|^0b[01]+$/i.test(digits)) return Number(digits);
  return /^[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i.test(digits) ? Number(digits) : text;
}

function readArray(cursor: TomlCursor, depth: number): YamlList {
  const start = cursor.at;
  const items: YamlNode[] = [];
  cursor.at += 1;
  for (;;) {
    skipBlanks(cursor, true);
    if (take(cursor, ']')) break;
    const item = readValue(cursor, depth + 1);
    if (item !== undefined) items.push(item);
    skipBlanks(cursor, true);
    if (take(cursor, ',')) continue;
    if (take(cursor, ']')) break;
    complain(cursor, 'toml-array', 'the array is not closed', start, cursor.at);
    break;
  }
  return { kind: 'list', flow: true, items, span: { file: cursor.file, start, end: cursor.at } };
}

/** Line ends and a last comma are taken, as TOML 1.1 does. */
function readInline(cursor: TomlCursor, depth: number): YamlNode {
  const start = cursor.at;
  const table = newTable(start, true);
  cursor.at += 1;
  for (;;) {
    skipBlanks(cursor, true);
    if (take(cursor, '}')) break;
    const keys = readKeys(cursor);
    const last = keys.at(-1);
    const isPair = last !== undefined && take(cursor, '=');
    skipBlanks(cursor, true);
    const value = isPair ? readValue(cursor, depth + 1) : undefined;
    const owner = last === undefined ? undefined : tableAt(cursor, table, keys.slice(0, -1));
    if (owner !== undefined && last !== undefined && value !== undefined) put(cursor, owner, last, value);
    skipBlanks(cursor, true);
    if (value !== undefined && take(cursor, ',')) continue;
    if (take(cursor, '}')) break;
    complain(cursor, 'toml-inline-table', 'the inline table is not closed', start, cursor.at);
    break;
  }
  table.end = cursor.at;
  return mapOf(cursor.file, table);
}
