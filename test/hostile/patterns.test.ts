// One piece of text over and over, in every kind of file: a regular expression that tries all ways to match takes for
// ever on some of them, and so does a loop that begins anew at each.
import { describe, test, vi } from 'vitest';
import { everywhere } from './everywhere.ts';
import { hostileFolder, reviewHostile } from './run.ts';

// Only ends a hang: a review may take ten seconds of work, on a machine that does other things besides.
vi.setConfig({ testTimeout: 180_000 });

const size = 50_000;

const pieces: Readonly<Record<string, string>> = {
  blanks: ' ',
  tabs: '\t',
  'line ends': '\n',
  'Windows line ends': '\r\n',
  'double quotes': '"',
  'single quotes': "'",
  'quoted words': '"a" ',
  slashes: '/',
  'folders above': '../',
  backslashes: '\\',
  'continued lines': '\\\n',
  letters: 'a',
  digits: '1',
  'names with lines': 'A_',
  'hexadecimal digits': '0f',
  base64: 'QUJD',
  dollars: '$',
  'open braces': '{',
  'open templates': '{{ ',
  'open variables': '$'.concat('{A:-'),
  'open expressions': '$'.concat('{{ '),
  expressions: '$'.concat('{{ a }} '),
  substitutions: '$(',
  'back quotes': '`',
  parentheses: '(',
  brackets: '[',
  dots: '.',
  dashes: '-',
  equals: '= ',
  colons: ':',
  commas: ',',
  semicolons: '; ',
  pipes: ' | ',
  ands: ' && ',
  comments: '# ',
  'open comments': '/* ',
  stars: '*',
  'any folder': '**/',
  'here-documents': '<<A ',
  entries: 'A=b ',
  words: 'foo bar ',
  flags: '--flag=x ',
  addresses: 'http://a:b@',
  'addresses with ports': '127.0.0.1:80,',
  images: 'a/b:c@sha256:',
  installs: 'apt-get install -y a; ',
  pipelines: 'curl http://a | ',
  'bidirectional marks': '\u202e',
  pictures: '\u{1f6a2}',
};

describe('over and over', () => {
  test.each(Object.entries(pieces))('%s', (_name, piece) => {
    reviewHostile(hostileFolder(everywhere(piece.repeat(Math.ceil(size / piece.length)))));
  });
});

test('patterns of build arguments', () => {
  const value = 'ab'.repeat(20_000);
  const uses = ['#*b*b*b*bX', '##*b*b*b*bX', '%Xa*a*a*a*', '%%Xa*a*a*a*', '/*b*b*b*bX/c', '//*b*b*b*bX/c'];
  const lines = uses.map((use, index) => `ENV V${index}=$\{A${use}}\n`).join('');
  reviewHostile(hostileFolder({ Dockerfile: `FROM alpine:3.22\nARG A=${value}\n${lines}` }));
});

test('names that are patterns', () => {
  const name = '(a+)+$[\\';
  const key = JSON.stringify(name);
  reviewHostile(
    hostileFolder({
      '.github/workflows/a.yml': `on: pull_request_target
jobs:
  a:
    runs-on: ubuntu-24.04
    env: { ${key}: "$\{{ secrets.A }}$\{{ github.event.issue.title }}" }
    steps:
      - run: echo $\{${name} ${'a'.repeat(100)}b >> $GITHUB_ENV
`,
      'compose.yaml': `services:\n  web: { image: "nginx:1.27", environment: { ${key}: x } }\n`,
      Dockerfile: `ARG ${name}=x\nFROM alpine:3.22\nRUN ${name} ${'a'.repeat(100)}\n`,
    }),
  );
});
