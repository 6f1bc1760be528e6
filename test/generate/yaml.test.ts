// YAML with comments: what is written reads back as what was meant.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import {
  block,
  entry,
  flow,
  fromPlain,
  item,
  list,
  map,
  type Plain,
  raw,
  yamlFile,
} from '../../src/generate/yaml.ts';
import { readYaml } from '../../src/syntax/yaml.ts';

const text = fc.oneof(
  fc.string(),
  fc.constantFrom(
    'yes',
    'null',
    '1.0',
    '- a',
    'a: b',
    '#x',
    '*a',
    "it's",
    '"',
    'a\nb',
    ' ',
    '',
    '{x}',
    '[',
    '0o7',
    '~',
  ),
);
const plain = fc.letrec<{ value: Plain }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    text,
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(
      text.filter((key) => key !== '__proto__'),
      tie('value'),
      { maxKeys: 4 },
    ),
  ),
})).value;

describe('yamlFile', () => {
  test('plain values read back as they were, in block and in flow style', () => {
    fc.assert(
      fc.property(plain, (value) => {
        for (const root of [fromPlain(value), flow(fromPlain(value))]) {
          const written = yamlFile({
            head: 'A head',
            root: map(entry('root', root, { above: 'why', beside: 'so' })),
          });
          expect(parse(written), written).toEqual({ root: value });
          expect(readYaml('x.yaml', written).problems, written).toEqual([]);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('comments stand where a person writes them', () => {
    const root = map(
      entry(
        'a',
        list(item(map(entry('b', 1, { above: 'Of b.' }), entry('c', 'x'))), item('z', { beside: 'beside' })),
      ),
      entry('d', raw('!reset []'), { gap: true, above: 'Why it goes.' }),
      entry('e', map(entry('f', block('one\n  two\n'))), { mark: '&e', beside: 'an anchor' }),
      entry('g', flow(fromPlain({ list: ['a,b', 'c'], empty: {} }))),
    );
    expect(yamlFile({ head: 'The head.\n  whole', root })).toBe(`# The head.
#   whole
a:
  # Of b.
  - b: 1
    c: x
  - z  # beside

# Why it goes.
d: !reset []
e: &e  # an anchor
  f: |
    one
      two
g: { list: ["a,b", c], empty: {} }
`);
  });

  test('long remarks are broken, and documents are set apart', () => {
    const long = 'word '.repeat(40).trim();
    const written = yamlFile({ root: map(entry('a', 1, { above: long })) }, { root: map(entry('b', 2)) });
    expect(Math.max(...written.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
    expect(written).toMatch(/\na: 1\n---\nb: 2\n$/);
  });
});
