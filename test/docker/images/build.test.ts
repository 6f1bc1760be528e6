// Builds on the real engine: what goes in, what comes out, and what is said when it fails.
import { chmodSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { framesOf } from '../../../src/engines/docker/frames.ts';
import { localImage } from '../../../src/engines/docker/images/local-image.ts';
import { must, openRegistry } from '../support/engine.ts';
import {
  build,
  clean,
  client,
  folder,
  makeImage,
  named,
  never,
  noise,
  push,
  remove,
  stackImages,
  unit,
} from './stage.ts';

afterAll(clean);

/** Output of a command in the image. */
async function run(image: string, ...argv: string[]): Promise<string> {
  const { json } = await must('POST', '/containers/create', {
    Image: image,
    Cmd: argv,
    HostConfig: { NetworkMode: 'none' },
  });
  const id = String(Object(json)['Id']);
  await must('POST', `/containers/${id}/start`);
  await must('POST', `/containers/${id}/wait`);
  const logs = await client.open('GET', `/containers/${id}/logs`, { query: { stdout: true, stderr: true } });
  let text = '';
  for await (const { data } of framesOf(logs, false)) text += data.toString();
  await must('DELETE', `/containers/${id}?force=true`);
  return text;
}

const list = 'cd /app && find . -exec stat -c "%n %a %F" {} + | sort';

function project(files: Readonly<Record<string, string>>): string {
  return folder({ Dockerfile: `FROM busybox:1.37.0\nCOPY . /app\n`, ...files });
}

async function built(name: string, context: string, own: Parameters<typeof unit>[1] = {}): Promise<string> {
  const wanted = unit('web', {
    image: named(name),
    build: build(context),
    contentHash: noise(16).toString('hex'),
    ...own,
  });
  const images = stackImages();
  await images.build(wanted, { signal: never });
  return await images.idOf(wanted, never);
}

describe('what a build sees', () => {
  test('modes and links as they are, without what .dockerignore leaves out', async () => {
    const context = project({
      '.dockerignore': 'node_modules\n*.log\n!keep.log\nDockerfile\n.dockerignore\n',
      'a.log': '',
      'keep.log': '',
      'node_modules/x': '',
      'bin/run': '',
    });
    chmodSync(join(context, 'bin/run'), 0o755);
    symlinkSync('bin/run', join(context, 'start'));
    await built('build-context:1', context);
    const files = await run('build-context:1', 'sh', '-c', list);
    expect(files).toContain('./bin/run 755 regular');
    expect(files).toContain('./start 777 symbolic link');
    expect(files).toContain('./keep.log');
    for (const left of ['node_modules', 'a.log', 'Dockerfile', '.dockerignore'])
      expect(files).not.toContain(left);
  });

  test("a Dockerfile's own ignore file comes before the context's", async () => {
    const context = project({ '.dockerignore': 'b\n', 'Dockerfile.dockerignore': 'a\n', a: '', b: '' });
    await built('build-own-ignore:1', context);
    const files = await run('build-own-ignore:1', 'sh', '-c', list);
    expect(files).toContain('./b ');
    expect(files).not.toContain('./a ');
  });

  test('a Dockerfile outside of the context, and one in the compose file, leave nothing behind', async () => {
    const outside = folder({ 'x.Dockerfile': 'FROM busybox:1.37.0\nCOPY . /app\nENV HOW=outside\n' });
    const context = folder({ a: 'a' });
    await built('build-outside:1', context, {
      build: build(context, { dockerfile: join(outside, 'x.Dockerfile') }),
    });
    await built('build-inline:1', context, {
      build: build(context, { inline: 'FROM busybox:1.37.0\nCOPY . /app\n' }),
    });
    for (const name of ['build-outside:1', 'build-inline:1'])
      expect(await run(name, 'sh', '-c', 'cd /app && ls -A')).toBe('a\n');
  });

  test('arguments, target, labels', async () => {
    const context = folder({
      Dockerfile:
        'FROM busybox:1.37.0 AS one\nARG WORD\nRUN echo "$WORD" > /word\nFROM one AS two\nRUN echo two > /word\n',
    });
    const own = {
      build: build(context, {
        target: 'one',
        args: { WORD: 'hello $there' },
        options: { labels: ['team=shop'] },
      }),
    };
    await built('build-args:1', context, own);
    expect(await run('build-args:1', 'cat', '/word')).toBe('hello $there\n');
    expect((await localImage(client, 'build-args:1', never))?.labels).toMatchObject({ team: 'shop' });
  });
});

test('our own state with its secrets goes into no image, even when nothing is left out', async () => {
  const context = project({ a: 'a', '.seaworthy/secrets/x': 'word', '.dockerignore': '!.seaworthy\n' });
  await built('build-state:1', context);
  expect(await run('build-state:1', 'sh', '-c', 'cd /app && ls -A')).not.toContain('.seaworthy');
});

describe('a build that is done already', () => {
  test('is not done again, and only gets its name back', async () => {
    const context = project({ a: 'a' });
    const id = await built('build-again:1', context, { contentHash: 'c0ffee02' });
    const wanted = unit('web', { image: 'build-again:1', build: build(context), contentHash: 'c0ffee02' });
    const images = stackImages();
    expect(await images.build(wanted, { signal: never })).toBe('its content was built already');
    const again = await images.resolve([wanted], never);
    expect(again.images).toMatchObject([{ change: 'present', id }]);
    const changed = await images.resolve([{ ...wanted, contentHash: 'c0ffee01' }], never);
    expect(changed.images).toMatchObject([{ change: 'build', because: 'no image of this content is here' }]);
  });
});

test('with `always` the registry comes first, and what it does not have is built', async () => {
  const name = `${openRegistry}/build/always:${process.pid}`;
  const context = project({ a: 'a' });
  const keys = { pull_policy: 'always' };
  const wanted = unit('web', {
    image: name,
    build: build(context),
    contentHash: noise(16).toString('hex'),
    keys,
  });
  const images = stackImages();
  const look = async () => (await images.resolve([wanted], never)).images[0];
  expect(await look()).toMatchObject({ change: 'build' });
  const id = await makeImage(name, { a: noise(100) });
  const digest = `${openRegistry}/build/always@${await push(name)}`;
  await remove(name);
  expect(await look()).toMatchObject({ change: 'pull', id, digest });
  await images.pull(name, digest, undefined, { signal: never });
  expect(await images.idOf(wanted, never)).toBe(id);
});

describe('a build that fails', () => {
  test('is of other files than the plan saw', async () => {
    const context = project({ a: 'a' });
    const wanted = unit('web', {
      image: named('build-changed:1'),
      build: build(context),
      contentHash: noise(16).toString('hex'),
    });
    const images = stackImages();
    const [planned] = (await images.resolve([wanted], never)).images;
    expect(planned?.seen).toMatch(/^[0-9a-f]{16}$/);
    writeFileSync(join(context, 'a'), 'another');
    await expect(images.build(wanted, { signal: never, seen: planned?.seen })).rejects.toMatchObject({
      code: 'BUILD_FAILED',
      message: expect.stringContaining('have changed since the plan'),
    });
  });

  test('says the step and its last lines', async () => {
    const context = folder({
      Dockerfile: 'FROM busybox:1.37.0\nRUN echo fine\nRUN echo looking; echo no such thing >&2; exit 3\n',
    });
    const made = built('build-fails:1', context);
    await expect(made).rejects.toMatchObject({
      code: 'BUILD_FAILED',
      exitCode: 3,
      message: expect.stringContaining('returned a non-zero code: 3'),
      detail: expect.arrayContaining([
        expect.stringMatching(/^Step 3\/4 : RUN echo looking/),
        'looking',
        'no such thing',
      ]),
    });
  });

  test('is refused before anything is touched when its files are not there', async () => {
    const wanted = (context: string) => unit('web', { build: build(context) });
    const { obstacles } = await stackImages().resolve(
      [wanted('/none'), { ...wanted(folder()), service: 'api' }],
      never,
    );
    expect(obstacles.map(({ message }) => message)).toEqual([
      expect.stringMatching(/shop-web cannot be built: the build context \/none is no folder/),
      expect.stringMatching(/shop-api cannot be built: the Dockerfile .* cannot be read/),
    ]);
  });

  test('is refused when it needs BuildKit and there is no buildx', async () => {
    const context = folder({ Dockerfile: 'FROM busybox:1.37.0\nRUN --mount=type=cache,target=/c true\n' });
    const empty = { PATH: '/none' };
    const { obstacles } = await stackImages({ env: empty }).resolve(
      [unit('web', { build: build(context) })],
      never,
    );
    expect(obstacles).toMatchObject([
      {
        message: expect.stringContaining('needs BuildKit: RUN --mount (line 2)'),
        hint: expect.stringContaining('buildx'),
      },
    ]);
  });
});

const plugins = join(
  process.env['XDG_CACHE_HOME'] ?? join(process.env['HOME'] ?? '', '.cache'),
  'seaworthy-docker/engine-26/usr/libexec/docker/cli-plugins',
);

describe.skipIf(!existsSync(join(plugins, 'docker-buildx')))('a build through buildx', () => {
  const images = () => {
    const config = folder({ 'config.json': JSON.stringify({ cliPluginsExtraDirs: [plugins] }) });
    return stackImages({ env: { ...process.env, DOCKER_CONFIG: config, BUILDX_CONFIG: folder() } });
  };

  test('mounts a secret that stays out of the image', async () => {
    const context = folder({
      'secret.txt': 'hidden',
      Dockerfile:
        'FROM busybox:1.37.0\nRUN --mount=type=secret,id=word wc -c < /run/secrets/word > /length\n',
    });
    const options = { secrets: [`id=word,src=${join(context, 'secret.txt')}`] };
    const wanted = unit('web', {
      image: named('buildx-secret:1'),
      build: build(context, { options }),
      contentHash: 'c1',
    });
    const own = images();
    expect(await own.build(wanted, { signal: never })).toMatch(/^built in /);
    expect(await run(await own.idOf(wanted, never), 'cat', '/length')).toBe('6\n');
  });

  test('leaves out what the ignore file says, and our own state', async () => {
    const context = folder({
      a: 'a',
      'b.log': 'b',
      '.seaworthy/x': 'word',
      '.dockerignore': '*.log\n',
      Dockerfile: 'FROM busybox:1.37.0\nRUN --mount=type=tmpfs,target=/t true\nCOPY . /app\n',
    });
    const wanted = unit('web', {
      image: named('buildx-ignore:1'),
      build: build(context),
      contentHash: noise(16).toString('hex'),
    });
    const own = images();
    await own.build(wanted, { signal: never });
    const files = await run(await own.idOf(wanted, never), 'sh', '-c', 'cd /app && ls -A');
    expect(files.split('\n').filter((name) => name !== '')).toEqual(['.dockerignore', 'Dockerfile', 'a']);
  });

  test('takes arguments by their names, and says why it failed', async () => {
    const context = folder({
      Dockerfile:
        'FROM busybox:1.37.0\nARG WORD\nRUN --mount=type=tmpfs,target=/t echo "got $WORD" && exit 4\n',
    });
    const wanted = unit('web', {
      image: named('buildx-fails:1'),
      build: build(context, { args: { WORD: 'given' } }),
      contentHash: 'c2',
    });
    await expect(images().build(wanted, { signal: never })).rejects.toMatchObject({
      code: 'BUILD_FAILED',
      detail: expect.arrayContaining([expect.stringContaining('got given')]),
    });
  });
});

describe('pins', () => {
  test('keep the image of a release when its name has moved on and dangling images are pruned', async () => {
    const context = project({ a: 'first' });
    const id = await built('build-pinned:1', context, { contentHash: 'a1' });
    const images = stackImages();
    await images.pin(id, 'web', 'release-1', never);
    writeFileSync(join(context, 'a'), 'second');
    mkdirSync(join(context, 'more'));
    const next = await built('build-pinned:1', context, { contentHash: 'a2' });
    await images.pin(next, 'web', 'release-2', never);
    await must('POST', '/images/prune');
    expect((await localImage(client, id, never))?.tags).toEqual(['seaworthy/shop:web-release-1']);
    expect(await images.forget(['release-2'], never)).toEqual(['seaworthy/shop:web-release-1']);
    expect(await localImage(client, id, never)).toBeUndefined();
    expect((await localImage(client, next, never))?.tags).toContain('seaworthy/shop:web-release-2');
    await images.forget([], never);
  });
});
