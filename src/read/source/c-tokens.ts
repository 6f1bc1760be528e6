// Go and Java as words: their comments, strings and marks are close enough for one reader.
import { type Token, unescaped } from './token.ts';

const namePattern = /[\p{ID_Start}$_][\p{ID_Continue}$]*/uy;
const numberPattern = /(?:0[xob][\da-f_]+|\d[\d_]*(?:\.\d[\d_]*)?)\w*/iy;
const marks = /:=|==|!=|&&|\|\||\?:|->|::|\.\.\.|[^\s]/uy;
const space = /\s+/y;

/** Quotes of strings over several lines in which a backslash is only a backslash. */
export type RawQuote = '`' | '"""';

export function tokenizeC(text: string, raw: RawQuote): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  const push = (kind: Token['kind'], content: string, end: number) => {
    tokens.push({ kind, text: content, start: at, end, partial: false });
    at = end;
  };
  while (at < text.length) {
    const char = text.charAt(at);
    if (read(space, text, at) !== undefined) at = space.lastIndex;
    else if (text.startsWith('//', at)) at = past(text, '\n', at);
    else if (text.startsWith('/*', at)) at = past(text, '*/', at + 2);
    else if (text.startsWith(raw, at)) {
      const end = past(text, raw, at + raw.length);
      push('string', text.slice(at + raw.length, Math.max(at + raw.length, end - raw.length)), end);
    } else if (char === '"' || char === "'") {
      const end = stringEnd(text, at, char);
      push('string', unescaped(text.slice(at + 1, end)), Math.min(text.length, end + 1));
    } else {
      const name = read(namePattern, text, at);
      const number = name === undefined ? read(numberPattern, text, at) : undefined;
      const word = name ?? number ?? read(marks, text, at) ?? char;
      push(
        name !== undefined ? 'name' : number !== undefined ? 'number' : 'punctuation',
        word,
        at + word.length,
      );
    }
  }
  return tokens;
}

function read(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

/** A string that is not closed on its line ends there. */
function stringEnd(text: string, at: number, quote: string): number {
  let end = at + 1;
  while (end < text.length && text[end] !== quote && text[end] !== '\n') end += text[end] === '\\' ? 2 : 1;
  return end;
}

function past(text: string, mark: string, at: number): number {
  const end = text.indexOf(mark, at);
  return end === -1 ? text.length : end + mark.length;
}
