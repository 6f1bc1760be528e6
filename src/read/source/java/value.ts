// Variables that Java reads, and the values of short expressions.
import type { SourceScan } from '../scan.ts';
import { isMark, isWhole, matches, type Token, tokenAt } from '../token.ts';

export interface JavaValue {
  readonly text: string | undefined;
  readonly variable: string | undefined;
}

export type JavaNames = ReadonlyMap<string, JavaValue>;

const unknown: JavaValue = { text: undefined, variable: undefined };

export interface JavaRead {
  readonly key: Token;
  /** Index of what stands in, when something does. */
  readonly fallback: number | undefined;
  readonly hasFallback: boolean;
  readonly close: number;
}

/** `System.getenv("X")`, `System.getenv().getOrDefault("X", "d")`, `getenv().get("X")`, with `getenv` at `index`. */
export function readAt(scan: SourceScan, index: number): JavaRead | undefined {
  const { tokens } = scan;
  if (!matches(tokens, index, 'getenv', '(')) return undefined;
  const isMap = matches(tokens, index + 2, ')', '.');
  const open = isMap ? index + 5 : index + 1;
  const close = isMark(tokenAt(tokens, open), '(') ? (scan.closing[open] ?? -1) : -1;
  const key = tokenAt(tokens, open + 1);
  if (close === -1 || !isWhole(key)) return undefined;
  if (isMark(tokenAt(tokens, open + 2), ',')) return { key, fallback: open + 3, hasFallback: true, close };
  return { key, close, ...fallbackAfter(scan, index, close) };
}

/** `Optional.ofNullable(…).orElse("d")`, `System.getenv("X") != null ? …`, Kotlin's `?: "d"`. */
function fallbackAfter(
  scan: SourceScan,
  index: number,
  close: number,
): Pick<JavaRead, 'fallback' | 'hasFallback'> {
  const { tokens } = scan;
  const after = tokenAt(tokens, close + 1);
  if (isMark(after, '?:')) return { fallback: close + 2, hasFallback: true };
  if (isMark(after, '==') || isMark(after, '!=') || matches(tokens, index - 5, 'containsKey'))
    return { fallback: undefined, hasFallback: true };
  const orElse = isMark(after, ')') && isMark(tokenAt(tokens, close + 2), '.') ? close + 3 : -1;
  if (orElse !== -1 && /^orElse(?:Get)?$/.test(tokenAt(tokens, orElse).text))
    return { fallback: orElse + 2, hasFallback: true };
  const isArgument = isMark(after, ',') && isWhole(tokenAt(tokens, close + 2));
  return isArgument
    ? { fallback: close + 2, hasFallback: true }
    : { fallback: undefined, hasFallback: false };
}

/** `int port = …;`, `static final String HOST = …`. */
export function readNames(scan: SourceScan): JavaNames {
  const names = new Map<string, JavaValue>();
  const { tokens } = scan;
  for (let index = 1; index < tokens.length; index++) {
    const name = tokenAt(tokens, index - 1);
    if (!isMark(tokenAt(tokens, index), '=') || name.kind !== 'name' || names.has(name.text)) continue;
    const value = valueAt(scan, names, index + 1);
    if (value.text !== undefined || value.variable !== undefined) names.set(name.text, value);
  }
  return names;
}

export function valueAt(scan: SourceScan, names: JavaNames, index: number, depth = 0): JavaValue {
  const { tokens } = scan;
  const token = tokenAt(tokens, index);
  if (depth > 4) return unknown;
  // `System.getenv`, `Integer.parseInt(…)`, `Integer.valueOf(…)`.
  if (matches(tokens, index, 'System', '.')) return valueAt(scan, names, index + 2, depth + 1);
  if (/^(?:Integer|Optional|Objects)$/.test(token.text) && isMark(tokenAt(tokens, index + 3), '('))
    return valueAt(scan, names, index + 4, depth + 1);
  const read = readAt(scan, index);
  if (read !== undefined) {
    const given = read.fallback === undefined ? unknown : valueAt(scan, names, read.fallback, depth + 1);
    return { text: given.text, variable: read.key.text };
  }
  if (isMark(tokenAt(tokens, index + 1), '+')) return unknown;
  if (isWhole(token) || token.kind === 'number') return { text: token.text, variable: undefined };
  return token.kind === 'name' && !isMark(tokenAt(tokens, index + 1), '(')
    ? (names.get(token.text) ?? unknown)
    : unknown;
}
