// `config --links` on both examples and on a small project: text for people, JSON for programs.
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { isRecord, recordsAt } from './answers.ts';
import { seaworthy, temporaryFolder } from './command.ts';

const files = {
  'compose.yaml':
    'services:\n  api:\n    build: ./api\n    environment: { LEVEL: info }\n  db:\n    image: postgres:17\n',
  'api/Dockerfile': 'FROM node:22-alpine\nWORKDIR /app\nCOPY . .\nCMD ["node", "main.js"]\n',
  'api/main.js': 'log(process.env.LEVEL);\n',
};

test('text: each thing with what it leads to, how that is known and where', () => {
  const { code, stdout, stderr } = seaworthy(['config', '--links'], { cwd: temporaryFolder(files) });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toBe(`service api  compose.yaml:2:3
  is built by  build api              declared  compose.yaml:3:12
  sets         variable LEVEL of api  declared  compose.yaml:4:20

build api  compose.yaml:3:12
  builds  Dockerfile api/Dockerfile  resolved  compose.yaml:3:12

Dockerfile api/Dockerfile
  starts  code api/main.js  resolved, likely

code api/main.js
  reads  variable LEVEL of api  resolved  api/main.js:1:5

service db  compose.yaml:5:3
  runs  image postgres  declared  compose.yaml:6:12
`);
});

test('a name: only what it stands on, and what leads there', () => {
  const cwd = temporaryFolder(files);
  expect(seaworthy(['config', '--links', 'db'], { cwd }).stdout).toBe(
    'service db  compose.yaml:5:3\n  runs  image postgres  declared  compose.yaml:6:12\n',
  );
  const { code, stderr } = seaworthy(['config', '--links', 'dbb'], { cwd });
  expect(code).toBe(64);
  expect(stderr).toContain('there is no service or workload dbb');
  expect(stderr).toContain('Did you mean db?');
});

test('JSON', () => {
  const { stdout } = seaworthy(['config', '--links', '-o', 'json', 'db'], { cwd: temporaryFolder(files) });
  const answer: unknown = JSON.parse(stdout);
  expect(answer).toMatchObject({ schema: 'seaworthy.links/1' });
  expect(isRecord(answer) ? recordsAt(answer, 'links') : []).toEqual([
    {
      from: {
        id: 'service compose.yaml db',
        kind: 'service',
        name: 'db',
        at: { file: 'compose.yaml', line: 5, column: 3 },
      },
      kind: 'runs',
      to: { id: 'image postgres', kind: 'image', name: 'postgres', at: null },
      how: 'declared',
      confidence: 'certain',
      places: [{ file: 'compose.yaml', line: 6, column: 12 }],
    },
  ]);
});

test.each<[string, readonly string[]]>([
  [
    'examples/policy-platform/repaired',
    [
      'code services/gateway/server.js\n',
      'reads  variable AUTH_URL of gateway',
      'starts  code services/policy/server.js',
    ],
  ],
  ['examples/task-manager/repaired', ['is built by', 'starts', 'sets', 'calls']],
])('%s', (folder, texts) => {
  const { code, stdout } = seaworthy(['config', '--links', '--project-directory', resolve(folder)]);
  expect(code).toBe(0);
  for (const text of texts) expect(stdout).toContain(text);
});
