// Variables in Dockerfile arguments, replaced as BuildKit's shell lexer does.
import { lengthsOf, replaced } from './pattern.ts';

export type Lookup = (name: string) => string | undefined;

export interface Expansion {
  readonly text: string;
  /** Names without value that nothing in the text provides for, each once. */
  readonly undefinedNames: readonly string[];
  /** Why the text could not be replaced; it is returned as it was then. */
  readonly problem?: string;
}

/** Replaces `$X`, `${X}`, `${X:-d}`, `${X:+d}` and their kin in a text whose quotes are already resolved; `\$` is a dollar. */
export function expandVariables(text: string, lookup: Lookup): Expansion {
  return expand({ text, at: 0, lookup, quotes: false, escapeChar: '\\', missing: new Set(), depth: 0 });
}

/** The same for a word as written: quotes are resolved on the way, and single quotes keep variables from being replaced. */
export function expandWord(raw: string, lookup: Lookup, escapeChar: '\\' | '`' = '\\'): Expansion {
  return expand({ text: raw, at: 0, lookup, quotes: true, escapeChar, missing: new Set(), depth: 0 });
}

interface Cursor {
  readonly text: string;
  at: number;
  readonly lookup: Lookup;
  readonly quotes: boolean;
  readonly escapeChar: string;
  readonly missing: Set<string>;
  depth: number;
}

/** What ends an expansion early; caught in this file only. */
class BadSubstitution extends Error {}

const maxDepth = 50;

function expand(cursor: Cursor): Expansion {
  try {
    const text = readUntil(cursor, '');
    return { text, undefinedNames: [...cursor.missing] };
  } catch (error) {
    if (!(error instanceof BadSubstitution)) throw error;
    return { text: cursor.text, undefinedNames: [...cursor.missing], problem: error.message };
  }
}

function readUntil(cursor: Cursor, stop: string): string {
  const { text, escapeChar } = cursor;
  let out = '';
  while (cursor.at < text.length) {
    const char = text.charAt(cursor.at);
    if (stop !== '' && char === stop) {
      cursor.at += 1;
      return out;
    }
    if (char === '$') out += readDollar(cursor);
    else if (cursor.quotes && (char === '"' || char === "'")) out += readQuoted(cursor, char);
    else if (char === escapeChar && (cursor.quotes || text[cursor.at + 1] === '$')) {
      out += text.charAt(cursor.at + 1);
      cursor.at += 2;
    } else {
      out += char;
      cursor.at += 1;
    }
  }
  if (stop !== '') throw new BadSubstitution(`"${stop}" is missing`);
  return out;
}

function readQuoted(cursor: Cursor, quote: string): string {
  const { text, escapeChar } = cursor;
  let out = '';
  cursor.at += 1;
  while (cursor.at < text.length) {
    const char = text.charAt(cursor.at);
    const next = text.charAt(cursor.at + 1);
    if (char === quote) {
      cursor.at += 1;
      return out;
    }
    if (quote === '"' && char === '$') out += readDollar(cursor);
    else if (quote === '"' && char === escapeChar && (next === '"' || next === '$' || next === escapeChar)) {
      out += next;
      cursor.at += 2;
    } else {
      out += char;
      cursor.at += 1;
    }
  }
  throw new BadSubstitution(`the closing ${quote} is missing`);
}

function readDollar(cursor: Cursor): string {
  cursor.at += 1;
  const braced = cursor.text[cursor.at] === '{';
  if (braced) cursor.at += 1;
  const name =
    /^(?:[0-9]+|[A-Za-z_][A-Za-z0-9_]*|[@*#?\-$!])/.exec(
      cursor.text.slice(cursor.at, cursor.at + 256),
    )?.[0] ?? '';
  if (!braced && name === '') return '$';
  if (name === '') throw new BadSubstitution('a name is missing after "${"');
  cursor.at += name.length;
  const value = cursor.lookup(name);
  if (braced) return readModifier(cursor, name, value);
  if (value === undefined) cursor.missing.add(name);
  return value ?? '';
}

function readModifier(cursor: Cursor, name: string, value: string | undefined): string {
  const operator = /^(?:}|:?[-+?]|##?|%%?|\/\/?)/.exec(cursor.text.slice(cursor.at, cursor.at + 2))?.[0];
  if (operator === undefined) throw new BadSubstitution(`"\${${name}" is not followed by "}" or an operator`);
  cursor.at += operator.length;
  const isSet = value !== undefined && !(operator.startsWith(':') && value === '');
  const before = new Set(cursor.missing);
  const word = operator === '}' ? '' : readNested(cursor, operator.startsWith('/') ? '/' : '}');
  const replacement = operator.startsWith('/') ? readNested(cursor, '}') : '';
  const kind = operator.replace(':', '');
  if (kind === '-' || kind === '+') {
    const isUsed = kind === '-' ? !isSet : isSet;
    // A default that is not used cannot miss anything.
    if (!isUsed) restore(cursor.missing, before);
    return isUsed ? word : kind === '-' ? (value ?? '') : '';
  }
  if (value === undefined) cursor.missing.add(name);
  return kind === '}' || kind === '?' ? (value ?? '') : trimmed(value ?? '', kind, word, replacement);
}

function readNested(cursor: Cursor, stop: string): string {
  cursor.depth += 1;
  if (cursor.depth > maxDepth) throw new BadSubstitution('variables are nested too deep');
  const text = readUntil(cursor, stop);
  cursor.depth -= 1;
  return text;
}

function restore(names: Set<string>, before: ReadonlySet<string>): void {
  for (const name of names) if (!before.has(name)) names.delete(name);
}

/** Patterns are matched in time by their length times the value's: more than anyone writes would take for ever. */
const maximumPattern = 256;
const maximumSearched = 4096;

/** `${X#p}`, `${X%p}` (doubled: longest) and `${X/p/r}` (doubled: all). */
function trimmed(value: string, kind: string, pattern: string, replacement: string): string {
  if (pattern.length > maximumPattern) throw new BadSubstitution('the pattern is too long');
  if (kind.startsWith('/')) {
    if (value.length > maximumSearched) throw new BadSubstitution('the value is too long to be searched');
    return replaced(value, pattern, replacement, kind === '//');
  }
  const isPrefix = kind.startsWith('#');
  const lengths = isPrefix ? lengthsOf(value, pattern) : lengthsOf(mirrored(value), mirrored(pattern));
  const length = kind.length === 2 ? lengths.at(-1) : lengths[0];
  if (length === undefined) return value;
  return isPrefix ? value.slice(length) : value.slice(0, value.length - length);
}

/** By UTF-16 units: a pattern has no classes of characters that it could tear apart. */
function mirrored(text: string): string {
  return text.split('').reverse().join('');
}
