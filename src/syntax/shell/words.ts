// One word of a shell text: quotes, escapes, and the substitutions inside of it.
import type { ShellWord } from '../shell.ts';

export interface WordRead {
  readonly word: ShellWord;
  /** The texts of `$(…)` and backticks, with the offset of each. */
  readonly nested: readonly { readonly text: string; readonly start: number }[];
  /** The quote that was not closed. */
  readonly open: string;
}

const wordEnds = ' \t\r\n;&|()<>';
/** What is taken as it stands, as far as it goes. */
const plain = /[^ \t\r\n;&|()<>\\'"$`*?]+/y;

interface Reading {
  readonly text: string;
  at: number;
  out: string;
  dynamic: boolean;
  quoted: boolean;
  open: string;
  readonly nested: { text: string; start: number }[];
}

/** Reads the word at `start`; empty when an operator or blank stands there. */
export function readWord(text: string, start: number): WordRead {
  const reading: Reading = { text, at: start, out: '', dynamic: false, quoted: false, open: '', nested: [] };
  while (reading.at < text.length) {
    const char = text.charAt(reading.at);
    if (wordEnds.includes(char)) break;
    if (char === '\\') readEscape(reading);
    else if (char === "'") readSingle(reading);
    else if (char === '"') readDouble(reading);
    else if (char === '$' || char === '`') readSubstitution(reading);
    else readPlain(reading, char);
  }
  const { out, dynamic, quoted, nested, open } = reading;
  return {
    word: { text: out, start, end: Math.min(reading.at, text.length), dynamic, quoted },
    nested,
    open,
  };
}

function readPlain(reading: Reading, char: string): void {
  if (char === '*' || char === '?') reading.dynamic = true;
  plain.lastIndex = reading.at;
  const end = plain.test(reading.text) ? plain.lastIndex : reading.at + 1;
  reading.out += reading.text.slice(reading.at, end);
  reading.at = end;
}

function readEscape(reading: Reading): void {
  const next = reading.text.charAt(reading.at + 1);
  const isLineEnd = next === '\n' || (next === '\r' && reading.text[reading.at + 2] === '\n');
  if (!isLineEnd) reading.out += next;
  reading.at += next === '\r' && isLineEnd ? 3 : 2;
}

function readSingle(reading: Reading): void {
  const close = reading.text.indexOf("'", reading.at + 1);
  const end = close === -1 ? reading.text.length : close;
  reading.out += reading.text.slice(reading.at + 1, end);
  reading.quoted = true;
  if (close === -1) reading.open = "'";
  reading.at = end + 1;
}

function readDouble(reading: Reading): void {
  const { text } = reading;
  reading.quoted = true;
  reading.at += 1;
  while (reading.at < text.length) {
    const char = text.charAt(reading.at);
    const next = text.charAt(reading.at + 1);
    if (char === '"') {
      reading.at += 1;
      return;
    }
    if (char === '\\' && next !== '' && '$`"\\\n'.includes(next)) {
      if (next !== '\n') reading.out += next;
      reading.at += 2;
    } else if (char === '$' || char === '`') readSubstitution(reading);
    else {
      reading.out += char;
      reading.at += 1;
    }
  }
  reading.open = '"';
}

/** `$X`, `${…}`, `$(…)`, `$((…))` and backticks go into the word as written. */
function readSubstitution(reading: Reading): void {
  const { text, at } = reading;
  const next = text.charAt(at + 1);
  if (text[at] === '`' || next === '(' || next === '{') {
    const end = text[at] === '`' ? closingBacktick(text, at) : closingBracket(text, at + 1);
    const inner = text[at] === '`' ? at + 1 : at + 2;
    const isArithmetic = text.startsWith('$((', at);
    if (next !== '{' || text[at] === '`') {
      if (!isArithmetic)
        reading.nested.push({ text: text.slice(inner, Math.max(inner, end - 1)), start: inner });
    }
    reading.out += text.slice(at, end);
    reading.dynamic = true;
    reading.at = end;
    return;
  }
  if (/[A-Za-z0-9_@*#?\-$!]/.test(next)) reading.dynamic = true;
  reading.out += '$';
  reading.at += 1;
}

function closingBacktick(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '`') return at + 1;
  }
  return text.length;
}

/** The offset after the bracket that closes the one at `start`; quotes are stepped over. */
function closingBracket(text: string, start: number): number {
  const opening = text.charAt(start);
  const closing = opening === '(' ? ')' : '}';
  let depth = 0;
  let quote = '';
  for (let at = start; at < text.length; at++) {
    const char = text.charAt(at);
    if (char === '\\' && quote !== "'") at += 1;
    else if (quote !== '') quote = char === quote ? '' : quote;
    else if (char === '"' || char === "'") quote = char;
    else if (char === opening) depth += 1;
    else if (char === closing) {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return text.length;
}
