import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import {
  instancesWanted,
  refusedInstances,
  refusedKeys,
  serviceKeys,
} from '../../src/model/container-keys.ts';

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

test('scale and deploy.replicas ask for instances, of which one is started', () => {
  expect(instancesWanted({ scale: 2 })).toBe(2);
  expect(instancesWanted({ deploy: { replicas: 3 } })).toBe(3);
  expect(instancesWanted({ deploy: {} })).toBeUndefined();
  expect(refusedInstances(1)).toBeUndefined();
  expect(refusedInstances(3)).toBe('it asks for 3 instances, and one is started of each service');
});
