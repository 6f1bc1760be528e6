// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are expressions of compose, not of JavaScript
// Small pools of words, so that what is generated for two files meets in the same names.
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are expressions of compose, not of JavaScript
import fc from 'fast-check';
import type { Value } from './emit.ts';

export type Arbitrary = fc.Arbitrary<Value>;

export const name = fc.constantFrom('a', 'b', 'c');

/** Text that may hold a variable in one of its forms; `V` is set, `E` is empty, `N` is not there. */
const template = fc.constantFrom(
  '${V}',
  '$V',
  '${V:-d}',
  '${N:-d}',
  '${N-d}',
  '${E:-d}',
  '${E-d}',
  '${V:+x}',
  '${N:+x}y',
  '${E+x}',
  '${N:-${V}}',
  '${N:-${M:-deep}}-$V',
  '$$V',
  '$${V}',
  'a${V}b${N:-c}',
  '${V:?needed}',
);

export const word: fc.Arbitrary<string> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom('x', 'y', 'one two', 'k=v', 'a:b', '', 'ü', 'yes', '010', '1.0', '#'),
  },
  { weight: 1, arbitrary: template },
);

/** A word where an empty one would be refused. */
export const filled: fc.Arbitrary<string> = fc.constantFrom('x', 'y', 'z', 'v${V}', '${N:-d}');

export const flag: Arbitrary = fc.oneof(
  fc.boolean(),
  fc.constantFrom('true', 'false', '${T}', '${N:-no}', 'yes'),
);

export const integer: Arbitrary = fc.oneof(
  fc.integer({ min: 1, max: 9 }),
  fc.constantFrom('3', '${I}', '1${I}'),
);
export const size: Arbitrary = fc.constantFrom('64m', '1g', '1GB', '512k', '${I}m', '1.5g', '1024', '10b');
export const duration: Arbitrary = fc.constantFrom('10s', '1m30s', '90s', '${I}s', '1h', '500ms', '1.5s');
export const scalar: Arbitrary = fc.oneof(
  word,
  fc.integer({ min: -5, max: 50 }),
  fc.boolean(),
  fc.constantFrom(1.5, 0.25, 100000, 1e21, null),
);

export function list(item: Arbitrary, maxLength = 3): Arbitrary {
  return fc.uniqueArray(item, { maxLength, selector: (value) => JSON.stringify(value) });
}

/** Keys that may be there. */
export function record(
  fields: Readonly<Record<string, Arbitrary>>,
  required: readonly string[] = [],
): Arbitrary {
  return fc.record(fields, { requiredKeys: [...required] });
}

export function dict(key: fc.Arbitrary<string>, value: Arbitrary): Arbitrary {
  return fc.dictionary(key, value, { maxKeys: 3, noNullPrototype: true });
}

/** `A: 1` or `- A=1`. */
export const pairs: Arbitrary = fc.oneof(
  dict(fc.constantFrom('A', 'B', 'C'), scalar),
  list(fc.tuple(fc.constantFrom('A', 'B', 'C'), word).map(([key, value]) => `${key}=${value}`)),
  list(fc.constantFrom('A', 'B=1', 'V', 'N')),
);

export const textOrList: Arbitrary = fc.oneof(filled, list(filled));
