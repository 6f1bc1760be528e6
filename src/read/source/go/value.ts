// The value of a short Go expression: a literal, an environment variable, a name of the file, with what stands in for it.
import type { SourceScan } from '../scan.ts';
import { isMark, isWhole, matches, tokenAt } from '../token.ts';

export interface GoValue {
  readonly text: string | undefined;
  /** Environment variable that decides. */
  readonly variable: string | undefined;
}

const unknown: GoValue = { text: undefined, variable: undefined };

/** Names of this file with the value they are first given. */
export type GoNames = ReadonlyMap<string, GoValue>;

/** Functions that by their name read a variable: `getEnv("X", "d")`, `mustMapEnv(&target, "X")`, `envOr("X", "d")`. */
export function readsVariable(name: string): boolean {
  if (name.length > 60) return false;
  return /^(?:\w*(?:get|read|lookup|map|must|require|from|parse)\w*env\w*|env(?:or|ordefault|string|int|bool|var|default)?)$/i.test(
    name,
  );
}

/** The variable that a call at `index` reads, with the index of its name, and of what stands in for it. */
export interface GoRead {
  readonly key: number;
  readonly fallback: number | undefined;
  readonly close: number;
  readonly isPlain: boolean;
}

export function readAt(scan: SourceScan, index: number): GoRead | undefined {
  const { tokens } = scan;
  const isLibrary =
    matches(tokens, index, 'os', '.', 'Getenv', '(') || matches(tokens, index, 'os', '.', 'LookupEnv', '(');
  const callee = tokenAt(tokens, index);
  const isOwn =
    callee.kind === 'name' &&
    isMark(tokenAt(tokens, index + 1), '(') &&
    readsVariable(callee.text) &&
    !matches(tokens, index - 2, 'os', '.') &&
    !matches(tokens, index - 1, 'func');
  if (!isLibrary && !isOwn) return undefined;
  const open = isLibrary ? index + 3 : index + 1;
  const close = scan.closing[open] ?? -1;
  const key = isLibrary ? open + 1 : firstVariable(scan, open, close);
  const token = tokenAt(tokens, key);
  if (close === -1 || key === -1 || !isWhole(token)) return undefined;
  const hasSecond = isOwn && isMark(tokenAt(tokens, key + 1), ',');
  return {
    key,
    fallback: hasSecond ? key + 2 : undefined,
    close,
    isPlain: matches(tokens, index + 2, 'Getenv'),
  };
}

function firstVariable(scan: SourceScan, open: number, close: number): number {
  for (let at = open + 1; at < Math.min(close, open + 8); at++) {
    const token = tokenAt(scan.tokens, at);
    if (isWhole(token) && /^[A-Z][A-Z0-9_]+$/.test(token.text)) return at;
    if (token.kind === 'string') return -1;
  }
  return -1;
}

/** The text that a name is given when it is empty: `if port == "" { port = "8080" }`, soon after `index`. */
export function givenWhenEmpty(scan: SourceScan, name: string, index: number): number | undefined {
  const { tokens } = scan;
  for (let at = index; at < Math.min(tokens.length, index + 12); at++) {
    if (!matches(tokens, at, 'if', name, '==')) continue;
    const open = at + 4;
    return isMark(tokenAt(tokens, open), '{') && matches(tokens, open + 1, name, '=') ? open + 3 : undefined;
  }
  return undefined;
}

export function readNames(scan: SourceScan): GoNames {
  const names = new Map<string, GoValue>();
  const { tokens } = scan;
  for (let index = 1; index < tokens.length; index++) {
    const token = tokenAt(tokens, index);
    const isSet = isMark(token, ':=') || isMark(token, '=');
    const name = tokenAt(tokens, index - 1);
    // `var x string = …`
    const named = name.text === 'string' && isMark(token, '=') ? tokenAt(tokens, index - 2) : name;
    if (!isSet || named.kind !== 'name') continue;
    const value = valueAt(scan, names, index + 1);
    const old = names.get(named.text);
    // What an `if` gives later stands in for the first value.
    if (old === undefined) names.set(named.text, value);
    else names.set(named.text, { text: old.text ?? value.text, variable: old.variable ?? value.variable });
  }
  return names;
}

export function valueAt(scan: SourceScan, names: GoNames, index: number, depth = 0): GoValue {
  const { tokens } = scan;
  const token = tokenAt(tokens, index);
  const read = readAt(scan, index);
  if (read !== undefined) {
    const fallback = read.fallback === undefined ? unknown : valueAt(scan, names, read.fallback, depth + 1);
    return { text: fallback.text, variable: tokenAt(tokens, read.key).text };
  }
  if (depth > 4) return unknown;
  if (isWhole(token) || token.kind === 'number') {
    // `":" + port`
    if (!isMark(tokenAt(tokens, index + 1), '+')) return { text: token.text, variable: undefined };
    return joined([{ text: token.text, variable: undefined }, valueAt(scan, names, index + 2, depth + 1)]);
  }
  if (matches(tokens, index, 'fmt', '.', 'Sprintf', '(')) return formatted(scan, names, index + 3, depth);
  const isCall = isMark(tokenAt(tokens, index + 1), '(') || isMark(tokenAt(tokens, index + 1), '.');
  if (token.kind !== 'name' || isCall) return unknown;
  const own = names.get(token.text) ?? unknown;
  return isMark(tokenAt(tokens, index + 1), '+')
    ? joined([own, valueAt(scan, names, index + 2, depth + 1)])
    : own;
}

function joined(parts: readonly GoValue[]): GoValue {
  const texts = parts.map(({ text }) => text);
  const variable = parts.findLast((part) => part.variable !== undefined)?.variable;
  return { text: texts.includes(undefined) ? undefined : texts.join(''), variable };
}

/** `fmt.Sprintf(":%s", port)`, with the bracket at `open`. */
function formatted(scan: SourceScan, names: GoNames, open: number, depth: number): GoValue {
  const { tokens } = scan;
  const format = tokenAt(tokens, open + 1);
  const close = scan.closing[open] ?? -1;
  if (!isWhole(format) || close === -1) return unknown;
  const parts: GoValue[] = [];
  let at = open + 2;
  for (const piece of format.text.split(/(%[sdv])/)) {
    if (!/^%[sdv]$/.test(piece)) {
      parts.push({ text: piece, variable: undefined });
      continue;
    }
    parts.push(isMark(tokenAt(tokens, at), ',') ? valueAt(scan, names, at + 1, depth + 1) : unknown);
    for (at += 1; at < close && !isMark(tokenAt(tokens, at), ','); )
      at = Math.max(at, scan.closing[at] ?? -1) + 1;
  }
  return joined(parts);
}
