// How two texts differ by lines, and which lines edits leave alone.
import type { Edit } from '../../src/base/edit.ts';

/** With their ends, so that a changed line end is a changed line. */
export function linesOf(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/** Lines that the edits, in order, do not touch; an insertion touches the line that it stands in. */
export function untouched(text: string, edits: readonly Edit[]): readonly string[] {
  let at = 0;
  return linesOf(text).filter((line) => {
    const [start, end] = [at, at + line.length];
    at = end;
    const isOpen = !line.endsWith('\n');
    return !edits.some(({ span }) => (span.start < end || isOpen) && span.end >= start);
  });
}

/** True when `some` stand in `all` in this order. */
export function isWithin(some: readonly string[], all: readonly string[]): boolean {
  let at = 0;
  for (const line of all) if (line === some[at]) at += 1;
  return at === some.length;
}

/** Removed and added lines of the smallest difference, and in how many places they stand. */
export function changedLines(before: string, after: string): { lines: number; hunks: number } {
  const [a, b] = [linesOf(before), linesOf(after)];
  const common = commonLengths(a, b);
  const length = (i: number, j: number) => common[i]?.[j] ?? 0;
  let [i, j, lines, hunks, isOpen] = [0, 0, 0, 0, false];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      [i, j, isOpen] = [i + 1, j + 1, false];
      continue;
    }
    if (!isOpen) hunks += 1;
    isOpen = true;
    lines += 1;
    if (j >= b.length || (i < a.length && length(i + 1, j) >= length(i, j + 1))) i += 1;
    else j += 1;
  }
  return { lines, hunks };
}

/** How many lines are common to what stands from `i` and from `j` on. */
function commonLengths(a: readonly string[], b: readonly string[]): readonly (readonly number[])[] {
  const rows: number[][] = Array.from({ length: a.length + 1 }, () =>
    new Array<number>(b.length + 1).fill(0),
  );
  for (let i = a.length - 1; i >= 0; i--) {
    const [row, below] = [rows[i] ?? [], rows[i + 1] ?? []];
    for (let j = b.length - 1; j >= 0; j--) {
      row[j] = a[i] === b[j] ? (below[j + 1] ?? 0) + 1 : Math.max(below[j] ?? 0, row[j + 1] ?? 0);
    }
  }
  return rows;
}
