// Credentials in strings of each language; comments, made-up ones and what every browser is sent are none.
import { expect, test } from 'vitest';
import { readSource } from '../../../src/read/source/read-source.ts';
import { shown } from './shown.ts';

// Put together here, so that no file of ours holds what scanners look for.
const token = `dapi${'8f31c9b27de04a65b1f7c93e52ad6084'}`;
const key = `AIza${'Qz7mX3wK9t2VrYp8LjHgD6sNcFaEu4bRQz7'}`;
const aws = 'Qz7mX3wK9t2VrYp8LjHgD6sNcFaEu4bRQz7mX3wK';

const told = 'secret a Databricks token certain';

test.each<[string, string, string, readonly string[]]>([
  ['JavaScript', 'a.ts', `connect(url, '${token}');`, [told]],
  ['Python', 'a.py', `TOKEN = "${token}"`, [told]],
  ['Go', 'a.go', `const token = "${token}"`, [told]],
  ['a raw string of Go', 'a.go', `const header = \`Bearer ${token}\``, [told]],
  ['Java', 'A.java', `String token = "${token}";`, [told]],
  ['in a comment', 'a.ts', `// '${token}'\nlog('x');`, []],
  ['made up', 'a.py', 'TOKEN = "dapi00000000000000000000000000000000"', []],
  [
    'by the name before it',
    'a.py',
    `aws_secret_access_key="${aws}"`,
    ['secret an AWS secret access key likely'],
  ],
  ['without the name', 'a.py', `x = "${aws}"`, []],
  ['of Google', 'a.js', `maps('${key}')`, ['secret a Google API key certain']],
  ['of Firebase, for browsers', 'a.js', `init({ apiKey: '${key}', authDomain: 'x' })`, []],
])('%s', (_name, file, text, expected) => {
  const facts = readSource(file, text)?.facts ?? [];
  expect(facts.filter(({ kind }) => kind === 'secret').map(shown)).toEqual(expected);
});

test('the place is that of the credential', () => {
  const text = `a = 1\nb = "Bearer ${token}"  # c\n`;
  const [fact] = readSource('a.py', text)?.facts ?? [];
  expect(text.slice(fact?.at.start, fact?.at.end)).toBe(token);
});
