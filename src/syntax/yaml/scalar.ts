// Types of scalars by the core schema of YAML 1.2.
import type { ScalarStyle } from './tree.ts';

type Value = string | number | boolean | null;

const booleans: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['True', true],
  ['TRUE', true],
  ['false', false],
  ['False', false],
  ['FALSE', false],
]);
const nulls: ReadonlySet<string> = new Set(['', '~', 'null', 'Null', 'NULL']);

/** The value of a scalar. A tag of the application (`!reset`) leaves the type to the text. */
export function typedValue(text: string, style: ScalarStyle, tag: string | undefined): Value {
  if (tag === '!!str' || tag === '!!binary' || tag === '!') return text;
  const explicit = tag === '!!null' || tag === '!!bool' || tag === '!!int' || tag === '!!float';
  return style === 'plain' || explicit ? coreValue(text) : text;
}

function coreValue(text: string): Value {
  if (nulls.has(text)) return null;
  // Most scalars are words: one look at the first character spares them the patterns.
  if (!/^[-+.0-9tTfF]/.test(text)) return text;
  return booleans.get(text) ?? numberOf(text) ?? text;
}

function numberOf(text: string): number | undefined {
  if (/^[-+]?[0-9]+$/.test(text) || /^0x[0-9a-fA-F]+$/.test(text) || /^0o[0-7]+$/.test(text))
    return Number(text);
  if (/^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/.test(text)) return Number(text);
  if (/^[-+]?\.(?:inf|Inf|INF)$/.test(text)) return text.startsWith('-') ? -Infinity : Infinity;
  return /^\.(?:nan|NaN|NAN)$/.test(text) ? Number.NaN : undefined;
}
