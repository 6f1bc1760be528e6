import { expect, test } from 'vitest';
import { isDocumentName, readDocument } from '../../src/read/document/document.ts';

function commands(text: string): readonly string[] {
  return readDocument('README.md', text).script.commands.map(({ words }) =>
    words.map((word) => word.text).join(' '),
  );
}

test.each<[string, string, readonly string[]]>([
  ['a block of shell', '```sh\ncd app # here\nnpm ci\n```\n', ['cd app', 'npm ci']],
  [
    'a block in a list',
    '1. Start\n\n   ```bash\n   docker compose up -d\n   ```\n',
    ['docker compose up -d'],
  ],
  [
    'behind prompts only',
    '```console\n$ make up\nstarting\n$ make test \\\n  ARGS=1\n```\n',
    ['make up', 'make test ARGS=1'],
  ],
  ['another language', '```yaml\nservices: {}\n```\n', []],
  ['without a language, all commands', '```\n# start\ndocker compose up\n```\n', ['docker compose up']],
  ['without a language, a picture', '```\napp/\n  main.py\n```\n', []],
  ['a fence of tildes that holds one of backticks', "~~~sh\necho '```'\nmake\n~~~\n", ['echo ```', 'make']],
  ['a block that nothing closes', '```sh\nmake up\n', ['make up']],
  ['a placeholder', '```sh\ndocker exec <your container> ls\n```\n', ['docker exec $your_container_ ls']],
])('%s', (_name, text, expected) => {
  expect(commands(text)).toEqual(expected);
});

test('words stand where they stand in the document', () => {
  const text = '# Shop\n\n```console\n$ docker compose -f prod.yml up\n```\n';
  const word = readDocument('README.md', text).script.commands[0]?.words[3];
  expect(word?.text).toBe('prod.yml');
  expect(text.slice(word?.span.start, word?.span.end)).toBe('prod.yml');
});

test('cells of a table have places, and no marks', () => {
  const text =
    '# Shop\n\n| Service | Port |\n|:--|--:|\n| **api** | `8000` |\n| [db](db.md) | 5432 |\n\nend\n';
  const [table, ...others] = readDocument('README.md', text).tables;
  expect(others).toEqual([]);
  expect(table?.header).toEqual(['Service', 'Port']);
  expect(table?.rows.map((row) => row.map(({ value }) => value))).toEqual([
    ['api', '8000'],
    ['db', '5432'],
  ]);
  const span = table?.rows[0]?.[1]?.span;
  expect(text.slice(span?.start, span?.end)).toBe('`8000`');
});

test('local addresses know their section', () => {
  const text =
    '# Shop\nhttp://localhost:3000\n## More\nsee http://127.0.0.1:9090/graph and https://example.com:443\n';
  const { addresses, title } = readDocument('README.md', text);
  expect(title).toBe('Shop');
  expect(addresses.map(({ port, section }) => [port, section])).toEqual([
    [3000, 1],
    [9090, 2],
  ]);
});

test.each([
  ['README.md', true],
  ['docs/deploy.markdown', true],
  ['CHANGELOG.md', false],
  ['notes.txt', false],
])('%s is a document: %s', (path, expected) => {
  expect(isDocumentName(path)).toBe(expected);
});
