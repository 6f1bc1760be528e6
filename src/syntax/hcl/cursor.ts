// The place in an HCL text, and the steps over what stands between the words.
import { type Span, span } from '../../base/span.ts';
import type { Comment, SyntaxProblem } from '../problem.ts';

export interface Cursor {
  readonly file: string;
  readonly text: string;
  at: number;
  depth: number;
  readonly comments: Comment[];
  readonly problems: SyntaxProblem[];
}

export const maximumDepth = 100;

export function spanFrom({ file, at }: Cursor, start: number): Span {
  return span(file, start, at);
}

export function isAtEnd({ text, at }: Cursor): boolean {
  return at >= text.length;
}

/** Steps over blanks and comments; over line ends only with `lines`. */
export function skipBlank(cursor: Cursor, lines: boolean): void {
  const { text } = cursor;
  for (;;) {
    const char = text[cursor.at];
    if (char === ' ' || char === '\t' || char === '\r' || (lines && char === '\n')) cursor.at += 1;
    else if (char === '#' || text.startsWith('//', cursor.at)) skipComment(cursor, lineEnd(cursor));
    else if (text.startsWith('/*', cursor.at)) {
      const end = text.indexOf('*/', cursor.at + 2);
      skipComment(cursor, end === -1 ? text.length : end + 2);
    } else return;
  }
}

export function lineEnd({ text, at }: Cursor): number {
  const end = text.indexOf('\n', at);
  return end === -1 ? text.length : end;
}

function skipComment(cursor: Cursor, end: number): void {
  const { text, at, file } = cursor;
  const content = text.slice(at, end).replace(/\r$/, '');
  const words = content.replace(/^(?:#+|\/\/+|\/\*+)/, '').replace(/\*\/$/, '');
  // A value is looked behind before it is known to end: what stands there may be met again.
  if ((cursor.comments.at(-1)?.span.start ?? -1) < at) {
    cursor.comments.push({ span: span(file, at, at + content.length), text: words.trim() });
  }
  cursor.at = end;
}

/** The name at the cursor, which goes behind it; undefined when there is none. */
export function takeName(cursor: Cursor): string | undefined {
  const pattern = /[\p{L}_][\p{L}\p{N}_-]*/uy;
  pattern.lastIndex = cursor.at;
  const name = pattern.exec(cursor.text)?.[0];
  if (name !== undefined) cursor.at += name.length;
  return name;
}

export function complain(cursor: Cursor, message: string): void {
  cursor.problems.push({
    code: 'hcl-syntax',
    message,
    span: span(cursor.file, cursor.at, Math.min(cursor.text.length, cursor.at + 1)),
    hint: 'Run `terraform validate` to see what it expects here.',
  });
}

/** Goes behind what ends the expression that nobody reads: brackets and strings are stepped over as a whole. */
export function skipExpression(cursor: Cursor, isInBrackets: boolean): void {
  const { text } = cursor;
  let open = 0;
  while (cursor.at < text.length) {
    const char = text[cursor.at] ?? '';
    if (char === '"') {
      skipString(cursor);
      continue;
    }
    if (open === 0 && (char === ')' || char === ']' || char === '}' || char === ',')) return;
    if (open === 0 && char === '\n' && !isInBrackets) return;
    if (char === '#' || text.startsWith('//', cursor.at) || text.startsWith('/*', cursor.at)) {
      skipBlank(cursor, false);
      continue;
    }
    if (/[([{]/.test(char)) open += 1;
    else if (/[)\]}]/.test(char)) open -= 1;
    cursor.at += 1;
  }
}

/** Behind a quoted string, with the templates in it, which may hold strings. */
export function skipString(cursor: Cursor): void {
  const { text } = cursor;
  cursor.at += 1;
  let open = 0;
  while (cursor.at < text.length) {
    const char = text[cursor.at];
    if (char === '\\') cursor.at += 1;
    else if ((char === '$' || char === '%') && text[cursor.at + 1] === '{') {
      open += 1;
      cursor.at += 1;
    } else if (char === '}' && open > 0) open -= 1;
    else if (char === '"' && open === 0) break;
    else if (char === '\n' && open === 0) return;
    cursor.at += 1;
  }
  cursor.at = Math.min(cursor.at + 1, text.length);
}
