import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDockerClient } from '../../../src/engines/docker/client.ts';
import { connectionOf } from '../../../src/engines/docker/connection.ts';

const folder = mkdtempSync(join(tmpdir(), 'seaworthy-client-'));
const path = join(folder, 'engine.sock');
let server: Server;
/** What the engine does with a request that is no ping. */
let reply: (socket: Socket) => void = () => undefined;
let apiVersion = '1.45';
const open = new Set<Socket>();

beforeAll(async () => {
  server = createServer((socket) => {
    open.add(socket);
    socket.on('error', () => undefined);
    socket.on('data', (data) => {
      if (!data.toString().includes('/_ping')) return reply(socket);
      socket.write(`HTTP/1.1 200 OK\r\nApi-Version: ${apiVersion}\r\nContent-Length: 2\r\n\r\nOK`);
    });
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
});

afterAll(async () => {
  for (const socket of open) socket.destroy();
  await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true });
});

function client(idleMs = 5000) {
  return createDockerClient(connectionOf({ DOCKER_HOST: `unix://${path}` }), { idleMs });
}

const head = 'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n';

describe('a call', () => {
  test.each<[string, (socket: Socket) => void, number, { code: string; message: RegExp }]>([
    [
      'an answer cut in its middle is an error, and no wait for ever',
      (socket) => socket.end(`${head}{"a":`),
      5000,
      { code: 'ENGINE_UNREACHABLE', message: /cannot be reached/ },
    ],
    [
      'an engine that accepts and is silent has a deadline',
      () => undefined,
      50,
      { code: 'ENGINE_UNREACHABLE', message: /has not answered GET \/v1\.45\/info for 50ms/ },
    ],
    [
      'so has one that is silent in the middle of its answer',
      (socket) => socket.write(`${head}{"a":`),
      50,
      { code: 'ENGINE_UNREACHABLE', message: /has not answered GET \/v1\.45\/info for 50ms/ },
    ],
    [
      "a refusal is the engine's own sentence",
      (socket) => socket.write('HTTP/1.1 409 Conflict\r\nContent-Length: 24\r\n\r\n{"message":"name taken"}'),
      5000,
      { code: 'ENGINE_REFUSED', message: /^name taken$/ },
    ],
  ])('%s', async (_name, answer, idleMs, expected) => {
    reply = answer;
    const docker = client(idleMs);
    await expect(docker.call('GET', '/info')).rejects.toMatchObject({
      code: expected.code,
      message: expect.stringMatching(expected.message),
    });
    docker.close();
  });

  test('a status that is accepted is an answer', async () => {
    reply = (socket) => socket.write('HTTP/1.1 404 Not Found\r\nContent-Length: 15\r\n\r\n{"message":"x"}');
    const docker = client();
    expect(await docker.call('GET', '/info', { accept: [404] })).toEqual({
      status: 404,
      body: { message: 'x' },
    });
    docker.close();
  });

  test('its signal ends it', async () => {
    reply = () => abort.abort();
    const abort = new AbortController();
    const docker = client();
    await expect(docker.call('GET', '/info', { signal: abort.signal })).rejects.toMatchObject({
      code: 'CANCELLED',
    });
    docker.close();
  });
});

describe('the version spoken', () => {
  test.each([
    ['1.41', '1.41'],
    ['1.45', '1.45'],
    ['1.99', '1.47'],
  ])('an engine of %s is spoken to in %s', async (engine, spoken) => {
    apiVersion = engine;
    const docker = client();
    expect((await docker.engine()).api).toBe(spoken);
    docker.close();
  });

  test('an engine that is too old is refused', async () => {
    apiVersion = '1.40';
    const docker = client();
    await expect(docker.engine()).rejects.toMatchObject({ code: 'ENGINE_UNSUPPORTED' });
    docker.close();
  });
});
