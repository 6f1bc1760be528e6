// Python expressions that end in a port or an environment variable.
import type { SourceScan } from '../scan.ts';
import { isMark, isWhole, matches, type Token, tokenAt } from '../token.ts';

/** A call or subscript that reads a variable. */
export interface PythonRead {
  readonly name: Token;
  readonly last: Token;
  /** Index of the default's first word; undefined: none is given. */
  readonly fallbackAt: number | undefined;
  readonly next: number;
}

const maximumDepth = 8;

/** `os.environ['X']`, `os.environ.get('X', d)`, `os.getenv('X', d)`, `environ.get('X')`, `getenv('X')`. */
export function readAt(scan: SourceScan, index: number): PythonRead | undefined {
  const { tokens } = scan;
  if (isMark(tokenAt(tokens, index - 1), '.')) return undefined;
  const from = matches(tokens, index, 'os', '.') ? index + 2 : index;
  if (matches(tokens, from, 'getenv', '(')) return readCall(scan, from + 1);
  if (matches(tokens, from, 'environ', '[')) return readSubscript(scan, from + 1);
  const isCall = /^(?:get|pop|setdefault)$/.test(tokenAt(tokens, from + 2).text);
  return isCall && matches(tokens, from, 'environ', '.') && isMark(tokenAt(tokens, from + 3), '(')
    ? readCall(scan, from + 3)
    : undefined;
}

function readCall(scan: SourceScan, open: number): PythonRead | undefined {
  const { tokens } = scan;
  const name = literalOf(scan, tokenAt(tokens, matches(tokens, open + 1, 'key', '=') ? open + 3 : open + 1));
  const close = scan.closing[open] ?? -1;
  if (!isWhole(name) || close === -1) return undefined;
  const at = open + 2;
  const named = matches(tokens, at + 1, 'default', '=') ? at + 3 : at + 1;
  const isNone = matches(tokens, named, 'None') && named + 1 === close;
  const hasSecond = isMark(tokenAt(tokens, at), ',') && named < close && !isNone;
  const last = tokenAt(tokens, close);
  return { name, last, fallbackAt: hasSecond ? named : orAt(scan, close + 1), next: close + 1 };
}

function readSubscript(scan: SourceScan, open: number): PythonRead | undefined {
  const name = literalOf(scan, tokenAt(scan.tokens, open + 1));
  const close = open + 2;
  const isRead = isWhole(name) && isMark(tokenAt(scan.tokens, close), ']');
  const isWritten = isMark(tokenAt(scan.tokens, close + 1), '=');
  if (!isRead || isWritten) return undefined;
  return { name, last: tokenAt(scan.tokens, close), fallbackAt: undefined, next: close + 1 };
}

/** The text of a constant of the same file: `URL_ENV = 'URL'`, `os.getenv(URL_ENV)`. */
function literalOf(scan: SourceScan, token: Token): Token {
  if (token.kind !== 'name') return token;
  const known = constants.get(scan) ?? readConstants(scan);
  constants.set(scan, known);
  const text = known.get(token.text);
  return text === undefined ? token : { ...token, kind: 'string', text };
}

const constants = new WeakMap<SourceScan, ReadonlyMap<string, string>>();

function readConstants({ tokens }: SourceScan): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  tokens.forEach(({ kind, text }, index) => {
    const name = tokenAt(tokens, index + 1).text;
    const value = tokenAt(tokens, index + 3);
    if (kind !== 'line' || text !== '' || !/^_?[A-Z][A-Z0-9_]*$/.test(name) || found.has(name)) return;
    if (!isMark(tokenAt(tokens, index + 2), '=') || !isWhole(value)) return;
    if (tokenAt(tokens, index + 4).kind !== 'punctuation') found.set(name, value.text);
  });
  return found;
}

/** `os.getenv('X') or 'd'`. */
function orAt(scan: SourceScan, index: number): number | undefined {
  return matches(scan.tokens, index, 'or') ? index + 1 : undefined;
}

export interface PythonValue {
  readonly number: number | undefined;
  readonly text: string | undefined;
  readonly variable: string | undefined;
}

const nothingKnown: PythonValue = { number: undefined, text: undefined, variable: undefined };

export type PythonNames = ReadonlyMap<string, PythonValue>;

/** `8000`, `'0.0.0.0'`, `PORT`, `int(os.environ.get('PORT', 8000))`. */
export function valueAt(scan: SourceScan, names: PythonNames, index: number, depth = 0): PythonValue {
  const token = tokenAt(scan.tokens, index);
  if (token.kind === 'number') {
    return { ...nothingKnown, number: Number(token.text.replaceAll('_', '')), text: token.text };
  }
  if (isWhole(token)) {
    const number = /^\d+$/.test(token.text) ? Number(token.text) : undefined;
    return { ...nothingKnown, number, text: token.text };
  }
  if (depth > maximumDepth) return nothingKnown;
  if (matches(scan.tokens, index, 'int', '(') || matches(scan.tokens, index, 'str', '(')) {
    return valueAt(scan, names, index + 2, depth + 1);
  }
  const read = readAt(scan, index);
  if (read !== undefined) {
    const fallback =
      read.fallbackAt === undefined ? nothingKnown : valueAt(scan, names, read.fallbackAt, depth + 1);
    return { ...fallback, variable: read.name.text };
  }
  return token.kind === 'name' ? nameAt(scan, names, index) : nothingKnown;
}

/** `PORT`, `settings.port`: the last name counts. */
function nameAt(scan: SourceScan, names: PythonNames, index: number): PythonValue {
  let last = index;
  while (isMark(tokenAt(scan.tokens, last + 1), '.') && tokenAt(scan.tokens, last + 2).kind === 'name')
    last += 2;
  if (isMark(tokenAt(scan.tokens, last + 1), '(')) return nothingKnown;
  return names.get(tokenAt(scan.tokens, last).text) ?? nothingKnown;
}

/** `PORT = …` and `port: int = …` at the start of a line. */
export function readNames(scan: SourceScan): PythonNames {
  const names = new Map<string, PythonValue>();
  scan.tokens.forEach((token, index) => {
    if (token.kind !== 'line' || tokenAt(scan.tokens, index + 1).kind !== 'name') return;
    const equals = equalsAfter(scan, index + 2);
    const name = tokenAt(scan.tokens, index + 1).text;
    if (equals === undefined || names.has(name)) return;
    const value = valueAt(scan, names, equals + 1);
    if (value !== nothingKnown) names.set(name, value);
  });
  return names;
}

/** The `=` of an assignment with an annotation or without, on the same line. */
export function equalsAfter(scan: SourceScan, index: number): number | undefined {
  const { tokens } = scan;
  if (isMark(tokenAt(tokens, index), '=')) return index;
  if (!isMark(tokenAt(tokens, index), ':')) return undefined;
  for (let at = index + 1; at < Math.min(tokens.length, index + 30); at++) {
    if (tokenAt(tokens, at).kind === 'line') return undefined;
    if (isMark(tokenAt(tokens, at), '=')) return at;
    const close = scan.closing[at] ?? -1;
    if (close !== -1) at = close;
  }
  return undefined;
}
