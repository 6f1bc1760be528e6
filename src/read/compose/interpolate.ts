// `$VAR` and `${VAR…}` in values (spec: 12-interpolation). Pure: text and a lookup in, text and the uses met out.
import type { VariableUse } from '../../model/service.ts';
import type { Piece } from './node/place.ts';
import type { Lookup, Variable } from './variables.ts';

export interface Interpolated {
  readonly text: string;
  readonly pieces: readonly Piece[];
  readonly uses: readonly Use[];
  readonly faults: readonly Fault[];
}

/** A variable that was looked up; those of a default that is not needed are not. */
export interface Use {
  readonly name: string;
  readonly form: VariableUse['form'];
  readonly variable: Variable | undefined;
  readonly start: number;
  readonly end: number;
}

export interface Fault {
  readonly kind: 'syntax' | 'required';
  readonly message: string;
  readonly start: number;
  readonly end: number;
}

type Operator = ':-' | '-' | ':?' | '?' | ':+' | '+' | '';

export type Part =
  | { readonly kind: 'text'; readonly text: string; readonly start: number; readonly end: number }
  | {
      readonly kind: 'variable';
      readonly name: string;
      readonly operator: Operator;
      readonly argument: readonly Part[];
      readonly start: number;
      readonly end: number;
    }
  | { readonly kind: 'bad'; readonly why: string; readonly start: number; readonly end: number };

export function interpolate(template: string, lookup: Lookup): Interpolated {
  const evaluation: Evaluation = { lookup, uses: [], faults: [] };
  const pieces: Piece[] = [];
  const values: string[] = [];
  let from = 0;
  for (const part of templateParts(template)) {
    const value = evaluate(part, template, evaluation);
    const literal = part.kind !== 'variable' && value.length === part.end - part.start;
    pieces.push({
      from,
      to: from + value.length,
      start: part.start,
      end: part.end,
      literal,
    });
    values.push(value);
    from += value.length;
  }
  return { text: values.join(''), pieces, uses: evaluation.uses, faults: evaluation.faults };
}

/** What a text is made of, before any variable is looked up. */
export function templateParts(template: string): readonly Part[] {
  return parse(template, 0, template.length, 0);
}

const nameAt = /[_a-zA-Z][_a-zA-Z0-9]*/y;
const operatorAt = /:?[-?+]/y;
const maxNesting = 40;

function match(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? '';
}

/** Parts between two offsets. The first malformed expression ends it: what follows would be guesswork. */
function parse(text: string, from: number, to: number, depth: number): readonly Part[] {
  const parts: Part[] = [];
  let at = from;
  while (at < to) {
    const dollar = text.indexOf('$', at);
    const next = dollar === -1 || dollar >= to ? to : dollar;
    if (next > at) parts.push({ kind: 'text', text: text.slice(at, next), start: at, end: next });
    if (next === to) break;
    const part = parseDollar(text, next, to, depth);
    parts.push(part);
    at = part.end;
    if (part.kind === 'bad') {
      if (at < to) parts.push({ kind: 'text', text: text.slice(at, to), start: at, end: to });
      break;
    }
  }
  return parts;
}

function parseDollar(text: string, at: number, to: number, depth: number): Part {
  if (text[at + 1] === '$' && at + 2 <= to) return { kind: 'text', text: '$', start: at, end: at + 2 };
  if (text[at + 1] === '{' && at + 2 <= to) return parseBraced(text, at, to, depth);
  const name = match(nameAt, text, at + 1);
  // Any other `$` is kept as it stands (spec: 12-interpolation).
  if (name === '') return { kind: 'text', text: '$', start: at, end: at + 1 };
  return { kind: 'variable', name, operator: '', argument: [], start: at, end: at + 1 + name.length };
}

function parseBraced(text: string, at: number, to: number, depth: number): Part {
  const name = match(nameAt, text, at + 2);
  const afterName = at + 2 + name.length;
  const bad = (why: string, end: number): Part => ({ kind: 'bad', why, start: at, end: Math.min(end, to) });
  if (name === '')
    return bad('a variable name is missing after "${"', closingBrace(text, at + 1, to) ?? at + 2);
  if (text[afterName] === '}' && afterName < to) {
    return { kind: 'variable', name, operator: '', argument: [], start: at, end: afterName + 1 };
  }
  const close = closingBrace(text, at + 1, to);
  if (close === undefined) return bad(`"\${${name}" is not closed`, to);
  const operator = operatorOf(match(operatorAt, text, afterName));
  if (operator === '') {
    return bad(`"${text.slice(afterName, afterName + 1)}" after the name ${name} is not an operator`, close);
  }
  if (depth >= maxNesting) return bad(`expressions are nested more than ${maxNesting} deep`, close);
  const from = afterName + operator.length;
  // Compose's own pattern does not cross lines.
  if (text.slice(from, close).includes('\n')) return bad(`"\${${name}…" runs over more than one line`, close);
  return {
    kind: 'variable',
    name,
    operator,
    argument: parse(text, from, close - 1, depth + 1),
    start: at,
    end: close,
  };
}

function operatorOf(text: string): Operator {
  switch (text) {
    case ':-':
    case '-':
    case ':?':
    case '?':
    case ':+':
    case '+':
      return text;
    default:
      return '';
  }
}

const [openBrace, closeBrace] = [0x7b, 0x7d];

/** The offset after the brace that closes the one at `open`. */
function closingBrace(text: string, open: number, to: number): number | undefined {
  let depth = 0;
  for (let at = open; at < to; at++) {
    const code = text.charCodeAt(at);
    if (code === openBrace) depth += 1;
    else if (code === closeBrace) {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return undefined;
}

interface Evaluation {
  readonly lookup: Lookup;
  readonly uses: Use[];
  readonly faults: Fault[];
}

function evaluate(part: Part, template: string, evaluation: Evaluation): string {
  if (part.kind === 'text') return part.text;
  if (part.kind === 'bad') {
    evaluation.faults.push({ kind: 'syntax', message: part.why, start: part.start, end: part.end });
    return template.slice(part.start, part.end);
  }
  const { name, operator, start, end } = part;
  const variable = evaluation.lookup(name);
  evaluation.uses.push({ name, form: formOf(operator), variable, start, end });
  const isThere = operator.startsWith(':')
    ? variable !== undefined && variable.value !== ''
    : variable !== undefined;
  const argument = () => part.argument.map((inner) => evaluate(inner, template, evaluation)).join('');
  switch (operator) {
    case '':
      return variable?.value ?? '';
    case ':-':
    case '-':
      return isThere ? (variable?.value ?? '') : argument();
    case ':+':
    case '+':
      return isThere ? argument() : (variable?.value ?? '');
    case ':?':
    case '?': {
      if (isThere) return variable?.value ?? '';
      const why = argument();
      const message = `Variable ${name} is required and ${variable === undefined ? 'not set' : 'empty'}`;
      evaluation.faults.push({
        kind: 'required',
        message: why === '' ? message : `${message}: ${why}`,
        start,
        end,
      });
      return '';
    }
  }
}

function formOf(operator: Operator): VariableUse['form'] {
  if (operator.endsWith('-')) return 'default';
  if (operator.endsWith('?')) return 'required';
  return operator.endsWith('+') ? 'alternative' : 'plain';
}
