// Where `${{ … }}` stand in a text.

export interface FoundExpression {
  /** Of the `${{`. */
  readonly start: number;
  /** After the `}}`, or the end of the text when it is not closed. */
  readonly end: number;
  readonly innerStart: number;
  readonly innerEnd: number;
  readonly closed: boolean;
}

/** Expressions of a text in order. A `}}` inside of a string literal does not close. */
export function expressionsIn(text: string): readonly FoundExpression[] {
  const found: FoundExpression[] = [];
  for (let start = text.indexOf('${{'); start !== -1; ) {
    const innerStart = start + 3;
    const close = closingOf(text, innerStart);
    const end = close === -1 ? text.length : close + 2;
    found.push({ start, end, innerStart, innerEnd: close === -1 ? end : close, closed: close !== -1 });
    start = text.indexOf('${{', end);
  }
  return found;
}

function closingOf(text: string, from: number): number {
  let quoted = false;
  for (let at = from; at < text.length; at++) {
    if (text[at] === "'") quoted = !quoted;
    else if (!quoted && text.startsWith('}}', at)) return at;
  }
  return -1;
}
