// A pull is believed only when the image is there; the real registry, and one that stalls or breaks off on the way.
import { createServer, request, type Server } from 'node:http';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import type { DockerClient } from '../../../src/engines/docker/client.ts';
import { readMeasures } from '../../../src/engines/docker/images/measures.ts';
import { closedRegistry, openRegistry } from '../support/engine.ts';
import {
  clean,
  client,
  folder,
  login,
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

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/** Stands before the open registry; `blob` decides what becomes of a blob's bytes after so many of them. */
async function standBefore(blob: (sent: number) => 'go on' | 'stall' | 'break off'): Promise<string> {
  const [host = '', port = ''] = openRegistry.split(':');
  const server = createServer((incoming, outgoing) => {
    const { method, url, headers } = incoming;
    const asked = request({ host, port, method, path: url, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
      let sent = 0;
      answer.on('data', (piece: Buffer) => {
        const isBlob =
          url?.includes('/blobs/') === true && Number(answer.headers['content-length']) > 100_000;
        const what = isBlob ? blob(sent) : 'go on';
        sent += piece.length;
        if (what === 'go on') outgoing.write(piece);
        else if (what === 'break off') outgoing.destroy();
      });
      answer.on('end', () => {
        if (Number(answer.headers['content-length']) <= 100_000 || blob(sent) === 'go on') outgoing.end();
      });
    });
    incoming.pipe(asked);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return `127.0.0.1:${typeof address === 'object' ? address?.port : address}`;
}

async function pushedTo(path: string, files: Readonly<Record<string, Buffer>>) {
  const name = `${openRegistry}/${path}`;
  const id = await makeImage(name, files);
  const digest = await push(name);
  await remove(name);
  return { id, name, digest: `${name.slice(0, name.lastIndexOf(':'))}@${digest}` };
}

describe('a pull by digest', () => {
  test('gives the image its name, the id that was told before, and a rate', async () => {
    const { id, name, digest } = await pushedTo('pull/plain:1', { a: noise(8_000_000), b: noise(100_000) });
    const stateFolder = folder();
    const images = stackImages({ stateFolder });
    const said: string[] = [];
    const detail = await images.pull(name, digest, undefined, {
      signal: never,
      onProgress: (text) => said.push(text),
    });
    expect(await images.idOf(unit('web', { image: name, imageId: id }), never)).toBe(id);
    expect(await images.idOf(unit('web', { image: name }), never)).toBe(id);
    expect(detail).toMatch(/^(?:7\.\d|8) MiB in /);
    expect(said.at(-1)).toMatch(/^2 of 2 layers, /);
    expect(await images.pull(name, digest, undefined, { signal: never })).toBe('it is here');
    const { rate } = readMeasures(stateFolder);
    if (rate !== undefined) expect(rate).toBeGreaterThan(0);
  });

  test('with a login', async () => {
    const name = `${closedRegistry}/pull/closed:1`;
    const id = await makeImage(name, { a: noise(1000) });
    const digest = await push(name, {
      username: 'tester',
      password: 'secret',
      serveraddress: closedRegistry,
    });
    await remove(name);
    const from = `${closedRegistry}/pull/closed@${digest}`;
    const images = stackImages({ env: { DOCKER_CONFIG: login(closedRegistry, 'tester', 'secret') } });
    await images.pull(name, from, undefined, { signal: never });
    expect(await images.idOf(unit('web', { image: name }), never)).toBe(id);
  });

  test.each([
    ['that was deleted since', `${openRegistry}/pull/none@sha256:${'1'.repeat(64)}`],
    ['without a login', `${closedRegistry}/pull/closed@sha256:${'1'.repeat(64)}`],
  ])('%s is refused at once', async (_name, digest) => {
    const name = digest.replace(/@.*/, ':1');
    const pull = stackImages().pull(name, digest, undefined, { signal: never });
    await expect(pull).rejects.toMatchObject({ code: 'IMAGE_REFUSED', exitCode: 3 });
  });
});

describe('a pull that does not get through', () => {
  test('stalls: the silence is noticed, tried again, and said with how far it came', async () => {
    const { name, digest } = await pushedTo('pull/stall:1', { a: noise(3_000_000), b: noise(10) });
    const host = await standBefore((sent) => (sent > 1_000_000 ? 'stall' : 'go on'));
    const images = stackImages({ idleMs: { pull: 1500 } });
    const said: string[] = [];
    const pull = images.pull(
      named(name.replace(openRegistry, host)),
      digest.replace(openRegistry, host),
      undefined,
      {
        signal: never,
        onProgress: (text) => said.push(text),
      },
    );
    await expect(pull).rejects.toMatchObject({
      code: 'REGISTRY_UNREACHABLE',
      exitCode: 9,
      message: expect.stringMatching(/failed 3 times: no byte for 1\.5s/),
    });
    expect(said.filter((text) => text.endsWith('tries again'))).toHaveLength(2);
  });

  test('stalls once: the next try goes on', async () => {
    const { id, name, digest } = await pushedTo('pull/once:1', { a: noise(3_000_000) });
    let stalls = 0;
    const host = await standBefore((sent) => {
      if (sent < 1_000_000 || stalls > 40) return 'go on';
      stalls += 1;
      return 'stall';
    });
    const images = stackImages({ idleMs: { pull: 1500 } });
    const here = named(name.replace(openRegistry, host));
    await images.pull(here, digest.replace(openRegistry, host), undefined, { signal: never });
    expect(await images.idOf(unit('web', { image: here }), never)).toBe(id);
  });

  test('an answer of the engine that ends proves nothing', async () => {
    const { name, digest } = await pushedTo('pull/closed-stream:1', { a: noise(1000) });
    // The engine's own answer, cut to nothing: the image is not there afterwards.
    const deaf: DockerClient = {
      connection: client.connection,
      engine: (signal) => client.engine(signal),
      call: (method, path, options) => client.call(method, path, options),
      open: () => client.open('GET', '/images/json'),
      upgrade: (path, options) => client.upgrade(path, options),
      close: () => client.close(),
    };
    const images = stackImages({ client: deaf });
    const pull = images.pull(name, digest, undefined, { signal: never });
    await expect(pull).rejects.toMatchObject({
      code: 'REGISTRY_UNREACHABLE',
      message: expect.stringContaining('has no such image'),
    });
  });

  test('is stopped when it is told to', async () => {
    const { name, digest } = await pushedTo('pull/stop:1', { a: noise(3_000_000) });
    const host = await standBefore((sent) => (sent > 1_000_000 ? 'stall' : 'go on'));
    const stop = new AbortController();
    const pull = stackImages().pull(
      named(name.replace(openRegistry, host)),
      digest.replace(openRegistry, host),
      undefined,
      {
        signal: stop.signal,
        onProgress: () => stop.abort(),
      },
    );
    await expect(pull).rejects.toMatchObject({ code: 'CANCELLED' });
  });
});
