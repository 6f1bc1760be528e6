// From characters of a scalar's content back to the file: quotes and escapes stand between the two.
import { span } from '../../../base/span.ts';
import type { YamlScalar } from '../../../syntax/yaml.ts';
import type { Place } from './node.ts';

/** Exact for scalars on one line; for the others a text is looked up by its occurrence, else the whole is meant. */
export function placeIn(scalar: Pick<YamlScalar, 'text' | 'span' | 'style'>, source: string): Place {
  const { file, start, end } = scalar.span;
  const raw = source.slice(start, end);
  if (raw === scalar.text) return (from, to) => span(file, start + from, start + to);
  const offsets = raw.includes('\n') ? undefined : quotedOffsets(scalar, raw);
  if (offsets !== undefined) {
    return (from, to) => span(file, start + (offsets[from] ?? 0), start + (offsets[to] ?? raw.length));
  }
  return (from, to) => {
    const found = sameOccurrence(scalar.text, raw, from, to);
    return found === undefined ? scalar.span : span(file, start + found, start + found + (to - from));
  };
}

/** For each character of the content, and its end, the offset in the quoted text; undefined when the two do not fit. */
function quotedOffsets(
  scalar: Pick<YamlScalar, 'text' | 'style'>,
  raw: string,
): readonly number[] | undefined {
  if (scalar.style !== 'single' && scalar.style !== 'double') return undefined;
  const offsets: number[] = [];
  let at = 1;
  while (at < raw.length - 1) {
    const width = scalar.style === 'single' ? (raw.startsWith("''", at) ? 2 : 1) : escapeWidth(raw, at);
    offsets.push(at);
    // `\U0001F600` is one escape and two code units.
    if (width === 10 && Number.parseInt(raw.slice(at + 2, at + 10), 16) > 0xffff) offsets.push(at);
    at += width;
  }
  offsets.push(at);
  return offsets.length === scalar.text.length + 1 ? offsets : undefined;
}

const longEscapes: Readonly<Record<string, number>> = { x: 4, u: 6, U: 10 };

function escapeWidth(raw: string, at: number): number {
  return raw[at] === '\\' ? (longEscapes[raw[at + 1] ?? ''] ?? 2) : 1;
}

/** Where the same text stands in `raw` for as many times as it does in `text` up to `from`. */
function sameOccurrence(text: string, raw: string, from: number, to: number): number | undefined {
  const wanted = text.slice(from, to);
  if (wanted === '' || wanted.includes('\n')) return undefined;
  let found = raw.indexOf(wanted);
  for (let at = text.indexOf(wanted); at !== -1 && at < from; at = text.indexOf(wanted, at + 1)) {
    if (found !== -1) found = raw.indexOf(wanted, found + 1);
  }
  return found === -1 ? undefined : found;
}

export interface Piece {
  /** Characters of the result. */
  readonly from: number;
  readonly to: number;
  /** Characters of the template that gave them. */
  readonly start: number;
  readonly end: number;
  /** True for text that stands in the template as it is. */
  readonly literal: boolean;
}

/** The place of a text with variables replaced: a replaced part points at the whole `${…}`. */
export function placeThrough(pieces: readonly Piece[], place: Place): Place {
  const pieceAt = (offset: number): Piece | undefined =>
    pieces.find(({ from, to }) => offset >= from && offset < to);
  return (from, to) => {
    const first = pieceAt(from) ?? pieces.at(-1);
    const last = to > from ? pieceAt(to - 1) : first;
    if (first === undefined || last === undefined) return place(0, 0);
    const start = first.literal ? first.start + Math.min(from, first.to) - first.from : first.start;
    const end = last.literal ? last.start + Math.min(to, last.to) - last.from : last.end;
    return place(start, Math.max(start, end));
  };
}
