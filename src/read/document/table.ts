// Tables of Markdown, cell by cell with their places.
import type { Located } from '../../base/span.ts';
import type { Table } from '../../model/document.ts';

interface Line {
  readonly text: string;
  readonly start: number;
}

export function isDelimiterRow(text: string): boolean {
  return text.includes('-') && /^\s*\|?(?:\s*:?-+:?\s*\|)*\s*:?-+:?\s*\|?\s*$/.test(text);
}

/** The table whose header stands in line `at`, and its last line. */
export function tableAt(file: string, lines: readonly Line[], at: number): { table: Table; end: number } {
  const header = cellsOf(file, lines[at]).map(({ value }) => value);
  const rows: (readonly Located<string>[])[] = [];
  let end = at + 1;
  for (let next = at + 2; lines[next]?.text.includes('|') === true; next++) {
    rows.push(cellsOf(file, lines[next]));
    end = next;
  }
  return { table: { header, rows }, end };
}

/** Cells without backticks, emphasis and links around their text. */
function cellsOf(file: string, line: Line | undefined): readonly Located<string>[] {
  if (line === undefined) return [];
  const cells: Located<string>[] = [];
  const body = line.text.replace(/\|\s*$/, '');
  let at = /^\s*\|?/.exec(body)?.[0].length ?? 0;
  for (const cell of body.slice(at).split(/(?<!\\)\|/)) {
    const lead = cell.length - cell.trimStart().length;
    const start = line.start + at + lead;
    cells.push({ value: bare(cell.trim()), span: { file, start, end: start + cell.trim().length } });
    at += cell.length + 1;
  }
  return cells;
}

function bare(text: string): string {
  return text
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/[`*]/g, '')
    .trim();
}
