// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the expressions are the input under test
import fc from 'fast-check';
import { expect, it, test } from 'vitest';
import { readDotenv } from '../../src/syntax/dotenv.ts';

const read = (text: string) => readDotenv('.env', text);

const cases: readonly (readonly [
  string,
  string,
  readonly (readonly [string, string | undefined, string?])[],
])[] = [
  [
    'plain values',
    'A=1\nB = two words \n',
    [
      ['A', '1'],
      ['B', 'two words'],
    ],
  ],
  [
    'export',
    'export A=1\nexport\tB=2',
    [
      ['A', '1'],
      ['B', '2'],
    ],
  ],
  ['a name that begins with export', 'exportA=1', [['exportA', '1']]],
  [
    'the colon form',
    'A: 1\nB:2',
    [
      ['A', '1'],
      ['B', '2'],
    ],
  ],
  [
    'bare names',
    'A\nB\r\nC',
    [
      ['A', undefined],
      ['B', undefined],
      ['C', undefined],
    ],
  ],
  [
    'empty values',
    'A=\nB=  \nC=""',
    [
      ['A', ''],
      ['B', ''],
      ['C', '', 'double'],
    ],
  ],
  [
    'an inline comment needs a blank before it',
    'A=x # c\nB=x#c\nC="x # y" # c',
    [
      ['A', 'x'],
      ['B', 'x#c'],
      ['C', 'x # y', 'double'],
    ],
  ],
  [
    'escapes in double quotes only',
    'A="a\\n\\t\\"\\\\"\nB=\'a\\n\'\nC=a\\n',
    [
      ['A', 'a\n\t"\\', 'double'],
      ['B', 'a\\n', 'single'],
      ['C', 'a\\n'],
    ],
  ],
  [
    'variables stay as written',
    'A=$X\nB="${X:-y}"\nC=\'$X\'\nD="\\$X"',
    [
      ['A', '$X'],
      ['B', '${X:-y}', 'double'],
      ['C', '$X', 'single'],
      ['D', '$$X', 'double'],
    ],
  ],
  [
    'values over several lines',
    'A="x\r\ny"\nB=\'p\nq\'\n',
    [
      ['A', 'x\ny', 'double'],
      ['B', 'p\nq', 'single'],
    ],
  ],
  [
    'a byte order mark and CRLF',
    '\ufeffA=1\r\nB=2\r\n',
    [
      ['A', '1'],
      ['B', '2'],
    ],
  ],
  [
    'equal signs and quotes inside',
    "A=b=c\nB=it's\n",
    [
      ['A', 'b=c'],
      ['B', "it's"],
    ],
  ],
  ['names with dots, dashes and brackets', 'a.b-c[0]=1', [['a.b-c[0]', '1']]],
];

test.each(cases)('%s', (_name, text, expected) => {
  const { entries, problems } = read(text);
  expect(problems).toEqual([]);
  expect(entries.map(({ name, value, quote }) => [name.value, value?.value, quote])).toEqual(
    expected.map(([name, value, quote = 'none']) => [name, value, quote]),
  );
});

const problems: readonly (readonly [string, string, readonly string[], readonly string[]])[] = [
  ['an open quote', 'A="x\nB=1', ['dotenv-quote-open'], ['B']],
  ['text after a quote', 'A="x" y\nB=1', ['dotenv-text-after-quote'], ['A', 'y', 'B']],
  ['a sentence', 'hello world\nB=1', ['dotenv-line'], ['B']],
  ['no name', '=x\nB=1', ['dotenv-nameless'], ['', 'B']],
  ['a name that no variable has', 'A$=x\nB=1', ['dotenv-line'], ['B']],
  ['a comment that becomes the value', 'A= # c\nB=1', ['dotenv-comment-is-value'], ['A', 'B']],
  ['binary content', 'A=\u0000', ['dotenv-binary'], []],
];

test.each(problems)('%s is a problem, and the rest is read', (_name, text, codes, names) => {
  expect(read(text).problems.map(({ code }) => code)).toEqual(codes);
  expect(read(text).entries.map(({ name }) => name.value)).toEqual(names);
});

it('knows where everything stands', () => {
  const text = '# top\nexport A = "x" # why\nB=y\n';
  const { entries, comments } = read(text);
  const slice = (span: { start: number; end: number } | undefined) => text.slice(span?.start, span?.end);
  expect(entries.map(({ name, value, span }) => [slice(name.span), slice(value?.span), slice(span)])).toEqual(
    [
      ['A', '"x"', 'export A = "x"'],
      ['B', 'y', 'B=y'],
    ],
  );
  expect(comments.map(({ text: body, span }) => [body, slice(span)])).toEqual([
    ['top', '# top'],
    ['why', '# why'],
  ]);
});

it('never throws, and every span lies inside the text', () => {
  const parts = fc.array(
    fc.constantFrom(
      'A',
      'B=',
      'export ',
      '=',
      ':',
      '"',
      "'",
      '\\',
      '\n',
      '\r\n',
      '#',
      ' #',
      ' ',
      '\t',
      '$X',
      '\u{1f600}',
      'é',
      '[',
      '\u0085',
    ),
    { maxLength: 30 },
  );
  fc.assert(
    fc.property(parts, (pieces) => {
      const text = pieces.join('');
      const file = read(text);
      const spans = [...file.entries, ...file.comments, ...file.problems].map(({ span }) => span);
      for (const { name, value } of file.entries) spans.push(name.span, value?.span ?? name.span);
      for (const { start, end } of spans) expect(0 <= start && start <= end && end <= text.length).toBe(true);
    }),
    { numRuns: 2000 },
  );
});
