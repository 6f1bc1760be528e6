// Small constructors for the fixes that rules yield.
import type { Edit } from '../base/edit.ts';
import type { Span } from '../base/span.ts';
import { type Fix, fixOf, type Problem } from '../model/finding.ts';

/** A fix that cannot change what runs; `fix --write` applies it unasked. */
export function safe(title: string, ...edits: readonly Edit[]): Fix {
  return { kind: 'safe', title, edits };
}

/** A fix that changes what runs, for the better; a person looks at it first. */
export function review(title: string, ...edits: readonly Edit[]): Fix {
  return { kind: 'review', title, edits };
}

export function insertBefore(span: Span, text: string): Edit {
  return { span: { file: span.file, start: span.start, end: span.start }, text };
}

export function insertAfter(span: Span, text: string): Edit {
  return { span: { file: span.file, start: span.end, end: span.end }, text };
}

export function replace(span: Span, text: string): Edit {
  return { span: { file: span.file, start: span.start, end: span.end }, text };
}

export function remove(span: Span): Edit {
  return replace(span, '');
}

/** What a problem carries of a fix that there may not be: `...offer(edit && review('…', edit))`. */
export function offer(fix: Fix | undefined): { readonly fix?: Fix } {
  return fix === undefined ? {} : { fix };
}

/**
 * A fix that is worked out when somebody asks for it, to spread into a problem: for rules that meet many places, and
 * whose edits need the tree of the file.
 */
export function later(make: () => Pick<Problem, 'fix'>): Pick<Problem, 'fix'> {
  return { fix: () => fixOf(make()) };
}
