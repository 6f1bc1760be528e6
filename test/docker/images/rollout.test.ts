// Images through the whole program: nothing is stopped for what cannot be had, a kill at any image step is gone on from,
// and a rollback runs the very images of its release.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { failPositions } from '../../../src/base/failpoint.ts';
import { listAt, textAt } from '../../../src/base/json.ts';
import { localImage } from '../../../src/engines/docker/images/local-image.ts';
import { openRegistry } from '../support/engine.ts';
import { removeStack } from '../support/leftovers.ts';
import { clean, client, folder, makeImage, named, never, noise, push, remove } from './stage.ts';

const program = join(import.meta.dirname, '../../../dist/seaworthy.js');
const stack = `images-${process.pid}`;
const image = `${openRegistry}/rollout/web:1`;

afterEach(async () => {
  await removeStack(stack);
});
afterAll(clean);

interface Project {
  readonly folder: string;
  run(...words: string[]): { readonly code: number | null; readonly text: string };
  runWith(
    env: Readonly<Record<string, string>>,
    ...words: string[]
  ): { readonly code: number | null; readonly text: string };
}

/** `web` is pulled, `app` is built. */
function project(files: Readonly<Record<string, string>> = {}): Project {
  const gate = 'gate: { stable_for: 0s, success_threshold: 1, soak: 0s }';
  const own = folder({
    'compose.yaml': `name: ${stack}
services:
  web: { image: "${image}", pull_policy: always, command: [sleep, "1000"], init: true, stop_grace_period: 1s }
  app: { build: ./app, command: [sleep, "1000"], init: true, stop_grace_period: 1s }
`,
    'seaworthy.yaml': `phases: [{ name: all, services: [web, app], ${gate} }]\n`,
    'app/Dockerfile': 'FROM busybox:1.37.0\nCOPY content /content\n',
    'app/content': 'first',
    ...files,
  });
  named(`${stack}-app`);
  const runWith = (env: Readonly<Record<string, string>>, ...words: string[]) => {
    const [verb = '', ...rest] = words;
    const argv = [program, verb, '--engine', 'docker', ...rest];
    const done = spawnSync(process.execPath, argv, {
      cwd: own,
      encoding: 'utf8',
      env: { ...process.env, DOCKER_CONFIG: own, ...env },
    });
    return { code: done.status, text: `${done.stdout}${done.stderr}` };
  };
  return { folder: own, runWith, run: (...words) => runWith({}, ...words) };
}

/** Pushes an image that sleeps, which the engine then no longer has; its id. */
async function publish(content: Buffer | string): Promise<string> {
  const id = await makeImage(image, { content }, 'busybox:1.37.0');
  await push(image);
  await remove(image);
  return id;
}

/** Image ids by service, of what runs. */
async function running(): Promise<Readonly<Record<string, string>>> {
  const filters = JSON.stringify({ label: [`com.docker.compose.project=${stack}`] });
  const { body } = await client.call('GET', '/containers/json', { query: { filters } });
  return Object.fromEntries(
    listAt(body).map((one) => [
      textAt(one, 'Labels', 'com.docker.compose.service') ?? '',
      textAt(one, 'ImageID') ?? '',
    ]),
  );
}

describe('plan', () => {
  test('says what is pulled and built, how large it is, and that it is over its budget', async () => {
    await publish(noise(3_000_000));
    const gate = 'gate: { stable_for: 0s }';
    const { run } = project({
      'seaworthy.yaml': `budget: { images: 2MiB }\nphases: [{ name: all, services: [web, app], ${gate} }]\n`,
    });
    const { code, text } = run('plan');
    expect(code).toBe(4);
    expect(text).toMatch(/^phase 1 images {2}2 images before anything is stopped {2}REFUSED$/m);
    expect(text).toMatch(
      /^images {2}pull 2\.9 MiB \(2\.9 MiB unpacked\), build 1 {3}budget 2 MiB: over by /m,
    );
    expect(text).toContain('raise budget.images');
    expect(run('up').code).toBe(4);
    expect(await running()).toEqual({});
  });
});

describe('up', () => {
  test('pulls and builds first, does nothing the second time, and gives way to nothing that cannot be had', async () => {
    const id = await publish('one');
    const own = project();
    expect(own.run('up')).toMatchObject({ code: 0 });
    const first = await running();
    expect(first).toMatchObject({ web: id });
    expect(own.run('up').text).toContain('nothing to do');

    writeFileSync(join(own.folder, 'app/Dockerfile'), 'FROM busybox:1.37.0\nRUN echo so far; exit 3\n');
    const failed = own.run('up');
    expect(failed).toMatchObject({ code: 3, text: expect.stringContaining('so far') });
    expect(failed.text).toContain('nothing was stopped');
    writeFileSync(join(own.folder, 'app/Dockerfile'), 'FROM busybox:1.37.0\nCOPY none /none\n');
    expect(own.run('up').code).toBe(3);
    expect(await running()).toEqual(first);
  });

  test('after the tag has moved replaces, and rollback runs the former image', async () => {
    const own = project();
    const old = await publish('old');
    expect(own.run('up').code).toBe(0);
    const before = await running();
    const next = await publish('new');
    writeFileSync(join(own.folder, 'app/content'), 'second');
    expect(own.run('up').code).toBe(0);
    expect(await running()).toMatchObject({ web: next });
    await client.call('POST', '/images/prune');
    expect(own.run('rollback')).toMatchObject({ code: 0 });
    expect(await running()).toEqual(before);
    expect(before).toMatchObject({ web: old });

    expect(own.run('down').code).toBe(0);
    const filters = JSON.stringify({ reference: [`seaworthy/${stack}`] });
    expect((await client.call('GET', '/images/json', { query: { filters } })).body).toEqual([]);
  });

  test('a rollback whose image is gone for good is refused before anything is stopped', async () => {
    const own = project();
    await publish('old');
    expect(own.run('up').code).toBe(0);
    const release = (await running())['app'];
    writeFileSync(join(own.folder, 'app/content'), 'second');
    expect(own.run('up').code).toBe(0);
    const now = await running();
    await client.call('DELETE', `/images/${release}`, { query: { force: true } });
    expect(await localImage(client, release ?? '', never)).toBeUndefined();
    const { code, text } = own.run('rollback');
    expect(code).toBe(3);
    expect(text).toMatch(/the image of app in that release is no longer here/);
    expect(await running()).toEqual(now);
  });
});

describe('a kill at an image step', () => {
  const steps = [`images/pull/${image}`, `images/build/${stack}-app`, 'images/promote'];
  const points = steps.flatMap((step) => failPositions.map((position) => `${step}@${position}`));
  // Each point once: half of them are gone on from, half undone.
  test.each(points.map((point, index) => [point, index % 2 === 0 ? 'resume' : 'rollback'] as const))(
    '%s, then %s',
    async (point, verb) => {
      const id = await publish(point);
      const own = project({ 'app/content': point });
      expect(own.runWith({ SEAWORTHY_FAILPOINT: point }, 'up').code).toBeNull();
      expect(own.run(verb)).toMatchObject({ code: 0 });
      expect(await running()).toMatchObject(verb === 'resume' ? { web: id } : {});
      expect(Object.keys(await running())).toHaveLength(verb === 'resume' ? 2 : 0);
      if (verb === 'resume') expect(own.run('up').text).toContain('nothing to do');
    },
  );
});

test('how an image is looked up, or its build is cached, replaces nothing', async () => {
  await publish('same');
  const own = project();
  expect(own.run('up').code).toBe(0);
  const path = join(own.folder, 'compose.yaml');
  const text = readFileSync(path, 'utf8');
  const build = 'build: { context: ./app, cache_from: [busybox], tags: [] }';
  writeFileSync(path, text.replace('pull_policy: always, ', '').replace('build: ./app', build));
  expect(own.run('up').text).toContain('nothing to do');
});
