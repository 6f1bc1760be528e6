// Text edits on source ranges: the only way in which a user's file is changed.
import type { Span } from './span.ts';

/** Replace the text of `span` by `text`. An empty span inserts. */
export interface Edit {
  readonly span: Span;
  readonly text: string;
}

/**
 * Applies the edits of one file to its text. Edits are sorted by position; of two that overlap the later one is
 * left out and returned in `dropped`, for another round on the changed text.
 */
export function applyEdits(text: string, edits: readonly Edit[]): { text: string; dropped: readonly Edit[] } {
  const sorted = [...edits].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  const dropped: Edit[] = [];
  let out = '';
  let at = 0;
  let last: Edit | undefined;
  for (const edit of sorted) {
    const samePlace =
      last !== undefined && last.span.start === edit.span.start && last.span.end === edit.span.end;
    if (edit.span.start < at || samePlace) {
      if (!(samePlace && last?.text === edit.text)) dropped.push(edit);
      continue;
    }
    out += text.slice(at, edit.span.start) + edit.text;
    at = edit.span.end;
    last = edit;
  }
  return { text: out + text.slice(at), dropped };
}
