// A line of source with carets below the place that is meant. The only place that draws carets.
import type { Span } from '../base/span.ts';
import { printable } from '../base/text.ts';
import type { Positions } from '../review/positions.ts';
import { maskLine } from './mask.ts';
import type { Paint } from './paint.ts';
import { displayWidth, graphemes, graphemeWidth } from './width.ts';

const tabWidth = 4;
const maxWidth = 100;
/** Columns kept in front of the caret when the start of a long line is cut. */
const lead = 30;
/** UTF-16 units before and from the place that are looked at: more than fits, unless most of them have no width. */
const window = { before: 150, after: 250 };

/** What is shown for one grapheme of the source. */
interface Cell {
  readonly offset: number;
  readonly text: string;
  readonly width: number;
}

/** The two lines of the frame; none when the span's line is empty or its file was not read. */
export function sourceFrame(at: Span, positions: Positions, paint: Paint): readonly string[] {
  const start = positions.start(at);
  const end = positions.end(at);
  const source = positions.line(at.file, start.line);
  if (source === undefined || source.trim() === '') return [];
  // Masked as a whole: what says that a value is secret may stand far in front of it.
  const masked = maskedLine(positions, at.file, start.line, source);
  const first = masked.length <= window.after ? 0 : Math.max(0, start.column - 1 - window.before);
  const cells = cellsOf(masked.slice(first, first + window.before + window.after), first);
  const last = end.line === start.line ? end.column - 1 : source.trimEnd().length;
  const from = columnsBefore(cells, start.column - 1);
  const to = Math.max(columnsBefore(cells, last), from + 1);
  const shown = cut(cells, from, to);
  const number = String(start.line);
  const blank = ' '.repeat(number.length);
  const carets = ' '.repeat(shown.from) + '^'.repeat(shown.to - shown.from);
  return [
    `${paint.dim(`  ${number} |`)} ${shown.text}`,
    `${paint.dim(`  ${blank} |`)} ${leadingBlanks(carets)}${paint.red(carets.trimStart())}`,
  ];
}

interface MaskedLine {
  readonly file: string;
  readonly line: number;
  readonly text: string;
}

/** The line that was shown last: on one of a million letters there may stand a thousand findings. */
const lastMasked = new WeakMap<Positions, MaskedLine>();

function maskedLine(positions: Positions, file: string, line: number, source: string): string {
  const last = lastMasked.get(positions);
  if (last?.file === file && last.line === line) return last.text;
  const text = maskLine(source);
  lastMasked.set(positions, { file, line, text });
  return text;
}

function leadingBlanks(text: string): string {
  return text.slice(0, text.length - text.trimStart().length);
}

/** `first`: the offset of the text in its line. */
function cellsOf(text: string, first: number): readonly Cell[] {
  const cells: Cell[] = [];
  let column = 0;
  for (const grapheme of graphemes(text)) {
    const shown = shownAs(grapheme.text, column);
    const width = shown === grapheme.text ? graphemeWidth(shown) : displayWidth(shown);
    cells.push({ offset: first + grapheme.index, text: shown, width });
    column += width;
  }
  return cells;
}

function shownAs(text: string, column: number): string {
  if (text === '\t') return ' '.repeat(tabWidth - (column % tabWidth));
  return text === '\ufeff' ? '' : printable(text);
}

/** Columns taken by what stands in front of an offset. */
function columnsBefore(cells: readonly Cell[], offset: number): number {
  let columns = 0;
  for (const cell of cells) if (cell.offset < offset) columns += cell.width;
  return columns;
}

/** The part of a long line around the place that is meant, with marks where it was cut. */
function cut(
  cells: readonly Cell[],
  from: number,
  to: number,
): { readonly text: string; readonly from: number; readonly to: number } {
  const total = cells.reduce((sum, cell) => sum + cell.width, 0);
  const fits = total <= maxWidth || to < maxWidth;
  const start = fits ? 0 : Math.max(0, Math.min(from - lead, total - maxWidth + 1));
  let text = start === 0 ? '' : '…';
  let column = 0;
  let left: number | undefined;
  let used = text.length;
  for (const cell of cells) {
    const isShown = column >= start;
    column += cell.width;
    if (!isShown) continue;
    left ??= column - cell.width - used;
    if (used + cell.width > maxWidth) {
      text += '…';
      break;
    }
    text += cell.text;
    used += cell.width;
  }
  const shift = left ?? 0;
  const first = Math.min(from - shift, maxWidth);
  return { text: text.trimEnd(), from: first, to: Math.max(first + 1, Math.min(to - shift, used + 1)) };
}
