// Types of scalars by the core schema of YAML 1.2.
import { codeAt, dash, dot, plus } from './characters.ts';
import type { ScalarStyle } from './tree.ts';

type Value = string | number | boolean | null;

const words: ReadonlyMap<string, boolean | null> = new Map([
  ['', null],
  ['~', null],
  ['null', null],
  ['Null', null],
  ['NULL', null],
  ['true', true],
  ['True', true],
  ['TRUE', true],
  ['false', false],
  ['False', false],
  ['FALSE', false],
]);
const longestWord = 5;

/** The value of a scalar. A tag of the application (`!reset`) leaves the type to the text. */
export function typedValue(text: string, style: ScalarStyle, tag: string | undefined): Value {
  if (tag === '!!str' || tag === '!!binary' || tag === '!') return text;
  const explicit = tag === '!!null' || tag === '!!bool' || tag === '!!int' || tag === '!!float';
  return style === 'plain' || explicit ? coreValue(text) : text;
}

function coreValue(text: string): Value {
  // Most scalars are words: a look at the first character and the length spares them all else.
  if (mayBeNumber(text)) return numberOf(text) ?? text;
  if (text.length > longestWord) return text;
  const word = words.get(text);
  return word === undefined ? text : word;
}

function mayBeNumber(text: string): boolean {
  const first = codeAt(text, 0);
  return (first >= 0x30 && first <= 0x39) || first === dash || first === plus || first === dot;
}

function numberOf(text: string): number | undefined {
  if (/^[-+]?[0-9]+$/.test(text) || /^0x[0-9a-fA-F]+$/.test(text) || /^0o[0-7]+$/.test(text))
    return Number(text);
  if (/^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/.test(text)) return Number(text);
  if (/^[-+]?\.(?:inf|Inf|INF)$/.test(text)) return text.startsWith('-') ? -Infinity : Infinity;
  return /^\.(?:nan|NaN|NAN)$/.test(text) ? Number.NaN : undefined;
}
