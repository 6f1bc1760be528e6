// Words and punctuation of configuration languages in the manner of nginx and Caddy, with `#` comments and quotes.

export interface Token {
  readonly kind: 'word' | 'mark';
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** `marks` are characters that end a word and stand for themselves; a line end is one when `\n` is among them. */
export function tokensOf(text: string, marks: string): readonly Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < text.length; ) {
    const char = text.charAt(at);
    if (marks.includes(char)) {
      tokens.push({ kind: 'mark', text: char, start: at, end: at + 1 });
      at += 1;
    } else if (/\s/.test(char)) at += 1;
    else if (char === '#') at = lineEnd(text, at);
    else {
      const token = wordAt(text, at, marks);
      tokens.push(token);
      at = token.end;
    }
  }
  return tokens;
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end === -1 ? text.length : end;
}

function wordAt(text: string, start: number, marks: string): Token {
  const quote = text.charAt(start);
  if (quote === '"' || quote === "'" || quote === '`') {
    const close = text.indexOf(quote, start + 1);
    const end = close === -1 ? text.length : close + 1;
    return { kind: 'word', text: text.slice(start + 1, close === -1 ? end : close), start, end };
  }
  let end = start;
  while (end < text.length) {
    const char = text.charAt(end);
    // `${NAME}` and `{$NAME}` are parts of a word.
    const variable = /^(?:\$\{|\{\$|\{[\w.]+\})[^}\s]*\}?/.exec(text.slice(end, end + 80))?.[0];
    if (variable !== undefined) end += variable.length;
    else if (/\s/.test(char) || marks.includes(char)) break;
    else end += 1;
  }
  return { kind: 'word', text: text.slice(start, end), start, end };
}
