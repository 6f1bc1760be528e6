// The four kinds of strings of TOML. https://toml.io/en/v1.0.0#string
import type { YamlScalar } from '../yaml/tree.ts';
import { complain, lineEnd, type TomlCursor } from './cursor.ts';

/** The string that opens here; one that is not closed ends with its line, or with the text. */
export function readString(cursor: TomlCursor): YamlScalar {
  const { file, text, at: start } = cursor;
  const quote = text.charAt(start);
  const fence = text.startsWith(quote.repeat(3), start) ? quote.repeat(3) : quote;
  const isLong = fence.length === 3;
  const close = closeOf(cursor, start + fence.length, fence);
  const limit = isLong ? text.length : lineEnd(cursor);
  const isClosed = close !== -1 && close <= limit;
  const end = isClosed ? close : limit;
  cursor.at = isClosed ? end + fence.length : end;
  if (!isClosed) complain(cursor, 'toml-string-open', 'the string is not closed', start, end);
  // A line end right behind the opening quotes is no part of it.
  const inner = text.slice(start + fence.length, end).replace(isLong ? /^\r?\n/ : /(?!)/, '');
  const content = quote === '"' ? unescaped(inner) : inner;
  const span = { file, start, end: cursor.at };
  return { kind: 'scalar', value: content, text: content, style: quote === '"' ? 'double' : 'single', span };
}

function closeOf({ text }: TomlCursor, from: number, fence: string): number {
  for (let at = from; at < text.length; at++) {
    const char = text.charAt(at);
    if (char === '\\' && fence.startsWith('"')) at += 1;
    else if (char === '\n' && fence.length === 1) return -1;
    else if (text.startsWith(fence, at)) {
      // Up to two quotes may stand before the three that close.
      let close = at;
      while (fence.length === 3 && close < at + 2 && text.startsWith(fence, close + 1)) close += 1;
      return close;
    }
  }
  return -1;
}

const simple: Readonly<Record<string, string>> = {
  b: '\b',
  t: '\t',
  n: '\n',
  f: '\f',
  r: '\r',
  e: '\u001b',
};

function unescaped(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replace(
    /\\(?:u([\da-fA-F]{4})|U([\da-fA-F]{8})|x([\da-fA-F]{2})|[ \t]*\r?\n\s*|([\s\S]))/g,
    (_, short?: string, long?: string, byte?: string, char?: string) => {
      const digits = short ?? long ?? byte;
      if (digits === undefined) return char === undefined ? '' : (simple[char] ?? char);
      const code = Number.parseInt(digits, 16);
      return code <= 0x10_ff_ff ? String.fromCodePoint(code) : '\ufffd';
    },
  );
}
