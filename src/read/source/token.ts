// Words of a program's text: enough to tell code from comments and strings, no more.

export interface Token {
  readonly kind: 'name' | 'number' | 'string' | 'punctuation' | 'line';
  /** A string's content, escapes resolved; else the text as written. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** A string with expressions in it, or a piece of one: the whole is not known. */
  readonly partial: boolean;
}

/** Stands past the ends of every list, so that looking ahead needs no checks. */
export const nothing: Token = { kind: 'punctuation', text: '', start: 0, end: 0, partial: false };

/** Tokens that can be looked at in any place. */
export type TokenList = readonly Token[];

export function tokenAt(tokens: TokenList, index: number): Token {
  return tokens[index] ?? nothing;
}

/** True when the tokens from `index` on are these names and punctuation marks. */
export function matches(tokens: TokenList, index: number, ...texts: readonly string[]): boolean {
  for (let offset = 0; offset < texts.length; offset++) {
    const token = tokenAt(tokens, index + offset);
    if (token.text !== texts[offset] || (token.kind !== 'name' && token.kind !== 'punctuation')) return false;
  }
  return true;
}

export function isMark(token: Token, text: string): boolean {
  return token.kind === 'punctuation' && token.text === text;
}

/** A string whose whole content is known. */
export function isWhole(token: Token): boolean {
  return token.kind === 'string' && !token.partial;
}

/** Index of the bracket that closes the one at `open`, for every bracket; -1 where none does. */
export function closingBrackets(tokens: TokenList): Int32Array {
  const closing = new Int32Array(tokens.length).fill(-1);
  const open: number[] = [];
  tokens.forEach((token, index) => {
    if (token.kind !== 'punctuation') return;
    if (token.text === '(' || token.text === '[' || token.text === '{') open.push(index);
    else if (token.text === ')' || token.text === ']' || token.text === '}') {
      const opener = open.pop();
      if (opener !== undefined) closing[opener] = index;
    }
  });
  return closing;
}

/**
 * Where the word that begins here ends; -1 where letters beyond ASCII are in it, which only a pattern knows. Nearly all of
 * a program is such words, blanks and brackets: patterns are for the rest.
 */
export function plainWordEnd(text: string, at: number): number {
  let end = at;
  while (isWordCode(text.charCodeAt(end))) end += 1;
  return text.charCodeAt(end) > lastAscii ? -1 : end;
}

const lastAscii = 0x7f;

/** Letters, digits and `_`. */
function isWordCode(code: number): boolean {
  return (
    (code >= 0x61 && code <= 0x7a) ||
    (code >= 0x41 && code <= 0x5a) ||
    (code >= 0x30 && code <= 0x39) ||
    code === 0x5f
  );
}

export function isBlank(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code === 0x20 || (code >= 0x09 && code <= 0x0d) || (code > lastAscii && /\s/.test(text.charAt(at)));
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '0': '\0', '\n': '' };

export function unescaped(text: string): string {
  return text.includes('\\') ? text.replace(/\\([\s\S])/g, (_, char: string) => escapes[char] ?? char) : text;
}
