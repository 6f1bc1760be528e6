// Whole projects against what docker compose made of them when `npm run parity:record` last ran.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { parse } from 'yaml';
import { folderCases } from './case.ts';
import { differences } from './compare.ts';
import { explainedCases } from './explained.ts';
import { ours } from './ours.ts';
import { layOut } from './place.ts';

const recorded = 'test/parity/recorded';

test('every project is recorded, and nothing else', () => {
  const names = folderCases().map(({ name }) => `${name}.yaml`);
  expect(readdirSync(recorded).sort()).toEqual(names.sort());
});

test.each(folderCases())('$name', async (own) => {
  const base = realpathSync(mkdtempSync(join(tmpdir(), 'seaworthy-parity-')));
  onTestFinished(() => rmSync(base, { recursive: true, force: true }));
  mkdirSync(join(base, 'home'));
  const outcome = await ours(own, layOut(base, own));
  const theirs: unknown = parse(readFileSync(join(recorded, `${own.name}.yaml`), 'utf8'));
  const found =
    outcome.kind === 'refused' ? outcome.why : differences(theirs, outcome.project, `/cases/${own.name}`);
  if (!explainedCases().has(own.name)) expect(found).toEqual([]);
});

test('differences are found path by path', () => {
  const theirs = { services: { a: { command: null, ports: [1, 2] } }, networks: { n: { ipam: {} } } };
  const found = differences(theirs, { services: { a: { ports: [1] } }, networks: { n: {} } }, '/cases/x');
  expect(found).toEqual([{ path: 'services.a.ports[1]', theirs: '2', ours: '(absent)' }]);
  expect(differences({ a: '/cases/x/b' }, { a: 'b' }, '/cases/x')).toEqual([]);
});
