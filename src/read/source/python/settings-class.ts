// Fields of pydantic settings: each is an environment variable of the same name in capitals.
import { isVariableName, type SourceScan, spanOf } from '../scan.ts';
import { isMark, isWhole, matches, type Token, tokenAt } from '../token.ts';
import { equalsAfter, type PythonNames, valueAt } from './value.ts';

/** Words of a class that are looked at: keeps odd input from costing the square of its length. */
const maximumBody = 3000;

/** `class Settings(BaseSettings):` with `class` at `index`. */
export function readSettingsClass(scan: SourceScan, names: PythonNames, index: number): void {
  const { tokens } = scan;
  const line = tokenAt(tokens, index - 1);
  if (line.kind !== 'line') return;
  const open = index + 2;
  const close = isMark(tokenAt(tokens, open), '(') ? (scan.closing[open] ?? -1) : -1;
  if (close === -1) return;
  const isSettings = tokens
    .slice(open, Math.min(close, open + 20))
    .some((token) => token.text === 'BaseSettings');
  if (!isSettings) return;
  const end = bodyEnd(scan, close, line.text);
  const body = bodyIndent(scan, close, end);
  const prefix = prefixIn(scan, close, end);
  for (let at = close; at < end; at++) {
    const token = tokenAt(tokens, at);
    if (token.kind === 'line' && token.text === body) readField(scan, names, at + 1, prefix);
  }
}

/** Index of the first line that is not deeper than the class. */
function bodyEnd(scan: SourceScan, from: number, indent: string): number {
  const limit = Math.min(scan.tokens.length, from + maximumBody);
  for (let at = from; at < limit; at++) {
    const token = tokenAt(scan.tokens, at);
    if (token.kind === 'line' && token.text.length <= indent.length) return at;
  }
  return limit;
}

function bodyIndent(scan: SourceScan, from: number, end: number): string | undefined {
  for (let at = from; at < end; at++) {
    const token = tokenAt(scan.tokens, at);
    if (token.kind === 'line') return token.text;
  }
  return undefined;
}

function prefixIn(scan: SourceScan, from: number, end: number): string {
  for (let at = from; at < end; at++) {
    const value = tokenAt(scan.tokens, at + 2);
    if (matches(scan.tokens, at, 'env_prefix', '=') && isWhole(value)) return value.text;
  }
  return '';
}

/** `database_url: str` or `port: int = 8000`; `Field(...)` without a default is required. */
function readField(scan: SourceScan, names: PythonNames, index: number, prefix: string): void {
  const name: Token = tokenAt(scan.tokens, index);
  const isField = name.kind === 'name' && isMark(tokenAt(scan.tokens, index + 1), ':');
  if (!isField || !isVariableName(name.text) || /^(?:model_config|def|class)$/.test(name.text)) return;
  const equals = equalsAfter(scan, index + 1);
  const isRequired = equals === undefined || isRequiredField(scan, equals + 1);
  const value = equals === undefined || isRequired ? undefined : valueAt(scan, names, equals + 1).text;
  scan.facts.push({
    kind: 'env-read',
    name: `${prefix}${name.text}`.toUpperCase(),
    hasDefault: !isRequired,
    defaultValue: value,
    at: spanOf(scan, name),
    confidence: 'possible',
  });
}

function isRequiredField(scan: SourceScan, index: number): boolean {
  const { tokens } = scan;
  if (isMark(tokenAt(tokens, index), '.') || tokenAt(tokens, index).text === '...') return true;
  if (!matches(tokens, index, 'Field', '(')) return false;
  const first = tokenAt(tokens, index + 2);
  return (
    isMark(first, '.') ||
    isMark(first, ')') ||
    (!tokens.slice(index, index + 12).some(({ text }) => /^default(?:_factory)?$/.test(text)) &&
      isMark(tokenAt(tokens, index + 3), '='))
  );
}
