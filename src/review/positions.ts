// Lines and columns of spans, with one line table a file.
import { lineStarts, type Position, positionAt, type Span } from '../base/span.ts';
import type { SourceText } from '../model/artifact.ts';

export interface Positions {
  start(span: Span): Position;
  /** One past the last character. */
  end(span: Span): Position;
  /** Text of a line (from 1) without its line end; undefined past the end. */
  line(file: string, line: number): string | undefined;
  /** Offset at which a line starts; the end of the text past its last line. */
  lineStart(file: string, line: number): number;
}

/** Positions in `texts`. A file that is not among them counts as empty. */
export function positionsIn(texts: ReadonlyMap<string, SourceText>): Positions {
  const tables = new Map<string, readonly number[]>();
  const textOf = (file: string) => texts.get(file)?.text ?? '';
  const starts = (file: string) => {
    const known = tables.get(file);
    if (known !== undefined) return known;
    const table = lineStarts(textOf(file));
    tables.set(file, table);
    return table;
  };
  const lineStart = (file: string, line: number) => starts(file)[line - 1] ?? textOf(file).length;
  return {
    start: (span) => positionAt(starts(span.file), Math.min(span.start, textOf(span.file).length)),
    end: (span) => positionAt(starts(span.file), Math.min(span.end, textOf(span.file).length)),
    line(file, line) {
      if (line < 1 || line > starts(file).length) return undefined;
      return textOf(file)
        .slice(lineStart(file, line), lineStart(file, line + 1))
        .replace(/\r?\n$/, '');
    },
    lineStart,
  };
}
