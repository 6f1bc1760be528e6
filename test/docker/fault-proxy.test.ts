// Each fault on the real engine: what the client sees, and whether the engine did what it was asked for.
import { get, request } from 'node:http';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { call, must, openRegistry } from './support/engine.ts';
import { FaultProxy } from './support/fault-proxy.ts';

const volume = `lab-fault-${process.pid}`;
let proxy: FaultProxy;

beforeEach(async () => {
  proxy = await FaultProxy.open();
});
afterEach(async () => {
  await proxy.close();
  await call('DELETE', `/volumes/${volume}`);
});

const through = (method: string, path: string, body?: unknown) => call(method, path, body, proxy.socketPath);
const exists = async () => (await call('GET', `/volumes/${volume}`)).status === 200;
const create = () => through('POST', '/v1.41/volumes/create', { Name: volume });
const creating = { method: 'POST', path: /^\/volumes\/create$/ } as const;

/** Lines of a stream until it ends or there are so many. */
function streamed(path: string, most: number, prepare: () => unknown): Promise<readonly string[]> {
  return new Promise((resolve, reject) => {
    const got: string[] = [];
    const sent = get({ socketPath: proxy.socketPath, path, agent: false }, (response) => {
      prepare();
      response.setEncoding('utf8');
      response.on('data', (part: string) => {
        got.push(...part.split('\n').filter((line) => line !== ''));
        if (got.length >= most) sent.destroy();
      });
      response.once('close', () => resolve(got));
      response.on('error', () => undefined);
    });
    sent.once('error', reject);
  });
}

test('without a fault it passes on, and counts without the version', async () => {
  expect((await through('GET', '/v1.41/_ping')).text).toBe('OK');
  expect((await create()).status).toBe(201);
  expect(proxy.calls.map((one) => `${one.method} ${one.path}`)).toEqual([
    'GET /_ping',
    'POST /volumes/create',
  ]);
  expect(proxy.count(/volumes/, 'POST')).toBe(1);
});

test('refuse: an error, and nothing was done', async () => {
  proxy.inject(creating, { kind: 'refuse' });
  await expect(create()).rejects.toThrow();
  expect(await exists()).toBe(false);
  expect((await create()).status).toBe(201);
});

test('hang: no answer, and nothing was done', async () => {
  proxy.inject(creating, { kind: 'hang' });
  let answered = false;
  const hanging = create().finally(() => {
    answered = true;
  });
  const ended = expect(hanging).rejects.toThrow();
  await proxy.struck();
  expect((await through('GET', '/_ping')).text).toBe('OK');
  expect(answered).toBe(false);
  expect(await exists()).toBe(false);
  await proxy.away();
  await ended;
});

test('cut-after: an error, and it was done', async () => {
  proxy.inject(creating, { kind: 'cut-after' });
  await expect(create()).rejects.toThrow();
  expect(await exists()).toBe(true);
});

test('only the calls that are meant are hit', async () => {
  proxy.inject({ path: /^\/_ping/, nth: 2, times: 2 }, { kind: 'answer', status: 503, body: {} });
  const statuses: number[] = [];
  for (let turn = 0; turn < 4; turn++) statuses.push((await through('GET', '/_ping')).status);
  expect(statuses).toEqual([200, 503, 503, 200]);
});

test('answer and rewrite: what the test wants to be said', async () => {
  proxy.inject(
    { path: /^\/info/ },
    { kind: 'rewrite', change: (body) => ({ ...Object(body), MemTotal: 1 }) },
  );
  expect((await through('GET', '/info')).json).toMatchObject({ MemTotal: 1, OSType: 'linux' });
  proxy.inject(
    { path: /^\/info/ },
    { kind: 'answer', status: 429, body: { message: 'slowly' }, headers: { 'Retry-After': '1' } },
  );
  expect(await through('GET', '/info')).toMatchObject({ status: 429, json: { message: 'slowly' } });
});

test('trickle: all of it, in small pieces', async () => {
  proxy.inject({ path: /^\/version/ }, { kind: 'trickle', bytes: 100, everyMs: 1 });
  expect((await through('GET', '/version')).json).toEqual((await must('GET', '/version')).json);
});

test('cut-amid: an error after the reply has begun', async () => {
  proxy.inject({ path: /^\/version/ }, { kind: 'cut-amid', afterBytes: 20 });
  await expect(through('GET', '/version')).rejects.toThrow('aborted');
});

test('stall: the beginning, and then nothing', async () => {
  proxy.inject({ path: /^\/version/ }, { kind: 'stall', afterBytes: 20 });
  const got = await streamed('/version', 1, () => undefined);
  expect(got.join('').length).toBe(20);
});

/** Volumes that come and go, one event after the other. */
async function comeAndGo(): Promise<void> {
  for (const letter of ['a', 'b', 'c', 'd']) {
    await must('POST', '/volumes/create', { Name: `${volume}-${letter}` });
    await must('DELETE', `/volumes/${volume}-${letter}`);
  }
}
const events = '/events?filters=%7B%22type%22%3A%5B%22volume%22%5D%7D';

test('drop-lines: each second event is missing', async () => {
  proxy.inject({ path: /^\/events/ }, { kind: 'drop-lines', every: 2 });
  expect(await streamed(events, 4, comeAndGo)).toEqual(Array(4).fill(expect.stringContaining('"create"')));
});

test('end-stream: the stream of events ends in good order', async () => {
  proxy.inject({ path: /^\/events/ }, { kind: 'end-stream', afterLines: 2 });
  expect(await streamed(events, 100, comeAndGo)).toHaveLength(2);
});

test('away and back: refused, then as before', async () => {
  await proxy.away();
  await expect(through('GET', '/_ping')).rejects.toThrow(/ENOENT|ECONNREFUSED/);
  await proxy.back();
  expect((await through('GET', '/_ping')).text).toBe('OK');
});

test('before a registry: its answers, or ours', async () => {
  const registry = await FaultProxy.before(openRegistry);
  try {
    const look = () => fetch(`http://${registry.registry}/v2/`);
    expect((await look()).status).toBe(200);
    registry.inject(
      { path: /^\/v2\// },
      { kind: 'answer', status: 429, body: {}, headers: { 'Retry-After': '7' } },
    );
    expect((await look()).headers.get('Retry-After')).toBe('7');
    expect(registry.count(/^\/v2\/$/)).toBe(2);
  } finally {
    await registry.close();
  }
});

test('streams in both ways are passed on', async () => {
  const container = { Image: 'busybox:1.37.0', Cmd: ['sleep', '100'], HostConfig: { Init: true } };
  const { json } = await must('POST', '/containers/create', container);
  const { Id } = Object(json);
  try {
    await must('POST', `/containers/${Id}/start`);
    const made = await must('POST', `/containers/${Id}/exec`, { AttachStdout: true, Cmd: ['echo', 'hello'] });
    const path = `/exec/${Object(made.json).Id}/start`;
    const raw = await upgraded(path);
    expect(raw).toContain('hello');
    expect(proxy.count(/^\/exec\/.*\/start/)).toBe(1);
  } finally {
    await must('DELETE', `/containers/${Id}?force=1`);
  }
});

async function upgraded(path: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const headers = { Connection: 'Upgrade', Upgrade: 'tcp', 'Content-Type': 'application/json' };
    const sent = request({ socketPath: proxy.socketPath, method: 'POST', path, headers, agent: false });
    sent.once('error', reject);
    sent.once('upgrade', (_, socket, head) => {
      let text = head.toString();
      socket.on('data', (part: Buffer) => {
        text += part.toString();
      });
      socket.once('close', () => resolve(text));
    });
    sent.end(JSON.stringify({ Detach: false, Tty: false }));
  });
}
