// Fault 22: configuration that is wrong is refused with its place, and nothing in it is ever run.
import { readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect, test } from 'vitest';
import { expectSettled } from './outcomes.ts';
import { environmentOf } from './processes.ts';
import { withStack } from './stack.ts';

const bomb = [
  'a: &a [x, x, x, x, x, x, x, x, x]',
  ...[...'bcdefghi'].map((key, index) => {
    const before = `*${'abcdefgh'[index]}`;
    return `${key}: &${key} [${Array(9).fill(before).join(', ')}]`;
  }),
]
  .map((line) => `x-${line}`)
  .join('\n');

const service = 'services:\n  web:\n    build: ./web\n';

const wrong: readonly (readonly [string, Readonly<Record<string, string>>, RegExp])[] = [
  [
    'a missing variable',
    { 'compose.yaml': `${service}    command: \${NEEDED:?is needed}\n` },
    /compose\.yaml:4:\d+: .*NEEDED/,
  ],
  ['a wrong type', { 'compose.yaml': 'services: [web]\n' }, /compose\.yaml:1:\d+/],
  ['an unknown key', { 'compose.yaml': `${service}    imagee: x\n` }, /compose\.yaml:4:5: .*imagee/],
  ['a duplicate key', { 'compose.yaml': `${service}    build: ./web\n` }, /compose\.yaml:4:5/],
  ['an anchor bomb', { 'compose.yaml': `${bomb}\n${service}` }, /compose\.yaml:\d+:\d+/],
  [
    'CRLF and BOM around a mistake',
    { 'compose.yaml': `\uFEFF${service}    ports: {}\n`.replaceAll('\n', '\r\n') },
    /compose\.yaml:4:\d+/,
  ],
  ['a tab', { 'compose.yaml': 'services:\n\tweb: {}\n' }, /compose\.yaml:2:1/],
  [
    'an unknown setting',
    { 'seaworthy.yaml': 'phasses: []\n' },
    /seaworthy\.yaml:1:1: .*phasses.*Did you mean "phases"/,
  ],
  [
    'a bad duration',
    { 'seaworthy.yaml': 'services: { web: { gate: { deadline: soon } } }\n' },
    /seaworthy\.yaml:1:\d+: .*deadline/,
  ],
  ['a cycle', { 'compose.yaml': `${service}    depends_on: [web]\n` }, /web → web|compose\.yaml:4:\d+/],
];

test.each(wrong)('up refuses %s with 3 and its place', (_name, files, words) =>
  withStack({ services: { web: {} } }, async (stack) => {
    for (const [path, text] of Object.entries(files)) stack.file(path, text);
    const up = await stack.up();
    expect(up.code, up.all).toBe(3);
    expect(up.stderr).toMatch(words);
    expect(up.stderr).not.toMatch(/\n +at |unexpected error/);
  }),
);

/** Value as a process must get it; compose writes `$` as `$$`. */
const values: Readonly<Record<string, string>> = {
  COMMAND: '$(touch pwned)',
  TICKS: '`touch pwned`; touch pwned',
  QUOTES: `it's "quoted" \\ and $HOME`,
  LINES: 'one\ntwo\n',
  YAML: '- {a: [b, *c]} # not a comment',
  EMPTY: '',
  UNICODE: '\u{1F984} ünïcode',
};

test('shell and YAML metacharacters in folder, environment and arguments arrive as they are, and nothing runs them', () =>
  withStack(
    {
      folder: "a b $(touch pwned) 'q' `touch pwned`",
      services: {
        web: {
          sh: 'printf "%s\\n" "$1"; exec sleep 600',
          compose: {
            environment: Object.fromEntries(
              Object.entries(values).map(([name, value]) => [name, value.replaceAll('$', '$$$$')]),
            ),
            command: ['/bin/sh', 'run.sh', '$$(touch pwned) `touch pwned` "; touch pwned'],
          },
          gate: { log: '^[$][(]touch pwned[)] `touch pwned` "; touch pwned$' },
        },
      },
    },
    async (stack) => {
      const up = await stack.up();
      expect(up.code, up.all).toBe(0);
      const { instances } = await stack.status();
      const environment = environmentOf(instances[0]?.pid ?? 0);
      expect(Object.fromEntries(Object.keys(values).map((name) => [name, environment.get(name)]))).toEqual(
        values,
      );
      const found = readdirSync(dirname(stack.folder), { recursive: true }).map(String);
      expect(found.filter((path) => path.split('/').at(-1) === 'pwned')).toEqual([]);
      await expectSettled(stack);
    },
  ));
