import { createServer as createHttp, type RequestListener } from 'node:http';
import { createServer as createTcp, type Server } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../../src/base/clock.ts';
import type { LoadSetting, LoadTarget } from '../../../src/model/load.ts';
import { loadResult } from '../../../src/verify/load/result.ts';
import { runLoad } from '../../../src/verify/load/run.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function listen(server: Server): Promise<number> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

const web = (listener: RequestListener) => listen(createHttp(listener));

function target(part: Partial<LoadTarget> = {}): LoadTarget {
  const given = { name: 'one', url: 'http://shop/', method: 'GET', headers: {}, body: undefined };
  return { ...given, weight: 1, status: undefined, ...part };
}

/** 100 a second for half a second: 50 requests. */
function setting(part: Partial<LoadSetting> = {}): LoadSetting {
  const span = { file: 'seaworthy.yaml', start: 0, end: 0 };
  const stages = [{ from: 100, to: 100, durationMs: 500 }];
  const limits = { warmUpMs: 0, timeoutMs: 5000, connections: 100 };
  return { name: 'test', span, targets: [target()], stages, ...limits, thresholds: [], ...part };
}

async function load(test: LoadSetting, port: number, signal = new AbortController().signal) {
  const origins = test.targets.map(() => ({ address: { host: '127.0.0.1', port }, tlsName: undefined }));
  return loadResult(test, await runLoad(test, { clock: systemClock, signal, origins }));
}

describe('a load test', () => {
  it('sends every arrival, keeps connections, and counts each answer once', async () => {
    let seen = 0;
    const sockets = new Set<unknown>();
    const port = await web((request, response) => {
      seen += 1;
      sockets.add(request.socket);
      response.end('ok');
    });
    const result = await load(setting(), port);
    expect(result).toMatchObject({ due: 50, missed: 0, discarded: 0, interrupted: false });
    expect(result.all).toMatchObject({ requests: 50, failed: 0, errors: {} });
    expect(result.all.latency.samples).toBe(50);
    expect(seen).toBe(50);
    expect(sockets.size).toBeLessThan(50);
    expect(result.series.reduce((sum, { requests }) => sum + requests, 0)).toBe(50);
    expect(result.histogram.reduce((sum, [, count]) => sum + count, 0)).toBe(50);
  });

  it('goes on sending while answers are held, and times from when a request was due', async () => {
    const held: (() => void)[] = [];
    const port = await web((_request, response) => {
      held.push(() => response.end('late'));
      // Every request of the test is under way at once, which a closed loop never reaches.
      if (held.length === 50) for (const answer of held) answer();
    });
    const result = await load(setting(), port);
    expect(result.all).toMatchObject({ requests: 50, failed: 0 });
    // The first one waited for the last, which was due 490 ms later.
    expect(result.all.latency.max).toBeGreaterThan(480);
    expect(result.all.latency.min).toBeLessThan(result.all.latency.max - 400);
  });

  it('lets arrivals wait for a connection with their time running', async () => {
    const slow = await web((_request, response) => void systemClock.sleep(40).then(() => response.end('ok')));
    const result = await load(setting({ connections: 1 }), slow);
    expect(result.queued).toBeGreaterThan(30);
    expect(result.all.requests).toBe(50);
    expect(result.all.latency.max).toBeGreaterThan(50 * 40 - 500 - 100);
  });

  it('divides arrivals among targets by weight and puts something new into each', async () => {
    const seen: string[] = [];
    const port = await web((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        seen.push(
          `${request.method} ${request.url} ${request.headers['x-n'] ?? ''} ${Buffer.concat(chunks)}`,
        );
        response.end();
      });
    });
    const read = target({ name: 'read', url: 'http://shop/items?page={{n}}', weight: 4 });
    const buy = target({ name: 'buy', url: 'http://shop/buy', method: 'POST', body: '{"id":"{{uuid}}"}' });
    const result = await load(setting({ targets: [read, { ...buy, headers: { 'x-n': '{{n}}' } }] }), port);
    expect(result.targets.map(({ name, requests }) => [name, requests])).toEqual([
      ['read', 40],
      ['buy', 10],
    ]);
    const reads = seen.filter((one) => one.startsWith('GET /items?page='));
    expect(new Set(reads).size).toBe(40);
    const bought = seen.filter((one) => /^POST \/buy \d+ \{"id":"[\da-f-]{36}"\}$/.test(one));
    expect(new Set(bought).size).toBe(10);
  });

  it('tells failures apart', async () => {
    let count = 0;
    const port = await web((_request, response) => {
      count += 1;
      response.statusCode = count % 5 === 0 ? 503 : 200;
      response.end();
    });
    const result = await load(setting(), port);
    expect(result.all).toMatchObject({ failed: 10, errorRate: 0.2, errors: { 'status 503': 10 } });
    expect((await load(setting({ targets: [target({ status: 503 })] }), port)).all.failed).toBe(40);
    const closing = await listen(createTcp((socket) => socket.on('data', () => socket.end())));
    expect((await load(setting(), closing)).all.errors).toEqual({ 'connection closed': 50 });
    const babbling = await listen(createTcp((socket) => socket.end('SSH-2.0-x\r\n\r\n')));
    const babble = await load(setting(), babbling);
    expect(babble.all.failed).toBe(50);
    servers.pop()?.close();
    const refused = await load(setting(), 1);
    expect(refused.all).toMatchObject({ failed: 50, errors: { 'connection refused': 50 } });
    expect(refused.all.latency.samples).toBe(0);
  });

  it('counts a timeout as having taken that long', async () => {
    const port = await listen(createTcp(() => undefined));
    const result = await load(setting({ timeoutMs: 200 }), port);
    expect(result.all.errors).toEqual({ 'no answer in time': 50 });
    expect(result.all.latency.min).toBeGreaterThanOrEqual(200);
  });

  it('leaves the warm-up out', async () => {
    const port = await web((_request, response) => response.end());
    const result = await load(setting({ warmUpMs: 200 }), port);
    expect([result.due, result.all.requests]).toEqual([30, 30]);
  });

  it('ends with what was measured when it is interrupted', async () => {
    const stop = new AbortController();
    let seen = 0;
    const port = await web((_request, response) => {
      seen += 1;
      if (seen === 30) stop.abort();
      else response.end();
    });
    const result = await load(
      setting({ stages: [{ from: 100, to: 100, durationMs: 60_000 }] }),
      port,
      stop.signal,
    );
    expect(result).toMatchObject({ interrupted: true, outcome: 'inconclusive' });
    expect(result.all.requests).toBeGreaterThan(0);
    expect(result.all.requests + result.discarded).toBe(result.due);
  });

  it('says nothing of a server that it did not ask', async () => {
    const port = await web((_request, response) => response.end());
    const none = await load(setting({ stages: [{ from: 1, to: 1, durationMs: 300 }], warmUpMs: 300 }), port);
    expect(none).toMatchObject({ due: 0, outcome: 'inconclusive' });
  });
});
