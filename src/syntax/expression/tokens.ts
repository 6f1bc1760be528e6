// Words of an expression.
import type { ExpressionFault } from './tree.ts';

export type Token =
  | {
      readonly kind: 'literal';
      readonly value: string | number;
      readonly start: number;
      readonly end: number;
    }
  | { readonly kind: 'name'; readonly text: string; readonly start: number; readonly end: number }
  | { readonly kind: 'sign'; readonly text: string; readonly start: number; readonly end: number };

const signs = ['&&', '||', '==', '!=', '<=', '>=', '(', ')', '[', ']', ',', '.', '!', '<', '>', '*'];
const namePattern = /[A-Za-z_][A-Za-z0-9_-]*/y;
const numberPattern =
  /[-+]?(?:0x[0-9a-fA-F]+|0o[0-7]+|(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?)/y;

export function tokensOf(text: string): { tokens: readonly Token[]; fault: ExpressionFault | undefined } {
  const tokens: Token[] = [];
  for (let at = 0; at < text.length; ) {
    if (/\s/.test(text.charAt(at))) {
      at += 1;
      continue;
    }
    const token = tokenAt(text, at, tokens.at(-1));
    if ('message' in token) return { tokens, fault: token };
    tokens.push(token);
    at = token.end;
  }
  return { tokens, fault: undefined };
}

function tokenAt(text: string, at: number, before: Token | undefined): Token | ExpressionFault {
  if (text[at] === "'") return stringAt(text, at);
  const name = match(namePattern, text, at);
  if (name !== undefined) return { kind: 'name', text: name, start: at, end: at + name.length };
  // `a.0` is no property, and `.5` is a number only where no value stands before it.
  const isDereference = text[at] === '.' && before !== undefined && endsValue(before);
  const number = isDereference ? undefined : match(numberPattern, text, at);
  if (number !== undefined) {
    return { kind: 'literal', value: Number(number), start: at, end: at + number.length };
  }
  const sign = signs.find((one) => text.startsWith(one, at));
  if (sign !== undefined) return { kind: 'sign', text: sign, start: at, end: at + sign.length };
  return strange(text, at);
}

function endsValue(token: Token): boolean {
  return token.kind !== 'sign' || token.text === ')' || token.text === ']' || token.text === '*';
}

function match(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

/** `'it''s'`: a quote is written twice. */
function stringAt(text: string, start: number): Token | ExpressionFault {
  let value = '';
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] !== "'") value += text.charAt(at);
    else if (text[at + 1] === "'") {
      value += "'";
      at += 1;
    } else return { kind: 'literal', value, start, end: at + 1 };
  }
  const message = 'a text that begins here is not closed';
  return {
    message,
    hint: "End it with a single quote; a quote in the text is written ''.",
    start,
    end: text.length,
  };
}

const advice: Readonly<Record<string, string>> = {
  '"': 'Write texts in single quotes.',
  '=': 'Compare with `==`.',
  '&': 'Write `&&`.',
  '|': 'Write `||`.',
  $: 'One pair of braces is enough: leave the inner `${{` out.',
  '+': 'There is no arithmetic in expressions: join texts with `format`.',
};

function strange(text: string, at: number): ExpressionFault {
  const char = String.fromCodePoint(text.codePointAt(at) ?? 0);
  const hint = advice[char] ?? 'Take it out, or put the text in single quotes.';
  return { message: `${char} has no meaning there`, hint, start: at, end: at + char.length };
}
