// Words of an instruction's arguments, by BuildKit's rules for quotes and escapes.
import type { Escape } from './lines.ts';

/** A word as written, quotes in, by its place in the joined text. */
export interface RawWord {
  readonly raw: string;
  readonly start: number;
  readonly end: number;
}

const blank = /\s/;

/** End of the word that begins at `start`: the next blank outside of quotes. */
function wordEnd(text: string, start: number, escapeChar: Escape): number {
  let quote = '';
  let at = start;
  while (at < text.length) {
    const char = text.charAt(at);
    if (quote === '' && blank.test(char)) return at;
    if (char === escapeChar && quote !== "'") at += 1;
    else if (quote === '' && (char === '"' || char === "'")) quote = char;
    else if (char === quote) quote = '';
    at += 1;
  }
  return text.length;
}

export function rawWords(text: string, start: number, escapeChar: Escape): readonly RawWord[] {
  const words: RawWord[] = [];
  let at = start;
  while (at < text.length) {
    if (blank.test(text.charAt(at))) {
      at += 1;
      continue;
    }
    const end = wordEnd(text, at, escapeChar);
    words.push({ raw: text.slice(at, end), start: at, end });
    at = end;
  }
  return words;
}

/** The flags at the start of an argument text, and where the rest begins. A lone `--` ends the flags. */
export function rawFlags(
  text: string,
  start: number,
  escapeChar: Escape,
): { flags: readonly RawWord[]; rest: number } {
  const flags: RawWord[] = [];
  let at = start;
  for (;;) {
    while (at < text.length && blank.test(text.charAt(at))) at += 1;
    if (!text.startsWith('--', at)) return { flags, rest: at };
    const end = wordEnd(text, at, escapeChar);
    if (end - at === 2)
      return { flags, rest: Math.min(text.length, end + (/^\s*/.exec(text.slice(end))?.[0].length ?? 0)) };
    flags.push({ raw: text.slice(at, end), start: at, end });
    at = end;
  }
}

/** A word without its quotes and escapes; an open quote ends with the word. */
export function unquote(raw: string, escapeChar: Escape): string {
  let text = '';
  /** Where what is not yet in the text begins. */
  let from = 0;
  let quote = '';
  for (let at = 0; at < raw.length; at++) {
    const char = raw.charAt(at);
    const next = raw.charAt(at + 1);
    const escapes = quote === '' || (quote === '"' && (next === '"' || next === '$' || next === escapeChar));
    const isEscape = char === escapeChar && escapes;
    const opens = !isEscape && quote === '' && (char === '"' || char === "'");
    if (!isEscape && !opens && char !== quote) continue;
    text += raw.slice(from, at);
    from = at + 1;
    // What is escaped stands for itself.
    if (isEscape) at += 1;
    else quote = opens ? char : '';
  }
  return from === 0 ? raw : text + raw.slice(from);
}
