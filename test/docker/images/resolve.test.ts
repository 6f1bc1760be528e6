// Every image is known as content, or why it cannot be had is said, before anything is touched. The real registry.
import { afterAll, describe, expect, test } from 'vitest';
import { closedRegistry, openRegistry } from '../support/engine.ts';
import { clean, folder, login, makeImage, never, noise, push, remove, stackImages, unit } from './stage.ts';

afterAll(clean);

const pushed = async (name: string, files: Readonly<Record<string, string | Buffer>>, user = {}) => {
  const id = await makeImage(name, files);
  const digest = await push(name, user);
  await remove(name);
  return { id, digest };
};

describe('an image that is here', () => {
  test('and at no registry is its id', async () => {
    const id = await makeImage('resolve-local:1', { a: 'a' });
    const { images, obstacles } = await stackImages().resolve(
      [unit('web', { image: 'resolve-local:1' })],
      never,
    );
    expect(obstacles).toEqual([]);
    expect(images).toMatchObject([{ change: 'present', id, digest: undefined, because: 'it is here' }]);
  });

  test('for another platform than was asked for is refused', async () => {
    await makeImage('resolve-platform:1', { a: 'a' });
    const wanted = unit('web', { image: 'resolve-platform:1', keys: { platform: 'linux/s390x' } });
    const { obstacles } = await stackImages().resolve([wanted], never);
    expect(obstacles).toMatchObject([
      { service: 'web', message: expect.stringContaining('linux/s390x is wanted') },
    ]);
  });

  test('counts shared layers by the same key', async () => {
    const base = noise(20_000);
    await makeImage('resolve-shared:1', { base, one: noise(1000) });
    await makeImage('resolve-shared:2', { base, two: noise(2000) });
    const units = [unit('a', { image: 'resolve-shared:1' }), unit('b', { image: 'resolve-shared:2' })];
    const { images } = await stackImages().resolve(units, never);
    const [first, second] = images.map((image) => image.layers);
    expect(first?.[0]).toEqual(second?.[0]);
    expect(first?.[1]?.key).not.toBe(second?.[1]?.key);
    expect(first?.map((layer) => layer.unpacked)).toEqual([20_000, 1000]);
  });
});

describe('an image at its registry', () => {
  test('is known by digest, id and the sizes of its layers, packed and unpacked', async () => {
    const name = `${openRegistry}/resolve/sizes:1`;
    const zeros = Buffer.alloc(3_000_000);
    const { id, digest } = await pushed(name, { zeros, noise: noise(50_000) });
    const { images } = await stackImages().resolve([unit('web', { image: name })], never);
    expect(images).toMatchObject([{ change: 'pull', id, digest: `${openRegistry}/resolve/sizes@${digest}` }]);
    const [packable, random] = images[0]?.layers ?? [];
    expect(packable).toMatchObject({ estimated: false, present: false });
    expect(packable?.unpacked).toBeGreaterThanOrEqual(3_000_000);
    expect(packable?.compressed).toBeLessThan(10_000);
    expect(random?.unpacked).toBeGreaterThanOrEqual(50_000);
    expect(random?.compressed).toBeGreaterThanOrEqual(50_000);
  });

  test('that is here already is looked up by `always` and not pulled again', async () => {
    const name = `${openRegistry}/resolve/same:1`;
    const id = await makeImage(name, { a: noise(100) });
    await push(name);
    const wanted = unit('web', { image: name, keys: { pull_policy: 'always' } });
    const { images } = await stackImages().resolve([wanted], never);
    expect(images).toMatchObject([{ change: 'present', id, because: 'the registry has the same' }]);
  });

  test('is pulled by `always` when the tag has moved, and left alone by the default', async () => {
    const name = `${openRegistry}/resolve/moved:1`;
    const newer = await pushed(name, { a: noise(100) });
    const id = await makeImage(name, { a: noise(100) });
    const ask = async (keys: Readonly<Record<string, string>>) =>
      (await stackImages().resolve([unit('web', { image: name, keys })], never)).images[0];
    expect(await ask({ pull_policy: 'always' })).toMatchObject({
      change: 'pull',
      id: newer.id,
      because: 'the registry has another one',
    });
    expect(await ask({})).toMatchObject({ change: 'present', id });
  });

  test('is looked up again only after its period', async () => {
    const name = `${openRegistry}/resolve/daily:1`;
    await pushed(name, { a: noise(100) });
    await makeImage(name, { a: noise(100) });
    const ask = async (pull_policy: string) =>
      (await stackImages().resolve([unit('web', { image: name, keys: { pull_policy } })], never)).images[0]
        ?.change;
    expect(await ask('daily')).toBe('present');
    expect(await ask('every_1ms')).toBe('pull');
  });
});

describe('what cannot be had is an obstacle that says what, where and what next', () => {
  test.each([
    [
      'a tag that is not there',
      `${openRegistry}/resolve/none:1`,
      /none:1 is not at its registry \(.*manifest unknown/i,
      /check the name/,
    ],
    [
      'a digest that was deleted',
      `${openRegistry}/resolve/none@sha256:${'0'.repeat(64)}`,
      /that digest has moved away or was deleted/,
      /the digest that the tag has now/,
    ],
    [
      'a registry that nobody is logged in to',
      `${closedRegistry}/resolve/a:1`,
      /denies access/,
      /docker login 127\.0\.0\.1:5781/,
    ],
    ['a name that is none', 'Resolve:1', /is no name of an image/, /name\[:tag\]/],
  ])('%s', async (_name, image, message, hint) => {
    const { images, obstacles } = await stackImages().resolve([unit('web', { image })], never);
    expect(images).toEqual([]);
    expect(obstacles).toMatchObject([
      { service: 'web', message: expect.stringMatching(message), hint: expect.stringMatching(hint) },
    ]);
  });

  test('an image that may not be pulled', async () => {
    const { obstacles } = await stackImages().resolve(
      [unit('web', { image: 'resolve-never:1', keys: { pull_policy: 'never' } })],
      never,
    );
    expect(obstacles[0]?.message).toContain('pull_policy never forbids to pull it');
  });

  test('a registry that does not answer is another failure', async () => {
    const found = stackImages().resolve([unit('web', { image: '127.0.0.1:9/none:1' })], never);
    await expect(found).rejects.toMatchObject({ code: 'REGISTRY_UNREACHABLE', exitCode: 9 });
  });
});

describe('a registry that wants to be logged in to', () => {
  const name = `${closedRegistry}/resolve/closed:1`;
  const user = { username: 'tester', password: 'secret', serveraddress: closedRegistry };
  const ask = async (config: string, path = process.env['PATH']) =>
    await stackImages({ env: { DOCKER_CONFIG: config, PATH: path } }).resolve(
      [unit('web', { image: name })],
      never,
    );

  test('takes what docker login has written', async () => {
    const { id } = await pushed(name, { a: noise(100) }, user);
    expect((await ask(login(closedRegistry, 'tester', 'secret'))).images).toMatchObject([
      { change: 'pull', id },
    ]);
  });

  test('denies a wrong password, which is told nowhere', async () => {
    const found = await ask(login(closedRegistry, 'tester', 'wrong-word'));
    expect(found.obstacles[0]?.message).toContain('denies access');
    expect(JSON.stringify(found)).not.toContain('wrong-word');
  });

  test('takes what a credential helper keeps', async () => {
    const helper =
      '#!/bin/sh\n[ "$1" = get ] && read -r server && [ "$server" = "127.0.0.1:5781" ] || exit 1\necho \'{"Username":"tester","Secret":"secret"}\'\n';
    const programs = folder({ 'docker-credential-kept': helper });
    const { chmodSync } = await import('node:fs');
    chmodSync(`${programs}/docker-credential-kept`, 0o755);
    const config = folder({ 'config.json': JSON.stringify({ credHelpers: { [closedRegistry]: 'kept' } }) });
    expect((await ask(config, `${programs}:${process.env['PATH']}`)).images).toMatchObject([
      { change: 'pull' },
    ]);
  });

  test('says which helper failed', async () => {
    const config = folder({ 'config.json': JSON.stringify({ credsStore: 'of-nobody' }) });
    const { obstacles, warnings } = await ask(config);
    expect(obstacles[0]?.message).toContain('denies access');
    expect(warnings).toMatchObject([
      expect.stringContaining('docker-credential-of-nobody gave no credentials'),
    ]);
  });
});
