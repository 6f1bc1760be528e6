// Lines of a YAML text around an offset.

export function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

/** Before the line's break, whichever it is. */
export function lineEnd(text: string, offset: number): number {
  const at = text.indexOf('\n', offset);
  if (at === -1) return text.length;
  return at > offset && text[at - 1] === '\r' ? at - 1 : at;
}

/** Past the line's break. */
export function nextLine(text: string, offset: number): number {
  const at = text.indexOf('\n', offset);
  return at === -1 ? text.length : at + 1;
}

/** Columns from 0, a byte order mark left out. */
export function columnOf(text: string, offset: number): number {
  const start = lineStart(text, offset);
  return offset - start - (start === 0 && text.startsWith('\uFEFF') ? 1 : 0);
}

/** True when nothing but indentation, and dashes of lists, stands before it on its line. */
export function isPlainLineStart(text: string, offset: number): boolean {
  return /^\uFEFF?[ ]*(?:- +)*$/.test(text.slice(lineStart(text, offset), offset));
}

/** What follows on the line: blanks and perhaps a comment; undefined when it is something else. */
export function restOfLine(text: string, offset: number): string | undefined {
  const rest = text.slice(offset, lineEnd(text, offset));
  return /^(?:[ \t]*|[ \t]+#.*)$/.test(rest) ? rest : undefined;
}

/** The end of the comment lines right below `end` that stand further right than `column`: they go with what is above. */
export function endOfEntry(text: string, end: number, column: number): number {
  let at = end;
  for (;;) {
    const start = nextLine(text, at);
    if (start === text.length) return at;
    const blanks = /^[ \t]*(?=#)/.exec(text.slice(start, lineEnd(text, start)))?.[0];
    if (blanks === undefined || (blanks.length <= column && !blanks.includes('\t'))) return at;
    at = lineEnd(text, start);
  }
}
