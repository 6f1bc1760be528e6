// Scalars as docker compose's YAML library reads them: it knows forms that YAML 1.2 has given up (`010`, `1_000`,
// `0b1`, dates), and leaves out others of YAML 1.1 (`yes`, `22:22`).
import type { YamlScalar } from '../../../syntax/yaml.ts';
import { goFloat } from '../normalise/number.ts';
import { dateText } from './go-date.ts';
import type { Plain } from './node.ts';

export interface GoScalar {
  readonly value: Plain;
  /** As docker compose prints it where text is wanted: `8` for `010`. */
  readonly text: string;
  readonly form?: 'float' | 'date';
  /** Why the text does not go with its tag. */
  readonly fault?: string;
}

const words: ReadonlyMap<string, boolean | null> = new Map<string, boolean | null>([
  ...['true', 'True', 'TRUE'].map((word) => [word, true] as const),
  ...['false', 'False', 'FALSE'].map((word) => [word, false] as const),
  ...['', '~', 'null', 'Null', 'NULL'].map((word) => [word, null] as const),
]);

const notFinite: ReadonlyMap<string, number> = new Map([
  ...['.nan', '.NaN', '.NAN'].map((word) => [word, Number.NaN] as const),
  ...['.inf', '.Inf', '.INF', '+.inf', '+.Inf', '+.INF'].map((word) => [word, Infinity] as const),
  ...['-.inf', '-.Inf', '-.INF'].map((word) => [word, -Infinity] as const),
]);

export function goScalar({ text, style, tag }: YamlScalar): GoScalar {
  if (tag === '!!binary') return binary(text);
  const kind = tag === undefined ? undefined : kinds[tag];
  if (kind !== undefined) return tagged(text, kind, style === 'plain');
  // A tag of the application says nothing about the type, so that the text stays one: `!override 010`.
  if (tag !== undefined && !tag.startsWith('!!')) return asIs(text);
  return style === 'plain' && tag !== '!!str' ? resolved(text, true) : asIs(text);
}

function asIs(text: string): GoScalar {
  return { value: text, text };
}

const kinds: Readonly<Record<string, string>> = {
  '!!int': 'integer',
  '!!float': 'number',
  '!!bool': 'boolean',
  '!!null': 'null',
  '!!timestamp': 'date',
};

function tagged(text: string, kind: string, isPlain: boolean): GoScalar {
  const own = resolved(text, isPlain || kind === 'date');
  const found = kindOf(own);
  if (found === kind) return own;
  if (kind === 'number' && found === 'integer') return { ...own, form: 'float' };
  return { ...own, fault: `Expected the ${kind} that the tag says` };
}

function kindOf({ value, form }: GoScalar): string {
  if (value === null) return 'null';
  if (form === 'date') return 'date';
  if (typeof value === 'number') return form === 'float' ? 'number' : 'integer';
  return typeof value === 'boolean' ? 'boolean' : 'text';
}

function resolved(text: string, mayBeDate: boolean): GoScalar {
  const word = words.get(text);
  if (word !== undefined) return { value: word, text: word === null ? '' : String(word) };
  if (!/^[-+.0-9]/.test(text)) return asIs(text);
  const special = notFinite.get(text);
  if (special !== undefined) return float(special);
  if (text === '-0' || text === '-0.0') return { value: 0, text: '-0', form: 'float' };
  const date = mayBeDate ? dateText(text) : undefined;
  if (date !== undefined) return { value: date, text: date, form: 'date' };
  const plain = text.startsWith('.') ? text : text.replaceAll('_', '');
  return integer(plain) ?? decimal(plain) ?? asIs(text);
}

const greatest = 2n ** 64n - 1n;
const least = -(2n ** 63n);

function integer(text: string): GoScalar | undefined {
  const match = /^([-+]?)(0[xX][0-9a-fA-F]+|0[oO][0-7]+|0[bB][01]+|0[0-7]*|[1-9][0-9]*)$/.exec(text);
  const digits = match?.[2];
  if (digits === undefined) return undefined;
  const isOldOctal = /^0[0-7]/.test(digits);
  const size = BigInt(isOldOctal ? `0o${digits.slice(1)}` : digits.toLowerCase());
  const value = match?.[1] === '-' ? -size : size;
  // What is above a signed integer may not have a sign.
  const isTooLarge = value > (match?.[1] === '+' ? greatest / 2n : greatest) || value < least;
  return isTooLarge ? undefined : { value: Number(value), text: value.toString() };
}

function decimal(text: string): GoScalar | undefined {
  if (!/^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/.test(text)) return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? float(value) : undefined;
}

function float(value: number): GoScalar {
  return { value, text: goFloat(value), form: 'float' };
}

function binary(text: string): GoScalar {
  const packed = text.replace(/\s/g, '');
  const isGood = packed.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(packed);
  if (!isGood) return { ...asIs(text), fault: 'Expected base64, as the tag says' };
  return asIs(Buffer.from(packed, 'base64').toString('utf8'));
}
