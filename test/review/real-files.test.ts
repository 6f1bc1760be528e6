// Waivers and overlays with the real reader: spans and comments are those that users' files give.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readProject } from '../../src/read/project.ts';
import { type ReviewOptions, review } from '../../src/review/run.ts';
import { madeRule } from './made-rule.ts';

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

async function reviewed(files: Readonly<Record<string, string>>, options: ReviewOptions) {
  const root = mkdtempSync(join(tmpdir(), 'seaworthy-review-'));
  folders.push(root);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  const project = await readProject({ root, scope: 'review', processEnv: {} });
  const { findings, failures } = review(project, options);
  expect(failures).toEqual([]);
  return findings.map(({ at, rule, waived }) => `${at.file} ${rule} ${waived?.reason ?? 'open'}`);
}

const atService = madeRule('lacks', 'service', (service) => [{ at: service.span, message: 'lacks it' }]);
const atName = madeRule('lacks', 'service', (service) => [{ at: service.nameSpan, message: 'lacks it' }]);
const atLastWord = madeRule(
  'run',
  'instruction',
  ({ keyword, args }) => {
    const last = args.at(-1);
    return keyword === 'RUN' && last !== undefined ? [{ at: last.span, message: 'runs' }] : [];
  },
  { area: 'dockerfile', aliases: ['hadolint:DL3059'] },
);

test.each([
  ['its mapping', atService],
  ['its name', atName],
])('what a service lacks, reported at %s, is waived above its key', async (_name, rule) => {
  const text =
    'services:\n  # the next one\n  # seaworthy: ignore[lacks] a job\n  api:\n    image: a\n  web:\n    image: a\n';
  const found = await reviewed({ 'compose.yaml': text }, { catalogue: [rule] });
  expect(found).toEqual(['compose.yaml compose/lacks a job', 'compose.yaml compose/lacks open']);
});

test('one fact in a base and its overlays is one finding', async () => {
  const files = {
    'compose.yaml': 'services:\n  api:\n    image: a\n',
    'compose.production.yaml': 'services:\n  api:\n    restart: always\n',
    'compose.dev.yaml': 'services:\n  api:\n    restart: "no"\n',
  };
  expect(await reviewed(files, { catalogue: [atName] })).toEqual(['compose.yaml compose/lacks open']);
});

test('a word deep inside an instruction is waived by the comment above the instruction', async () => {
  const files = {
    Dockerfile:
      'FROM alpine:3.22\n# hadolint ignore=DL3059\nRUN a && \\\n  # a comment inside\n  b\nRUN c && \\\n  d\n',
  };
  expect(await reviewed(files, { catalogue: [atLastWord] })).toEqual([
    'Dockerfile dockerfile/run hadolint ignore=DL3059',
    'Dockerfile dockerfile/run open',
  ]);
});
