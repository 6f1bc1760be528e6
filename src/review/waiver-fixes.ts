// Edits that take a waiver, or one name of it, out of a file.
import type { Fix } from '../model/finding.ts';
import { remove, safe } from '../rules/fix.ts';
import type { NamedRule, WaiverComment } from './waiver-comments.ts';

/** Removes the comment: with its whole line when nothing else stands there. */
export function dropWaiver({ span }: WaiverComment, text: string): Fix {
  const lineStart = text.lastIndexOf('\n', span.start - 1) + 1;
  const before = text.slice(lineStart, span.start);
  const blanks = before.length - before.trimEnd().length;
  const standsAlone = before.trim() === '';
  const end = /^[ \t]*\r?\n/.exec(text.slice(span.end, span.end + 200))?.[0].length ?? 0;
  return safe(
    'Remove the waiver',
    remove({
      file: span.file,
      start: standsAlone ? lineStart : span.start - blanks,
      end: standsAlone ? span.end + end : span.end,
    }),
  );
}

/** Removes one name of several, with one of the commas beside it. */
export function dropName({ name, span }: NamedRule, text: string): Fix {
  const after = /^\s*,\s*/.exec(text.slice(span.end, span.end + 80));
  const before = /\s*,\s*$/.exec(text.slice(Math.max(0, span.start - 80), span.start));
  return safe(
    `Remove ${name} from the waiver`,
    remove({
      file: span.file,
      start: after === null ? span.start - (before?.[0].length ?? 0) : span.start,
      end: span.end + (after?.[0].length ?? 0),
    }),
  );
}
