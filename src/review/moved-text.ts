// Where places of a text stand after a round of edits.
import type { Edit } from '../base/edit.ts';
import type { Span } from '../base/span.ts';
import type { FixRound } from './fix.ts';

export interface MovedText {
  /** Where what stood at an offset stands now; the start of an edit's text for what the edit replaced. */
  offset(file: string, before: number): number;
  /** Where the text of an edit stands now. */
  place(edit: Edit): Span | undefined;
}

export function movedText({ edits }: Pick<FixRound, 'edits'>): MovedText {
  const places = new Map<string, { readonly start: number; readonly text: string }>();
  const moves = new Map<string, readonly { readonly span: Span; readonly end: number }[]>();
  for (const [file, own] of edits) {
    let shift = 0;
    const ofFile = own.map(({ span, text }) => {
      const start = span.start + shift;
      const end = start + text.length;
      places.set(keyOf(span), { start, text });
      shift += text.length - (span.end - span.start);
      return { span, end };
    });
    moves.set(file, ofFile);
  }
  return {
    place({ span, text }) {
      const there = places.get(keyOf(span));
      if (there === undefined) return undefined;
      // Among the lines of other fixes, with the file's line ends.
      const found = [text, text.replace(/\r?\n/g, '\r\n')].find((one) => there.text.includes(one));
      const start = there.start + (found === undefined ? 0 : there.text.indexOf(found));
      return { file: span.file, start, end: start + (found ?? there.text).length };
    },
    offset(file, before) {
      // Behind the last edit that ends at or in front of it.
      const last = moves.get(file)?.findLast(({ span }) => span.end <= before);
      const inside = moves.get(file)?.find(({ span }) => span.start < before && before < span.end);
      const start = inside && places.get(keyOf(inside.span))?.start;
      return start ?? (last === undefined ? before : last.end + before - last.span.end);
    },
  };
}

function keyOf({ file, start, end }: Span): string {
  return `${start}\n${end}\n${file}`;
}
