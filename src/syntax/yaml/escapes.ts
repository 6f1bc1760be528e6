// Escape sequences of double-quoted scalars ([62] c-ns-esc-char).
import { codeAt } from './characters.ts';
import { complain, type Reader } from './reader.ts';

const short: Readonly<Record<string, string>> = {
  '0': '\0',
  a: '\x07',
  b: '\b',
  t: '\t',
  '\t': '\t',
  n: '\n',
  v: '\v',
  f: '\f',
  r: '\r',
  e: '\x1b',
  ' ': ' ',
  '"': '"',
  '/': '/',
  '\\': '\\',
  N: '\u0085',
  _: '\u00a0',
  L: '\u2028',
  P: '\u2029',
};

/** What the escape at the parser's place stands for; one that is none stays as it is written. */
export function readEscape(r: Reader): string {
  const { text } = r;
  const start = r.at;
  const letter = text.charAt(start + 1);
  const digits = letter === 'x' ? 2 : letter === 'u' ? 4 : letter === 'U' ? 8 : 0;
  r.at = Math.min(r.end, start + 2);
  if (digits === 0) return Object.hasOwn(short, letter) ? (short[letter] ?? '') : refused(r, start);
  const code = hexAt(text, start + 2, digits);
  if (code === undefined || code > 0x10ffff) return refused(r, start);
  r.at = start + 2 + digits;
  return String.fromCodePoint(code);
}

function refused(r: Reader, start: number): string {
  complain(r, 'escape', start, r.at);
  return r.text.slice(start, r.at);
}

function hexAt(text: string, start: number, digits: number): number | undefined {
  let value = 0;
  for (let at = start; at < start + digits; at++) {
    const digit = hexDigit(codeAt(text, at));
    if (digit === -1) return undefined;
    value = value * 16 + digit;
  }
  return value;
}

function hexDigit(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const letter = code | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
}
