import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { refusedKeys, serviceKeys } from '../../src/model/container-keys.ts';

test('every key of a service has its fate, and no other', () => {
  const known = readFileSync('test/read/compose-keys.txt', 'utf8')
    .split('\n')
    .flatMap((path) => /^services\.\*\.([a-z_]+)$/.exec(path)?.[1] ?? []);
  expect(Object.keys(serviceKeys).sort()).toEqual(known.sort());
});

test('what is not carried as it stands says how', () => {
  const silent = Object.entries(serviceKeys).filter(([, { fate, how }]) => fate !== 'carried' && how === '');
  expect(silent).toEqual([]);
});

test('refused keys are named with their reason', () => {
  expect(refusedKeys(['image', 'umask'])).toEqual([['umask', 'the engine cannot set it']]);
});
