// Env files in docker compose's syntax (compose-go's dotenv). Variables inside values are left for the reader to replace.
import { type Located, located, type Span, span } from '../base/span.ts';
import type { Comment, SyntaxProblem } from './problem.ts';

export interface DotenvFile {
  readonly entries: readonly DotenvEntry[];
  readonly comments: readonly Comment[];
  readonly problems: readonly SyntaxProblem[];
}

export interface DotenvEntry {
  readonly name: Located<string>;
  /**
   * Quotes and escapes resolved, `$` expressions as written; an escaped `\$` comes as `$$`, compose's own escape.
   * `undefined`: a bare `KEY`, taken from the environment.
   */
  readonly value: Located<string> | undefined;
  /** In single quotes nothing is to be replaced. */
  readonly quote: Quote;
  readonly span: Span;
}

type Quote = 'none' | 'single' | 'double';

/** What docker compose takes without a word. */
const accepted: ReadonlySet<string> = new Set([
  'dotenv-comment-is-value',
  'dotenv-nameless',
  'dotenv-text-after-quote',
]);

/** True for a problem that keeps docker compose from nothing. */
export function isAcceptedInDotenv(code: string): boolean {
  return accepted.has(code);
}

const maxDotenvBytes = 1024 * 1024;

interface Cursor {
  readonly file: string;
  readonly text: string;
  at: number;
  readonly comments: Comment[];
  readonly problems: SyntaxProblem[];
}

/** Reads an env file. Never throws. A line that cannot be read is reported and left out. */
export function readDotenv(file: string, text: string): DotenvFile {
  const refused = findUnreadable(file, text);
  if (refused !== undefined) return { entries: [], comments: [], problems: [refused] };
  const cursor: Cursor = { file, text, at: text.startsWith('\ufeff') ? 1 : 0, comments: [], problems: [] };
  const entries: DotenvEntry[] = [];
  for (;;) {
    skip(cursor, /\s*/y);
    if (cursor.at >= text.length) break;
    if (text[cursor.at] === '#') readComment(cursor);
    else {
      const entry = readEntry(cursor);
      if (entry !== undefined) entries.push(entry);
    }
  }
  return { entries, comments: cursor.comments, problems: cursor.problems };
}

/** Moves past what the sticky pattern matches, and returns it. */
function skip(cursor: Cursor, pattern: RegExp): string {
  pattern.lastIndex = cursor.at;
  const matched = pattern.exec(cursor.text)?.[0] ?? '';
  cursor.at += matched.length;
  return matched;
}

function readComment(cursor: Cursor): void {
  const start = cursor.at;
  const written = skip(cursor, /#[^\n]*/y).trimEnd();
  cursor.comments.push({
    span: span(cursor.file, start, start + written.length),
    text: written.slice(1).trim(),
  });
}

function readEntry(cursor: Cursor): DotenvEntry | undefined {
  const { file, text } = cursor;
  const start = cursor.at;
  skip(cursor, /export[ \t]+/y);
  const nameStart = cursor.at;
  const written = skip(cursor, /[\p{L}\p{N}_.\-[\]]*/uy);
  const where = span(file, nameStart, cursor.at);
  skip(cursor, /[ \t\r]*/y);
  const separator = text.charAt(cursor.at);
  const isBare = separator === '' || separator === '\n';
  const isNameless = written === '' && separator === '=';
  if ((written === '' && !isNameless) || !(isBare || separator === '=' || separator === ':'))
    return refuseLine(cursor, start);
  if (isNameless) reportNameless(cursor, start);
  const name = located(written, where);
  if (isBare) return { name, value: undefined, quote: 'none', span: span(file, start, where.end) };
  cursor.at += 1;
  const afterSeparator = cursor.at;
  skip(cursor, /[ \t]*/y);
  const opening = text[cursor.at];
  const quoted = opening === '"' || opening === "'" ? readQuoted(cursor, opening, written) : undefined;
  if (quoted === 'open') return undefined;
  const value = quoted ?? readPlain(cursor, afterSeparator);
  const quote: Quote = quoted === undefined ? 'none' : opening === '"' ? 'double' : 'single';
  return { name, value, quote, span: span(file, start, value.span.end) };
}

/** Up to the line's end or to a ` #` comment; blanks at both ends do not count. */
function readPlain(cursor: Cursor, afterSeparator: number): Located<string> {
  const { file } = cursor;
  const start = cursor.at;
  const line = skip(cursor, /[^\n]*/y);
  const comment = line.indexOf(' #');
  const value = (comment === -1 ? line : line.slice(0, comment)).trimEnd();
  if (value.startsWith('#') && start > afterSeparator)
    reportComment(cursor, span(file, start, start + value.length));
  if (comment !== -1) {
    cursor.at = start + comment + 1;
    readComment(cursor);
  }
  return located(value, value === '' ? span(file, afterSeparator) : span(file, start, start + value.length));
}

/** compose drops the blanks before it looks for ` #`, so a comment right after the `=` becomes the value. */
function reportComment(cursor: Cursor, where: Span): void {
  cursor.problems.push({
    code: 'dotenv-comment-is-value',
    message: 'The comment after the "=" is taken as the value',
    span: where,
    hint: 'Put the comment on a line of its own, or write "" before it.',
  });
}

/** The value between quotes, over several lines if need be. `open` when the closing quote is missing. */
function readQuoted(cursor: Cursor, quote: string, name: string): Located<string> | 'open' {
  const { file, text } = cursor;
  const start = cursor.at;
  let end = start + 1;
  while (end < text.length && text[end] !== quote) end += text[end] === '\\' ? 2 : 1;
  if (end >= text.length) {
    skip(cursor, /[^\n]*/y);
    cursor.problems.push({
      code: 'dotenv-quote-open',
      message: `The quoted value of ${name} is not closed`,
      span: span(file, start, start + 1),
      hint: `Add the closing ${quote}, or quote the value with the other kind if it holds one.`,
    });
    return 'open';
  }
  cursor.at = end + 1;
  reportRest(cursor, name);
  const body = text.slice(start + 1, end).replace(/\r\n/g, '\n');
  return located(
    quote === '"' ? unescapeDouble(body) : body.replace(/\\'/g, "'"),
    span(file, start, end + 1),
  );
}

const escapes: Readonly<Record<string, string>> = {
  a: '\u0007',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '"': '"',
  '\\': '\\',
  $: '$$',
};

function unescapeDouble(body: string): string {
  return body.replace(/\\(?:0([0-3][0-7]{2})|(.))/gs, (written, octal: string | undefined, char: string) =>
    octal === undefined ? (escapes[char] ?? written) : String.fromCharCode(Number.parseInt(octal, 8)),
  );
}

/** After a closing quote only blanks and a comment should follow; compose reads the rest as another entry, and so do we. */
function reportRest(cursor: Cursor, name: string): void {
  const { file, text } = cursor;
  skip(cursor, /[ \t\r]*/y);
  const next = text.charAt(cursor.at);
  if (next === '' || next === '\n' || next === '#') return;
  const start = cursor.at;
  const rest = skip(cursor, /[^\n]*/y).trimEnd();
  cursor.at = start;
  cursor.problems.push({
    code: 'dotenv-text-after-quote',
    message: `Text follows the closing quote of ${name}`,
    span: span(file, start, start + rest.length),
    hint: 'Put the whole value inside the quotes, or the rest on a line of its own.',
  });
}

/** Docker compose takes the value under a name that no program can ask for. */
function reportNameless(cursor: Cursor, start: number): void {
  const { file, text } = cursor;
  cursor.problems.push({
    code: 'dotenv-nameless',
    message: 'A line has no name before the "="',
    span: span(file, start, start + (/[^\n]*/.exec(text.slice(start))?.[0].trimEnd().length ?? 1)),
    hint: 'Write a name in front of the "=", or remove the line.',
  });
}

function refuseLine(cursor: Cursor, start: number): undefined {
  const { file, text } = cursor;
  cursor.at = start;
  const line = skip(cursor, /[^\n]*/y).trimEnd();
  const equals = text.slice(start, start + line.length).indexOf('=');
  const isSpaced = /^(?:export\s+)?[\w.-]+\s+[^=]*$/.test(equals === -1 ? line : line.slice(0, equals));
  cursor.problems.push({
    code: 'dotenv-line',
    message: 'The line is not of the form NAME=value',
    span: span(file, start, start + line.length),
    hint: isSpaced
      ? 'A name holds no blanks: write NAME=value, or start the line with # if it is a comment.'
      : 'Use letters, digits, "_", "." and "-" in the name, followed by "=".',
  });
  return undefined;
}

function findUnreadable(file: string, text: string): SyntaxProblem | undefined {
  const first = span(file, 0, Math.min(1, text.length));
  if (text.length > maxDotenvBytes) {
    return {
      code: 'dotenv-too-large',
      message: 'The file is larger than 1 MiB',
      span: first,
      hint: 'Leave the file out of the review if it is not an env file.',
    };
  }
  if (/^(?:\ufffd\ufffd|\ufffe)/.test(text)) {
    return {
      code: 'dotenv-encoding',
      message: 'The file is encoded as UTF-16',
      span: first,
      hint: 'Save the file as UTF-8.',
    };
  }
  const nul = text.indexOf('\u0000');
  if (nul === -1) return undefined;
  return {
    code: 'dotenv-binary',
    message: 'The file holds binary content, not an env file',
    span: span(file, nul, nul + 1),
    hint: 'Check that this is the file that was meant.',
  };
}
