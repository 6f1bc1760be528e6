import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { readProject } from '../../src/read/project.ts';
import { heldAt, workdirAt } from '../../src/rules/shared/held-files.ts';

/** What lies at `path` when the last instruction of the Dockerfile runs. */
async function held(lines: string, path: string, files: readonly string[]): Promise<string> {
  const root = mkdtempSync(join(tmpdir(), 'seaworthy-held-'));
  try {
    for (const file of files) {
      mkdirSync(dirname(join(root, file)), { recursive: true });
      writeFileSync(join(root, file), file === '.dockerignore' ? 'package-lock.json\n' : '');
    }
    writeFileSync(join(root, 'Dockerfile'), `${lines}\nRUN true\n`);
    const project = await readProject({ root, scope: 'review', processEnv: {} });
    const dockerfile = project.dockerfiles.get('Dockerfile');
    const last = dockerfile?.instructions.at(-1);
    if (dockerfile === undefined || last === undefined) throw new Error('no Dockerfile');
    const found = heldAt({ project, dockerfile, context: '' }, last, path);
    return found.kind === 'file' ? found.file : found.kind;
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

const base = 'FROM node:22\nWORKDIR /app\n';
const both = ['package.json', 'package-lock.json'];

test.each<[string, string, string, readonly string[], string]>([
  ['a file by name', `${base}COPY package.json ./`, '/app/package.json', both, 'package.json'],
  ['a file that is not copied', `${base}COPY package.json ./`, '/app/package-lock.json', both, 'absent'],
  ['a pattern', `${base}COPY package*.json ./`, '/app/package-lock.json', both, 'package-lock.json'],
  ['the whole context', `${base}COPY . .`, '/app/package-lock.json', both, 'package-lock.json'],
  ['an ignored file', `${base}COPY . .`, '/app/package-lock.json', [...both, '.dockerignore'], 'absent'],
  ['a folder', `${base}COPY web ./`, '/app/package.json', ['web/package.json'], 'web/package.json'],
  ['under another name', `${base}COPY a.json package.json`, '/app/package.json', ['a.json'], 'a.json'],
  [
    'from another stage',
    `${base}COPY . .\nFROM node:22\nCOPY --from=0 /app /srv`,
    '/srv/package.json',
    both,
    'package.json',
  ],
  ['from an image', `${base}COPY --from=busybox /x /app`, '/app/package.json', both, 'unknown'],
  ['a variable', `${base}COPY $A ./`, '/app/package.json', both, 'unknown'],
  [
    'a command that may make it',
    `${base}RUN git clone https://example.com/a .`,
    '/app/package.json',
    both,
    'unknown',
  ],
  [
    'a lock that an install wrote',
    `${base}COPY package.json ./\nRUN npm install`,
    '/app/package-lock.json',
    ['package.json'],
    'unknown',
  ],
  [
    'a lock of another manager',
    `${base}COPY package.json ./\nRUN npm install`,
    '/app/pnpm-lock.yaml',
    ['package.json'],
    'absent',
  ],
  [
    'a global install writes no lock',
    `${base}COPY package.json ./\nRUN npm install -g typescript`,
    '/app/package-lock.json',
    ['package.json'],
    'absent',
  ],
  [
    'a lock that an install in another stage wrote',
    `${base}COPY package.json ./\nRUN npm i\nFROM node:22\nWORKDIR /srv\nCOPY --from=0 /app ./`,
    '/srv/package-lock.json',
    ['package.json'],
    'unknown',
  ],
  ['an archive', `${base}ADD app.tar.gz ./`, '/app/package.json', ['app.tar.gz'], 'unknown'],
  [
    'a base stage',
    'FROM node:22 AS base\nWORKDIR /app\nCOPY . .\nFROM base',
    '/app/package.json',
    both,
    'package.json',
  ],
])('%s', async (_name, lines, path, files, expected) => {
  expect(await held(lines, path, files)).toBe(expected);
});

test('the working folder follows the lines', async () => {
  const root = mkdtempSync(join(tmpdir(), 'seaworthy-held-'));
  try {
    writeFileSync(join(root, 'Dockerfile'), 'FROM a\nWORKDIR /app\nWORKDIR web\nRUN a\nWORKDIR $X\nRUN b\n');
    const project = await readProject({ root, scope: 'review', processEnv: {} });
    const dockerfile = project.dockerfiles.get('Dockerfile');
    if (dockerfile === undefined) throw new Error('no Dockerfile');
    const runs = dockerfile.instructions.filter(({ keyword }) => keyword === 'RUN');
    expect(runs.map((run) => workdirAt(dockerfile, run))).toEqual(['/app/web', undefined]);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
});
