// Where a piece of text stands in a file. Line and column are worked out only when printed.

/** Half-open range of UTF-16 code units in the file's text, as read (a byte order mark counts). */
export interface Span {
  /** Path relative to the project root, forward slashes. */
  readonly file: string;
  readonly start: number;
  readonly end: number;
}

/** A value that came from a file, and the text that set it. */
export interface Located<T> {
  readonly value: T;
  readonly span: Span;
  /** Through what the value came here and what it replaced, nearest first; absent for a plain value. */
  readonly trail?: readonly Origin[];
}

/** One link of a value's history. `span` is the other place: the text that was overridden, the alias, the `extends`. */
export interface Origin {
  readonly how:
    | 'overrides'
    | 'extends'
    | 'include'
    | 'alias'
    | 'merge'
    | 'interpolation'
    | 'env-file'
    | 'default';
  readonly span: Span;
  /** For `interpolation`: the variable; for `overrides`: the value that lost, as text. */
  readonly note?: string;
}

/** Line and column, both from 1; the column counts UTF-16 code units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

export function located<T>(value: T, span: Span, trail?: readonly Origin[]): Located<T> {
  return trail === undefined || trail.length === 0 ? { value, span } : { value, span, trail };
}

export function span(file: string, start: number, end: number = start): Span {
  return { file, start, end };
}

/** Offsets at which each line of `text` starts. */
export function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

/** Position of `offset` given the table of `lineStarts`; offsets past the end give the end. */
export function positionAt(starts: readonly number[], offset: number): Position {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: Math.max(0, offset - (starts[low] ?? 0)) + 1 };
}

/** True when one span lies in the other. */
export function liesIn(inner: Span, outer: Span): boolean {
  return inner.file === outer.file && inner.start >= outer.start && inner.end <= outer.end;
}
