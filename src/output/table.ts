// Aligned columns.
import { displayWidth } from './width.ts';

export interface TableOptions {
  /** Blanks between columns; 2 by default. */
  readonly gap?: number;
  readonly indent?: number;
  /** Columns (from 0) whose cells are aligned to the right. */
  readonly right?: readonly number[];
}

/** Lines of a table. The last column is not padded, so no line ends in blanks. */
export function table(rows: readonly (readonly string[])[], options: TableOptions = {}): readonly string[] {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, column) => {
      widths[column] = Math.max(widths[column] ?? 0, displayWidth(cell));
    });
  }
  const gap = ' '.repeat(options.gap ?? 2);
  const indent = ' '.repeat(options.indent ?? 0);
  const right = new Set(options.right);
  return rows.map((row) => {
    const cells = row.map((cell, column) => {
      const padding = ' '.repeat((widths[column] ?? 0) - displayWidth(cell));
      return right.has(column) ? padding + cell : cell + padding;
    });
    return (indent + cells.join(gap)).trimEnd();
  });
}
