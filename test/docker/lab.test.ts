// The engine of the tests is the one that was asked for, and has the images that tests and examples name.
import { expect, test } from 'vitest';
import { call, engineVersion, must, openRegistry } from './support/engine.ts';

test('the engine has the version that was asked for', async () => {
  const { json } = await must('GET', '/version');
  expect(json).toMatchObject({ Version: expect.stringMatching(new RegExp(`^${engineVersion}\\.`)) });
});

test.each([
  'busybox:1.37.0',
  'node:20-alpine',
  'node:22.21.1-alpine3.22',
  'redis:7.4.1-alpine',
  'postgres:18.1-alpine3.22',
  'mariadb:11.4.4',
])('there is %s', async (image) => {
  expect((await call('GET', `/images/${image}/json`)).status).toBe(200);
});

test('an image that is nowhere fails at once', async () => {
  const { text } = await call('POST', '/images/create?fromImage=no-such-image&tag=1');
  expect(text).toMatch(/no such host|server misbehaving|lookup/);
});

test('a registry on loopback takes an image and gives it a digest', async () => {
  const name = `${openRegistry}/lab/busybox`;
  await must('POST', `/images/busybox:1.37.0/tag?repo=${name}&tag=1`);
  const pushed = await call('POST', `/images/${name}/push?tag=1`);
  expect(pushed.text).not.toContain('errorDetail');
  expect(pushed.text).toMatch(/sha256:[0-9a-f]{64}/);
  await must('DELETE', `/images/${name}:1`);
});
