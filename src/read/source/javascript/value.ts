// The value of a short expression: a literal, an environment variable, a known constant, with what stands in for it.
import type { SourceScan } from '../scan.ts';
import { isMark, isWhole, matches, type Token, tokenAt } from '../token.ts';

export interface Value {
  readonly number: number | undefined;
  readonly text: string | undefined;
  /** Environment variable that decides. */
  readonly variable: string | undefined;
  /** Index of the first word after the expression. */
  readonly next: number;
}

/** Names of this file with the value they were declared with. */
export interface Names {
  readonly values: Map<string, Value>;
  /** Names that stand for `process.env`. */
  readonly environments: Set<string>;
}

const unwrapped = new Set(['Number', 'parseInt', 'parseFloat', 'String', '+', '(', 'Math', 'await']);
const maximumDepth = 8;

/** `process.env`, `import.meta.env`, `Bun.env`, or a name for one: the index after it, or -1. */
export function afterEnvironment(scan: SourceScan, names: Names, index: number): number {
  const { tokens } = scan;
  const first = tokenAt(tokens, index);
  if (first.kind !== 'name') return -1;
  const way = environments.get(first.text)?.find((words) => matches(tokens, index, ...words));
  if (way === undefined && !names.environments.has(first.text)) return -1;
  const before = tokenAt(tokens, index - 1);
  if (isMark(before, '.') || isMark(before, '?.')) return -1;
  return index + (way?.length ?? 1);
}

/** The ways to the environment, by their first word. */
const environments: ReadonlyMap<string, readonly (readonly string[])[]> = new Map([
  [
    'process',
    [
      ['process', '.', 'env'],
      ['process', '?.', 'env'],
    ],
  ],
  ['Bun', [['Bun', '.', 'env']]],
  ['globalThis', [['globalThis', '.', 'process', '.', 'env']]],
  ['import', [['import', '.', 'meta', '.', 'env']]],
]);

/** The member after an environment at `index`: `.X` or `['X']`. */
export function memberAt(scan: SourceScan, index: number): { name: Token; next: number } | undefined {
  const { tokens } = scan;
  const isDotted = isMark(tokenAt(tokens, index), '.') || isMark(tokenAt(tokens, index), '?.');
  const name = tokenAt(tokens, index + 1);
  if (isDotted && name.kind === 'name') return { name, next: index + 2 };
  const bracket = isDotted ? index + 1 : index;
  const inner = tokenAt(tokens, bracket + 1);
  const isIndexed = isMark(tokenAt(tokens, bracket), '[') && isMark(tokenAt(tokens, bracket + 2), ']');
  return isIndexed && isWhole(inner) ? { name: inner, next: bracket + 3 } : undefined;
}

export function readValue(scan: SourceScan, names: Names, index: number, depth = 0): Value {
  const first = readPrimary(scan, names, index, depth);
  let { next } = first;
  if (isMark(tokenAt(scan.tokens, next), '!')) next += 1;
  const mark = tokenAt(scan.tokens, next);
  const hasFallback = mark.kind === 'punctuation' && (mark.text === '??' || mark.text === '||');
  if (!hasFallback || depth > maximumDepth) return { ...first, next };
  const second = readValue(scan, names, next + 1, depth + 1);
  return {
    number: first.number ?? second.number,
    text: first.text ?? second.text,
    variable: first.variable ?? second.variable,
    next: second.next,
  };
}

function readPrimary(scan: SourceScan, names: Names, index: number, depth: number): Value {
  const { tokens } = scan;
  const token = tokenAt(tokens, index);
  const environment = afterEnvironment(scan, names, index);
  const member = environment === -1 ? undefined : memberAt(scan, environment);
  if (member !== undefined) return { ...unknown(member.next), variable: member.name.text };
  if (token.kind === 'number') {
    return { ...unknown(index + 1), number: Number(token.text.replaceAll('_', '')), text: token.text };
  }
  if (isWhole(token)) {
    const number = /^\d+$/.test(token.text) ? Number(token.text) : undefined;
    return { ...unknown(index + 1), number, text: token.text };
  }
  if (unwrapped.has(token.text) && token.kind !== 'string' && depth < maximumDepth) {
    return readWrapped(scan, names, index, depth);
  }
  return token.kind === 'name' ? readName(scan, names, index) : unknown(index + 1);
}

/** `Number(x)`, `parseInt(x, 10)`, `+x`, `(x)`. */
function readWrapped(scan: SourceScan, names: Names, index: number, depth: number): Value {
  const isCall = tokenAt(scan.tokens, index).kind === 'name' && isMark(tokenAt(scan.tokens, index + 1), '(');
  const open = isCall ? index + 1 : index;
  const inner = readValue(scan, names, open + 1, depth + 1);
  const close = scan.closing[open] ?? -1;
  return isMark(tokenAt(scan.tokens, open), '(') && close !== -1 ? { ...inner, next: close + 1 } : inner;
}

/** `port`, `config.port`, `Number.parseInt(x)`, `numberFrom('PORT', 8000)`. */
function readName(scan: SourceScan, names: Names, index: number): Value {
  const { tokens } = scan;
  let last = index;
  while (isMark(tokenAt(tokens, last + 1), '.') && tokenAt(tokens, last + 2).kind === 'name') last += 2;
  const name = tokenAt(tokens, last);
  if (!isMark(tokenAt(tokens, last + 1), '(')) {
    const known = names.values.get(last === index ? name.text : `.${name.text}`);
    return { ...(known ?? unknown(0)), next: last + 1 };
  }
  const close = scan.closing[last + 1] ?? -1;
  const next = close === -1 ? last + 2 : close + 1;
  const key = tokenAt(tokens, last + 2);
  if (readsVariable(name.text) && isVariableText(key)) {
    const hasSecond = isMark(tokenAt(tokens, last + 3), ',');
    const second = hasSecond ? readPrimaryLiteral(scan, names, last + 4) : unknown(0);
    return { ...second, variable: key.text, next };
  }
  return unknown(next);
}

function readPrimaryLiteral(scan: SourceScan, names: Names, index: number): Value {
  const token = tokenAt(scan.tokens, index);
  if (token.kind === 'name') return names.values.get(token.text) ?? unknown(0);
  return readPrimary(scan, names, index, maximumDepth);
}

/** Functions that by their name read a setting: `getEnv('X')`, `required('X')`, `numberFrom('PORT', 8000)`. */
export function readsVariable(name: string): boolean {
  return /^(?:env|required?|must)$|env(?:ironment)?(?:var|variable|string|str|number|num|int|bool|boolean)?$|^(?:get|read|require)?(?:env|config|setting|secret)|(?:string|number|int|integer|bool|boolean|value)from(?:env)?$/i.test(
    name,
  );
}

/** `DATABASE_URL`: how variables are written, and module names are not. */
export function isVariableText(token: Token): boolean {
  return isWhole(token) && /^[A-Z][A-Z0-9_]+$/.test(token.text);
}

function unknown(next: number): Value {
  return { number: undefined, text: undefined, variable: undefined, next };
}
