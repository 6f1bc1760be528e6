// A text put together from pieces of a file, which still knows where each character stood.
import { keptList } from '../../base/kept.ts';
import { type Span, span } from '../../base/span.ts';

export interface Joined {
  readonly file: string;
  readonly text: string;
  /** Where each piece begins: `at` in the text, `offset` in the file. Never empty, ascending. */
  readonly pieces: readonly Piece[];
}

export interface Piece {
  readonly at: number;
  readonly offset: number;
}

/** The pieces of the text from `start` on. */
export function piecesFrom(joined: Joined, start: number): readonly Piece[] {
  const later = joined.pieces.filter(({ at }) => at > start);
  return keptList([
    { at: 0, offset: offsetOf(joined, start) },
    ...later.map(({ at, offset }) => ({ at: at - start, offset })),
  ]);
}

function offsetOf({ pieces }: Pick<Joined, 'pieces'>, index: number): number {
  let low = 0;
  let high = pieces.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((pieces[middle]?.at ?? 0) <= index) low = middle;
    else high = middle - 1;
  }
  const piece = pieces[low] ?? { at: 0, offset: 0 };
  return piece.offset + index - piece.at;
}

/** The file's range behind `start..end` of the joined text. It ends after its last character, not at the next piece. */
export function spanOf(joined: Pick<Joined, 'file' | 'pieces'>, start: number, end: number): Span {
  const first = offsetOf(joined, start);
  return span(joined.file, first, end > start ? offsetOf(joined, end - 1) + 1 : first);
}
