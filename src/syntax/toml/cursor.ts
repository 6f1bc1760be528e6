// The place in a TOML text, and what was found wrong on the way.
import type { Comment, SyntaxProblem } from '../problem.ts';

export interface TomlCursor {
  readonly file: string;
  readonly text: string;
  at: number;
  readonly comments: Comment[];
  readonly problems: SyntaxProblem[];
}

export function complain(
  cursor: TomlCursor,
  code: string,
  message: string,
  start: number,
  end: number,
): void {
  const hint = hints[code] ?? 'Write it as https://toml.io/en/v1.0.0 says.';
  cursor.problems.push({ code, message, hint, span: { file: cursor.file, start, end } });
}

const hints: Readonly<Record<string, string>> = {
  'toml-duplicate-key': 'Keep one of the two.',
  'toml-string-open': 'Close the string with the quote that opened it.',
  'toml-too-deep': 'Nest less.',
};

/** Past blanks; past line ends and comments too where they mean nothing. */
export function skipBlanks(cursor: TomlCursor, lines: boolean): void {
  while (cursor.at < cursor.text.length) {
    const char = cursor.text.charAt(cursor.at);
    if (char === '#' && lines) skipComment(cursor);
    else if (char === ' ' || char === '\t' || (lines && (char === '\n' || char === '\r'))) cursor.at += 1;
    else return;
  }
}

/** Up to the end of the line. */
export function skipComment(cursor: TomlCursor): void {
  const end = lineEnd(cursor);
  const text = cursor.text.slice(cursor.at, end).trimEnd();
  const span = { file: cursor.file, start: cursor.at, end: cursor.at + text.length };
  cursor.comments.push({ span, text: text.replace(/^#/, '').trim() });
  cursor.at = end;
}

export function lineEnd({ text, at }: TomlCursor): number {
  const end = text.indexOf('\n', at);
  return end === -1 ? text.length : end;
}

/** Takes a text when it stands here. */
export function take(cursor: TomlCursor, text: string): boolean {
  if (!cursor.text.startsWith(text, cursor.at)) return false;
  cursor.at += text.length;
  return true;
}
