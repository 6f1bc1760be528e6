// Physical lines, and the logical lines that continuations make of them, as BuildKit's parser does.
import { span } from '../../base/span.ts';
import type { Comment } from '../problem.ts';
import type { Joined } from './joined.ts';

export interface Line {
  readonly start: number;
  /** End of the text, line end left out. */
  readonly end: number;
  /** Start of the next line. */
  readonly next: number;
}

export type Escape = '\\' | '`';

export function linesOf(text: string): readonly Line[] {
  const lines: Line[] = [];
  let start = text.startsWith('\ufeff') ? 1 : 0;
  while (start < text.length) {
    const newline = text.indexOf('\n', start);
    const next = newline === -1 ? text.length : newline + 1;
    let end = newline === -1 ? text.length : newline;
    if (end > start && text[end - 1] === '\r') end -= 1;
    lines.push({ start, end, next });
    start = next;
  }
  return lines;
}

export function commentOf(file: string, text: string, line: Line): Comment | undefined {
  const body = text.slice(line.start, line.end);
  const start = body.search(/\S/);
  if (start === -1 || body[start] !== '#') return undefined;
  const written = body.slice(start).trimEnd();
  const from = line.start + start;
  return { span: span(file, from, from + written.length), text: written.slice(1).trim() };
}

/** An escape that ends the line, but not one that is itself escaped. */
const continuations: Readonly<Record<Escape, RegExp>> = {
  '\\': /(?:^|[^\\])(\\[ \t]*)$/,
  '`': /(?:^|[^`])(`[ \t]*)$/,
};

export interface Logical {
  readonly joined: Joined;
  /** Index of the first line that does not belong to it. */
  readonly next: number;
}

/**
 * The logical line that begins at `lines[index]`: continuations joined, comment and blank lines between them left out.
 * Comments met on the way are added to `comments`.
 */
export function logicalLine(
  file: string,
  text: string,
  lines: readonly Line[],
  index: number,
  escapeChar: Escape,
  comments: Comment[],
): Logical {
  const pieces: { at: number; offset: number }[] = [];
  let joined = '';
  let next = index;
  let line = lines[next];
  while (line !== undefined) {
    next += 1;
    const comment = pieces.length === 0 ? undefined : commentOf(file, text, line);
    if (comment !== undefined) comments.push(comment);
    const body = text.slice(line.start, line.end);
    const isSkipped = comment !== undefined || (pieces.length > 0 && body.trim() === '');
    if (!isSkipped) {
      const indent = pieces.length === 0 ? body.length - body.trimStart().length : 0;
      const continued = continuations[escapeChar].exec(body)?.[1];
      pieces.push({ at: joined.length, offset: line.start + indent });
      joined += body.slice(indent, body.length - (continued?.length ?? 0));
      if (continued === undefined) break;
    }
    line = lines[next];
  }
  return { joined: { file, text: joined, pieces }, next };
}
