// The place in the text where the parser stands, and how it moves over what is not content.
import { span } from '../../base/span.ts';
import type { Comment, SyntaxProblem } from '../problem.ts';
import {
  afterBreak,
  codeAt,
  hash,
  isBreak,
  isDocumentMarker,
  isWhite,
  space,
  tab,
  trimmedEnd,
} from './characters.ts';
import { maxYamlDepth, tooDeepProblem } from './guard.ts';
import type { Complaint, Mistake } from './problems.ts';
import type { YamlNode } from './tree.ts';

export interface Anchored {
  /** Absent while the anchored value is still being read: an alias inside of it would never end. */
  readonly node: YamlNode | undefined;
  readonly size: number;
  readonly depth: number;
}

/** State of one file's reading; `anchors` and `handles` start anew with each document. */
export interface Reader {
  readonly file: string;
  readonly text: string;
  readonly end: number;
  readonly comments: Comment[];
  /** What is wrong with the values; what is wrong with the grammar is in `complaints`. */
  readonly problems: SyntaxProblem[];
  readonly complaints: Complaint[];
  /** Where lines end that are told of already: what else is wrong in them is an echo. */
  toldTo: number;
  at: number;
  lineStart: number;
  /** Where the current line's first character stands that is not blank. */
  contentStart: number;
  /** The column of `contentStart`; -1 where the document ends. A tab reaches to the next multiple of 8. */
  column: number;
  /** Spaces that the current line begins with: only they are indentation. */
  spaces: number;
  /** The tab between the current line's start and its content, or -1. */
  tab: number;
  /** What a search for the next line of a scalar found: here, so that a line costs no object. */
  foundStart: number;
  foundEnd: number;
  /** Brackets and braces that are open here. */
  flowDepth: number;
  /** A line stands too far left for the open brackets: all of them end here. */
  isTorn: boolean;
  /** Reading was given up: what follows is the echo of that. */
  isStopped: boolean;
  /** Collections that are open here. */
  depth: number;
  anchors: Map<string, Anchored>;
  handles: Map<string, string>;
  /** Nodes so far as a walk would count them. */
  nodes: number;
  expanded: number;
  aliases: number;
  deepest: number;
  bombSeen: boolean;
  /** The table of line starts, once it is needed. */
  lines: readonly number[] | undefined;
}

const maxComplaints = 1000;

/** [154] ns-s-implicit-yaml-key: a longer key is taken for a mistake. */
export const longestKey = 1024;

export function newReader(file: string, text: string, problems: SyntaxProblem[]): Reader {
  return {
    file,
    text,
    end: text.length,
    comments: [],
    problems,
    complaints: [],
    toldTo: 0,
    at: 0,
    lineStart: 0,
    contentStart: 0,
    column: 0,
    spaces: 0,
    tab: -1,
    foundStart: 0,
    foundEnd: 0,
    flowDepth: 0,
    isTorn: false,
    isStopped: false,
    depth: 0,
    anchors: new Map(),
    handles: new Map(),
    nodes: 0,
    expanded: 0,
    aliases: 0,
    deepest: 0,
    bombSeen: false,
    lines: undefined,
  };
}

export function complain(r: Reader, mistake: Mistake, start: number, end: number = start + 1): void {
  if (r.isStopped || start < r.toldTo || r.complaints.length === maxComplaints) return;
  r.complaints.push({ mistake, start, end });
}

/** Goes one collection deeper; false, and the end of reading, when that is too deep. */
export function enter(r: Reader, start: number): boolean {
  if (r.isStopped) return false;
  if (r.depth + 1 >= maxYamlDepth) {
    r.problems.push(tooDeepProblem(r.file, r.text, start));
    r.isStopped = true;
    r.at = r.end;
    r.contentStart = r.end;
    r.column = -1;
    return false;
  }
  r.depth += 1;
  if (r.depth > r.deepest) r.deepest = r.depth;
  return true;
}

export function isFresh(r: Reader): boolean {
  return r.at === r.contentStart;
}

/** The column at which the parser stands. */
export function columnOf(r: Reader): number {
  return r.column + r.at - r.contentStart;
}

/** To the first character after the indentation of the line at `lineStart`. */
export function startLine(r: Reader, lineStart: number): void {
  const { text, end } = r;
  let at = lineStart;
  while (at < end && text.charCodeAt(at) === space) at += 1;
  r.lineStart = lineStart;
  r.spaces = at - lineStart;
  r.tab = -1;
  r.column = r.spaces;
  if (at < end && text.charCodeAt(at) === tab) at = overTabs(r, at);
  r.at = at;
  r.contentStart = at;
  if (at === lineStart && isDocumentMarker(text, at)) r.column = -1;
}

function overTabs(r: Reader, firstTab: number): number {
  let at = firstTab;
  r.tab = at;
  for (let code = tab; isWhite(code); code = codeAt(r.text, at)) {
    r.column = code === tab ? (r.column | 7) + 1 : r.column + 1;
    at += 1;
  }
  return at;
}

/** Over blanks on this line; the code of what stands there. */
export function skipWhite(r: Reader): number {
  const { text, end } = r;
  let at = r.at;
  while (at < end) {
    const code = text.charCodeAt(at);
    if (code !== space && code !== tab) {
      r.at = at;
      return code;
    }
    at += 1;
  }
  r.at = at;
  return 0;
}

/** [75] c-nb-comment-text; the parser stands at `#`. */
export function readComment(r: Reader): void {
  const { text } = r;
  const start = r.at;
  if (start > r.contentStart && !isWhite(codeAt(text, start - 1))) complain(r, 'comment-space', start);
  const lineEnd = endOfLine(text, start);
  const end = trimmedEnd(text, start, lineEnd);
  r.comments.push({ span: span(r.file, start, end), text: text.slice(start + 1, end).trim() });
  r.at = lineEnd;
}

export function endOfLine(text: string, from: number): number {
  let at = from;
  while (at < text.length && !isBreak(text.charCodeAt(at))) at += 1;
  return at;
}

/**
 * [79] s-l-comments: over blanks, comments and lines that hold nothing else. At the end of the document `column` is -1;
 * on a line that was begun here the parser `isFresh`.
 */
export function toContent(r: Reader): void {
  for (;;) {
    let code = skipWhite(r);
    if (code === hash) {
      readComment(r);
      code = codeAt(r.text, r.at);
    }
    if (code === 0) {
      r.column = -1;
      r.contentStart = r.at;
      return;
    }
    if (!isBreak(code)) return;
    startLine(r, afterBreak(r.text, r.at));
  }
}
