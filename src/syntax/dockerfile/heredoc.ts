// Here-documents of RUN, COPY and ADD.
import { located, span } from '../../base/span.ts';
import type { SyntaxProblem } from '../problem.ts';
import { type Joined, type Piece, spanOf } from './joined.ts';
import type { Escape, Line } from './lines.ts';
import type { Heredoc } from './tree.ts';
import { type RawWord, rawWords, unquote } from './words.ts';

export interface HeredocRead {
  readonly heredocs: readonly Heredoc[];
  readonly problems: readonly SyntaxProblem[];
  /** Index of the first line after the bodies, and the offset at which the last terminator ends. */
  readonly next: number;
  readonly end: number | undefined;
}

/** Reads the bodies announced by `<<NAME` words from `start` on; they begin at `lines[index]`. */
export function readHeredocs(
  text: string,
  lines: readonly Line[],
  index: number,
  joined: Joined,
  start: number,
  escapeChar: Escape,
): HeredocRead {
  const heredocs: Heredoc[] = [];
  const problems: SyntaxProblem[] = [];
  let next = index;
  let end: number | undefined;
  // As in BuildKit a here-document is a word of its own: `cat<<EOF` is left to the shell.
  for (const word of joined.text.includes('<<') ? announced(joined.text, start, escapeChar) : []) {
    const match = /^\d*<<(-?)([^<]*)$/.exec(word.raw);
    if (match === null || match[2] === '') continue;
    const name = unquote(match[2] ?? '', escapeChar);
    const strip = match[1] === '-';
    const body = bodyOf(text, lines, next, name, strip);
    // `$((1 << 2))` shifts bits.
    if (!body.closed && isApart(word)) continue;
    next = body.next;
    end = body.end;
    if (!body.closed) problems.push(unterminated(joined, word, name));
    const raw = text.slice(body.from, body.to);
    const content = located(strip ? raw.replace(/^\t+/gm, '') : raw, span(joined.file, body.from, body.to));
    const pieces = strip ? strippedPieces(raw, body.from) : [{ at: 0, offset: body.from }];
    heredocs.push({ name, strip, expand: !/['"\\]/.test(match[2] ?? ''), content, pieces });
  }
  return { heredocs, problems, next, end };
}

/** Words, and `<< NAME` as one of them: blanks may stand between since BuildKit 0.22, though not after `<<-`. */
function announced(text: string, start: number, escapeChar: Escape): readonly RawWord[] {
  return rawWords(text, start, escapeChar).map((word, index, words) => {
    const name = /^\d*<<$/.test(word.raw) ? words[index + 1] : undefined;
    return name === undefined ? word : { ...word, raw: `${word.raw}${name.raw}`, end: name.end };
  });
}

function isApart({ raw, start, end }: RawWord): boolean {
  return end - start > raw.length;
}

/** One piece a line, each after the tabs that are taken off. */
function strippedPieces(raw: string, from: number): readonly Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  let offset = from;
  for (const line of raw.split('\n')) {
    const tabs = /^\t*/.exec(line)?.[0].length ?? 0;
    pieces.push({ at, offset: offset + tabs });
    at += line.length - tabs + 1;
    offset += line.length + 1;
  }
  return pieces;
}

function bodyOf(text: string, lines: readonly Line[], index: number, name: string, strip: boolean) {
  const from = lines[index]?.start ?? text.length;
  for (let next = index; ; next++) {
    const line = lines[next];
    if (line === undefined) return { from, to: text.length, next, end: text.length, closed: false };
    const written = text.slice(line.start, line.end);
    if ((strip ? written.replace(/^\t+/, '') : written) === name) {
      return { from, to: line.start, next: next + 1, end: line.end, closed: true };
    }
  }
}

function unterminated(joined: Joined, word: RawWord, name: string): SyntaxProblem {
  return {
    code: 'dockerfile-heredoc-open',
    message: `The here-document "${name}" is not closed`,
    span: spanOf(joined, word.start, word.end),
    hint: `Put "${name}" alone on the line after the content, without blanks around it.`,
  };
}
