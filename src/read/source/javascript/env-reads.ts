// Environment variables that JavaScript reads.
import { addEnvRead, type Fallback, isVariableName, type SourceScan, spanOf } from '../scan.ts';
import { isMark, isWhole, matches, tokenAt } from '../token.ts';
import { afterEnvironment, isVariableText, memberAt, type Names, readsVariable, readValue } from './value.ts';

export function readEnvReads(scan: SourceScan, names: Names): void {
  const usesEnvironment = names.environments.size > 0 || scan.tokens.some((token) => token.text === 'env');
  for (let index = 0; index < scan.tokens.length; index++) {
    const environment = afterEnvironment(scan, names, index);
    if (environment !== -1) readMember(scan, names, index, environment);
    else readNamedCall(scan, names, index);
    if (usesEnvironment) readSchemaKey(scan, index);
  }
}

function readMember(scan: SourceScan, names: Names, index: number, environment: number): void {
  const { tokens } = scan;
  const member = memberAt(scan, environment);
  if (member === undefined) {
    const isSource = isMark(tokenAt(tokens, index - 1), '=') && isMark(tokenAt(tokens, index - 2), '}');
    if (isSource) readDestructured(scan, names, index - 2);
    return;
  }
  const mark = tokenAt(tokens, member.next);
  const isWritten = mark.kind === 'punctuation' && (mark.text === '=' || mark.text === '=>');
  if (isWritten || matches(tokens, index - 1, 'delete')) return;
  const last = tokenAt(tokens, member.next - 1);
  addEnvRead(
    scan,
    member.name,
    spanOf(scan, tokenAt(tokens, index), last),
    fallbackAt(scan, names, index, member.next),
  );
}

/** `?? 'd'`, `|| 'd'`, also past the bracket of `Number(process.env.X) || 5`; `??=` sets it. */
function fallbackAt(scan: SourceScan, names: Names, index: number, next: number): Fallback | undefined {
  const { tokens } = scan;
  let at = next;
  if (isMark(tokenAt(tokens, at), '!')) at += 1;
  const isWrapped =
    isMark(tokenAt(tokens, index - 1), '(') &&
    /^(?:Number|parseInt|parseFloat|String|Boolean)$/.test(tokenAt(tokens, index - 2).text);
  const close = isWrapped ? (scan.closing[index - 1] ?? -1) : -1;
  const mark = tokenAt(tokens, at);
  if (mark.kind === 'punctuation' && /^(?:\?\?|\|\|)=?$/.test(mark.text)) return literal(scan, names, at + 1);
  // `process.env.X ? a : b` and `process.env.X === 'y'` do well without the variable.
  if (mark.kind === 'punctuation' && /^(?:\?|===?|!==?)$/.test(mark.text)) return { text: undefined };
  const outer = close === -1 ? undefined : tokenAt(tokens, close + 1);
  return outer?.kind === 'punctuation' && /^(?:\?\?|\|\|)$/.test(outer.text)
    ? literal(scan, names, close + 2)
    : undefined;
}

function literal(scan: SourceScan, names: Names, index: number): Fallback | undefined {
  // `?? fail('X is not set')` and `|| throw` are no defaults.
  const token = tokenAt(scan.tokens, index);
  const isCall = token.kind === 'name' && isMark(tokenAt(scan.tokens, index + 1), '(');
  if (isCall && /^(?:fail|die|panic|throw|raise|missing|required|abort|exit|error)/i.test(token.text))
    return undefined;
  return { text: readValue(scan, names, index).text };
}

/** `const { A, B = 'x', C: c } = process.env`; `close` is the index of the closing brace. */
function readDestructured(scan: SourceScan, names: Names, close: number): void {
  const { tokens } = scan;
  const open = openerOf(scan, close);
  for (let index = open + 1; open !== -1 && index < close; index++) {
    const token = tokenAt(tokens, index);
    const inner = scan.closing[index] ?? -1;
    if (inner !== -1) index = inner;
    else if (startsEntry(scan, index, open) && (token.kind === 'name' || isWhole(token))) {
      const renamed = isMark(tokenAt(tokens, index + 1), ':') ? index + 2 : index;
      const hasDefault = isMark(tokenAt(tokens, renamed + 1), '=');
      const fallback = hasDefault ? { text: readValue(scan, names, renamed + 2).text } : undefined;
      addEnvRead(scan, token, spanOf(scan, token), fallback);
    }
  }
}

/** A pattern of thousands of words is none: the bound keeps odd input from costing the square of its length. */
function openerOf(scan: SourceScan, close: number): number {
  for (let open = close - 1; open >= Math.max(0, close - 2000); open--) {
    if (scan.closing[open] === close) return open;
  }
  return -1;
}

function startsEntry(scan: SourceScan, index: number, open: number): boolean {
  return index - 1 === open || isMark(tokenAt(scan.tokens, index - 1), ',');
}

/** `getEnv('X')`, `required('DATABASE_URL', log)`, `numberFrom('PORT', 8000)`: by their names, so only possible. */
function readNamedCall(scan: SourceScan, names: Names, index: number): void {
  const { tokens } = scan;
  const callee = tokenAt(tokens, index);
  const key = tokenAt(tokens, index + 2);
  if (callee.kind !== 'name' || !isMark(tokenAt(tokens, index + 1), '(') || !isVariableText(key)) return;
  if (!readsVariable(callee.text)) return;
  const hasSecond = isMark(tokenAt(tokens, index + 3), ',') && !/requir|must/i.test(callee.text);
  const fallback = hasSecond ? { text: readValue(scan, names, index + 4).text } : undefined;
  addEnvRead(scan, key, spanOf(scan, key), fallback, 'possible');
}

/** `PORT: z.coerce.number().default(3000)` of zod, `PORT: port({ default: 3000 })` of envalid. */
function readSchemaKey(scan: SourceScan, index: number): void {
  const { tokens } = scan;
  const key = tokenAt(tokens, index);
  const isKey =
    key.kind === 'name' && /^[A-Z][A-Z0-9_]+$/.test(key.text) && isMark(tokenAt(tokens, index + 1), ':');
  if (!isKey || !isVariableName(key.text)) return;
  const kind = tokenAt(tokens, index + 2).text;
  const isSchema = /^(?:z|v|t|Joi|joi|yup|Type)$/.test(kind) && isMark(tokenAt(tokens, index + 3), '.');
  const isValidator =
    /^(?:str|num|bool|port|url|host|email|json|makeValidator)$/.test(kind) &&
    isMark(tokenAt(tokens, index + 3), '(');
  if (!isSchema && !isValidator) return;
  const hasDefault = schemaHasDefault(scan, index + 2);
  addEnvRead(scan, key, spanOf(scan, key), hasDefault ? { text: undefined } : undefined, 'possible');
}

/** Looks through the chain of one entry, up to its comma. */
function schemaHasDefault(scan: SourceScan, from: number): boolean {
  let depth = 0;
  for (let index = from; index < Math.min(scan.tokens.length, from + 60); index++) {
    const token = tokenAt(scan.tokens, index);
    if (token.kind === 'name' && /^(?:default|optional|nullish|devDefault|catch)$/.test(token.text))
      return true;
    if (token.kind !== 'punctuation') continue;
    if (/^[([{]$/.test(token.text)) depth += 1;
    else if (/^[)\]}]$/.test(token.text)) depth -= 1;
    if (depth < 0 || (depth === 0 && token.text === ',')) return false;
  }
  return false;
}
