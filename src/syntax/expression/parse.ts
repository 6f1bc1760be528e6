// Recursive descent over the words of an expression; the loosest operator first.
import { type Token, tokensOf } from './tokens.ts';
import type { BinaryOperator, ExpressionFault, ExpressionTree } from './tree.ts';

/** Deeper nesting than people write; GitHub refuses more than 50 levels. */
const maximumDepth = 50;

interface Parsing {
  readonly tokens: readonly Token[];
  readonly base: number;
  readonly length: number;
  at: number;
  depth: number;
  /** The first one; what is read after it does not count. */
  fault: ExpressionFault | undefined;
}

export function parseExpression(
  text: string,
  base: number,
): { tree: ExpressionTree | undefined; fault: ExpressionFault | undefined } {
  const { tokens, fault } = tokensOf(text);
  if (fault !== undefined) return { tree: undefined, fault: moved(fault, base) };
  const parsing: Parsing = { tokens, base, length: text.length, at: 0, depth: 0, fault: undefined };
  const tree = binary(parsing, 0);
  if (parsing.at < tokens.length) unexpected(parsing, 'an operator or the end');
  return parsing.fault === undefined ? { tree, fault: undefined } : { tree: undefined, fault: parsing.fault };
}

function moved(fault: ExpressionFault, base: number): ExpressionFault {
  return { ...fault, start: fault.start + base, end: fault.end + base };
}

const levels: readonly (readonly BinaryOperator[])[] = [['||'], ['&&'], ['==', '!='], ['<', '<=', '>', '>=']];

function binary(parsing: Parsing, level: number): ExpressionTree {
  const operators = levels[level];
  if (operators === undefined) return unary(parsing);
  let left = binary(parsing, level + 1);
  for (;;) {
    const operator = operators.find((one) => isSign(parsing, one));
    if (operator === undefined) return left;
    parsing.at += 1;
    const right = binary(parsing, level + 1);
    left = { kind: 'binary', operator, left, right, start: left.start, end: right.end };
  }
}

function unary(parsing: Parsing): ExpressionTree {
  const token = parsing.tokens[parsing.at];
  if (token === undefined || !isSign(parsing, '!')) return postfix(parsing, primary(parsing));
  parsing.at += 1;
  const operand = deeper(parsing, () => unary(parsing));
  return { kind: 'not', operand, start: token.start + parsing.base, end: operand.end };
}

function deeper(parsing: Parsing, read: () => ExpressionTree): ExpressionTree {
  if (parsing.depth >= maximumDepth) {
    const place = { start: parsing.base, end: parsing.base + parsing.length };
    return fail(parsing, {
      message: 'it is nested too deep',
      hint: 'Split it over several values.',
      ...place,
    });
  }
  parsing.depth += 1;
  const result = read();
  parsing.depth -= 1;
  return result;
}

/** Notes the fault and goes to the end, so that every reader under way comes to its own. */
function fail(parsing: Parsing, fault: ExpressionFault): ExpressionTree {
  parsing.fault ??= fault;
  parsing.at = parsing.tokens.length;
  return { kind: 'literal', value: null, start: fault.start, end: fault.end };
}

function primary(parsing: Parsing): ExpressionTree {
  const { base } = parsing;
  const token = parsing.tokens[parsing.at];
  if (token === undefined) return unexpected(parsing, 'a value');
  const place = { start: token.start + base, end: token.end + base };
  if (token.kind === 'literal') {
    parsing.at += 1;
    return { kind: 'literal', value: token.value, ...place };
  }
  if (token.kind === 'sign') {
    if (token.text !== '(') return unexpected(parsing, 'a value');
    parsing.at += 1;
    const inner = deeper(parsing, () => binary(parsing, 0));
    return { ...inner, start: place.start, end: expectEnd(parsing, ')') };
  }
  parsing.at += 1;
  if (isSign(parsing, '(')) return call(parsing, token.text, place);
  const constant = constants.get(token.text);
  if (constant !== undefined) return { kind: 'literal', value: constant.value, ...place };
  return { kind: 'context', name: token.text, ...place };
}

const constants: ReadonlyMap<string, { readonly value: boolean | null | number }> = new Map([
  ['true', { value: true }],
  ['false', { value: false }],
  ['null', { value: null }],
  ['NaN', { value: Number.NaN }],
  ['Infinity', { value: Number.POSITIVE_INFINITY }],
]);

function call(parsing: Parsing, name: string, place: { start: number; end: number }): ExpressionTree {
  parsing.at += 1;
  const args: ExpressionTree[] = [];
  if (!isSign(parsing, ')')) {
    do args.push(deeper(parsing, () => binary(parsing, 0)));
    while (take(parsing, ','));
  }
  return { kind: 'call', name, nameEnd: place.end, args, start: place.start, end: expectEnd(parsing, ')') };
}

function postfix(parsing: Parsing, start: ExpressionTree): ExpressionTree {
  let node = start;
  for (;;) {
    if (take(parsing, '.')) node = property(parsing, node);
    else if (take(parsing, '[')) node = index(parsing, node);
    else return node;
  }
}

function property(parsing: Parsing, of: ExpressionTree): ExpressionTree {
  const token = parsing.tokens[parsing.at];
  if (token === undefined || (token.kind !== 'name' && !isSign(parsing, '*'))) {
    return unexpected(parsing, 'a name after the dot');
  }
  parsing.at += 1;
  const end = token.end + parsing.base;
  if (token.kind !== 'name') return { kind: 'star', of, start: of.start, end };
  return {
    kind: 'property',
    of,
    name: token.text,
    nameStart: token.start + parsing.base,
    start: of.start,
    end,
  };
}

function index(parsing: Parsing, of: ExpressionTree): ExpressionTree {
  if (isSign(parsing, '*')) {
    parsing.at += 1;
    return { kind: 'star', of, start: of.start, end: expectEnd(parsing, ']') };
  }
  const inner = deeper(parsing, () => binary(parsing, 0));
  return { kind: 'index', of, index: inner, start: of.start, end: expectEnd(parsing, ']') };
}

function isSign(parsing: Parsing, text: string): boolean {
  const token = parsing.tokens[parsing.at];
  return token?.kind === 'sign' && token.text === text;
}

function take(parsing: Parsing, text: string): boolean {
  if (!isSign(parsing, text)) return false;
  parsing.at += 1;
  return true;
}

/** Steps over the sign and gives its end. */
function expectEnd(parsing: Parsing, text: string): number {
  const token = parsing.tokens[parsing.at];
  if (token === undefined || !isSign(parsing, text)) return unexpected(parsing, text).end;
  parsing.at += 1;
  return token.end + parsing.base;
}

function unexpected(parsing: Parsing, wanted: string): ExpressionTree {
  const { base, length } = parsing;
  const token = parsing.tokens[parsing.at];
  const found = token === undefined ? 'the expression ends' : `"${wordOf(token)}" stands there`;
  return fail(parsing, {
    message: `${wanted} is expected, but ${found}`,
    hint: 'Compare it with the expression syntax in the documentation of GitHub Actions.',
    start: base + (token?.start ?? Math.max(0, length - 1)),
    end: base + (token?.end ?? length),
  });
}

function wordOf(token: Token): string {
  return token.kind === 'literal' ? String(token.value) : token.text;
}
