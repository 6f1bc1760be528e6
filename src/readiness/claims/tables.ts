// Tables: a last row that sums the ones above it, and a column that says how much smaller each thing became.
import { amountOf, fall, middleOf, overlap, roundText } from './amounts.ts';
import type { Found } from './claim.ts';
import type { ProseLine } from './prose.ts';

export interface ProseTable {
  readonly header: ProseLine;
  readonly rows: readonly ProseLine[];
}

export function tablesOf(lines: readonly ProseLine[]): readonly ProseTable[] {
  const tables: { header: ProseLine; rows: ProseLine[] }[] = [];
  let last = Number.NEGATIVE_INFINITY;
  for (const line of lines) {
    if (line.kind !== 'row') continue;
    // A row of dashes stands between the header and the first row.
    if (line.line > last + 2 || tables.length === 0) tables.push({ header: line, rows: [] });
    else tables.at(-1)?.rows.push(line);
    last = line.line;
  }
  return tables;
}

export function tableClaims(lines: readonly ProseLine[]): readonly Found[] {
  return tablesOf(lines).flatMap((table) => [...reductions(table), ...totals(table)]);
}

const column = (table: ProseTable, pattern: RegExp) =>
  table.header.cells.findIndex((cell) => pattern.test(cell));

const columnBefore = (table: ProseTable) => column(table, /\bbefore\b|\bold\b|\boriginal\b/i);
const columnAfter = (table: ProseTable) => column(table, /\bafter\b|\bnew\b|\boptimi[sz]ed\b/i);

function reductions(table: ProseTable): readonly Found[] {
  const [before, after] = [columnBefore(table), columnAfter(table)];
  const share = column(table, /reduc|saving|saved|smaller|improve/i);
  if (before < 0 || after < 0 || share < 0) return [];
  return table.rows.flatMap((row) => {
    const [from, to, stated] = [before, after, share].map((index) => amountOf(row.cells[index] ?? ''));
    if (from === undefined || to === undefined || stated?.unit !== 'percent' || from.unit !== to.unit)
      return [];
    const real = fall(from, to);
    const fits = overlap(real, stated);
    const exact = roundText((1 - middleOf(to) / middleOf(from)) * 100);
    return [
      {
        line: row.line,
        word: fits ? ('true' as const) : ('false' as const),
        because: `from ${from.text} to ${to.text} is ${exact} %${fits ? '' : `, not ${stated.text}`}`,
      },
    ];
  });
}

/** How much the last row says that all became smaller; undefined where it is no total of sizes before and after. */
export function totalFall(
  table: ProseTable,
):
  | { readonly line: number; readonly exact: number; readonly range: { low: number; high: number } }
  | undefined {
  const total = table.rows.at(-1);
  const [before, after] = [columnBefore(table), columnAfter(table)].map((index) =>
    amountOf(total?.cells[index] ?? ''),
  );
  const isTotal = /^(?:total|sum|all)\b/i.test(total?.cells[0] ?? '');
  if (total === undefined || !isTotal || before?.unit !== 'bytes' || after?.unit !== 'bytes')
    return undefined;
  return {
    line: total.line,
    exact: (1 - middleOf(after) / middleOf(before)) * 100,
    range: fall(before, after),
  };
}

function totals({ header, rows }: ProseTable): readonly Found[] {
  const total = rows.at(-1);
  if (total === undefined || rows.length < 3 || !/^(?:total|sum|all)\b/i.test(total.cells[0] ?? ''))
    return [];
  return header.cells.flatMap((name, index) => {
    const stated = amountOf(total.cells[index] ?? '');
    const parts = rows.slice(0, -1).map((row) => amountOf(row.cells[index] ?? ''));
    if (index === 0 || stated === undefined || stated.unit === 'percent') return [];
    const known = parts.filter((one) => one !== undefined).filter(({ unit }) => unit === stated.unit);
    if (known.length !== parts.length) return [];
    const sum = known.reduce((range, one) => ({ low: range.low + one.low, high: range.high + one.high }), {
      low: 0,
      high: 0,
    });
    const wide = stated.unit === 'bytes' ? { low: sum.low / 1.024, high: sum.high * 1.024 } : sum;
    const fits = overlap(wide, stated);
    const shown =
      stated.unit === 'bytes'
        ? `${roundText((sum.low + sum.high) / 2e6)} MB`
        : roundText((sum.low + sum.high) / 2);
    return [
      {
        line: total.line,
        word: fits ? ('true' as const) : ('false' as const),
        because: `${name}: the ${known.length} rows sum to ${shown}${fits ? '' : `, not ${stated.text}`}`,
      },
    ];
  });
}
