import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:http';
import { createServer as createHttp2 } from 'node:http2';
import { type AddressInfo, createServer as createTcp, type Server } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { WebSocketServer } from 'ws';
import { systemClock } from '../../src/base/clock.ts';
import type { SmokeCheck } from '../../src/model/smoke.ts';
import { runSmoke } from '../../src/verify/smoke.ts';
import type { SmokeInside } from '../../src/verify/smoke-context.ts';

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

async function listen(server: Pick<Server, 'listen' | 'address' | 'close'>): Promise<number> {
  closing.push(() => server.close());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  return portOf(server.address());
}

function portOf(address: AddressInfo | string | null): number {
  return typeof address === 'object' && address !== null ? address.port : 0;
}

const shared = { name: 'check', withinMs: 2000, span: { file: 'seaworthy.yaml', start: 0, end: 0 } };

async function smoke(check: SmokeCheck, inside?: SmokeInside) {
  const options = { clock: systemClock, signal: new AbortController().signal, variables: {} };
  const [result] = await runSmoke([check], async () => undefined, {
    ...options,
    ...(inside === undefined ? {} : { inside }),
  });
  if (result === undefined) throw new Error('no result');
  return result;
}

describe('a check that fails', () => {
  const get = (port: number, attempts: number): SmokeCheck => ({
    kind: 'http',
    url: `http://127.0.0.1:${port}/`,
    method: 'POST',
    status: 200,
    headers: {},
    body: '{"a":1}',
    answerHeaders: { 'X-Kind': '^json$' },
    json: {},
    bodyMatch: '"a":1',
    ...shared,
    retry: { attempts, everyMs: 1 },
  });

  it('is asked again until it passes, as often as is stated', async () => {
    let count = 0;
    const port = await listen(
      createServer((request, response) => {
        count += 1;
        response.statusCode = count % 3 === 0 ? 200 : 503;
        response.setHeader(
          'x-kind',
          request.headers['content-type'] === 'application/json' ? 'json' : 'other',
        );
        request.pipe(response);
      }),
    );
    expect(await smoke(get(port, 3))).toMatchObject({ outcome: 'pass', attempts: 3 });
    expect(await smoke(get(port, 2))).toMatchObject({ outcome: 'fail', attempts: 2 });
  });

  it('says which header is wrong', async () => {
    const port = await listen(createServer((request, response) => void request.pipe(response)));
    expect((await smoke(get(port, 1))).reason).toBe('POST / → 200: there is no header X-Kind');
  });
});

describe('a grpc smoke check', () => {
  /** A server with the health service: status by name of the service, in hand-made protobuf. */
  function health(statuses: Readonly<Record<string, number>>) {
    const server = createHttp2();
    server.on('stream', (stream, headers) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const service = Buffer.concat(chunks).subarray(7).toString('utf8');
        const isHealth = headers[':path'] === '/grpc.health.v1.Health/Check';
        const status = statuses[service];
        const trailers = { 'grpc-status': !isHealth ? '12' : status === undefined ? '5' : '0' };
        stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
        stream.on('wantTrailers', () => stream.sendTrailers(trailers));
        stream.end(status === undefined ? undefined : Buffer.from([0, 0, 0, 0, 2, 0x08, status]));
      });
    });
    return listen(server);
  }
  const grpc = (port: number, service = ''): SmokeCheck => ({
    kind: 'grpc',
    address: `127.0.0.1:${port}`,
    service,
    ...shared,
  });

  it('asks for the server and for a service of it', async () => {
    const port = await health({ '': 1, 'orders.v1.Orders': 2 });
    expect(await smoke(grpc(port))).toMatchObject({
      outcome: 'pass',
      reason: 'health of the server is SERVING',
    });
    expect((await smoke(grpc(port, 'orders.v1.Orders'))).reason).toBe(
      'health of orders.v1.Orders is NOT_SERVING',
    );
    expect((await smoke(grpc(port, 'other'))).reason).toMatch(/NOT_FOUND/);
  });

  it('knows what is no gRPC, and what does not answer', async () => {
    const plain = await listen(createServer((_request, response) => response.end()));
    expect((await smoke(grpc(plain))).outcome).toBe('fail');
    const silent = await listen(createTcp((socket) => socket.on('error', () => undefined)));
    expect((await smoke({ ...grpc(silent), withinMs: 100 })).reason).toMatch(/no answer within 100ms$/);
    expect((await smoke(grpc(1))).reason).toMatch(/connection refused/);
  });
});

describe('a websocket smoke check', () => {
  async function echo(): Promise<number> {
    const server = createServer((_request, response) => response.writeHead(404).end());
    const sockets = new WebSocketServer({ server, path: '/ws' });
    sockets.on('connection', (socket) =>
      socket.on('message', (message) => socket.send(`you said ${message}`)),
    );
    closing.push(() => sockets.close());
    return listen(server);
  }
  const ws = (url: string, send?: string, reply?: string): SmokeCheck => ({
    kind: 'websocket',
    url,
    send,
    reply,
    ...shared,
    withinMs: 500,
  });

  it('opens, and waits for the message that matches', async () => {
    const url = `ws://127.0.0.1:${await echo()}/ws`;
    expect(await smoke(ws(url))).toMatchObject({ outcome: 'pass', reason: 'WebSocket /ws opens' });
    expect((await smoke(ws(url, 'hello', 'hello$'))).reason).toBe('WebSocket /ws → you said hello');
    expect((await smoke(ws(url, 'hello', 'bye'))).reason).toBe(
      'WebSocket /ws is open: no answer within 500ms; last message: you said hello',
    );
    expect((await smoke(ws(url.replace('/ws', '/other')))).outcome).toBe('fail');
  });
});

describe('a check inside of the stack', () => {
  const inside: SmokeInside = {
    exec: async (service, argv) =>
      service === 'api' ? { exitCode: argv[0] === 'true' ? 0 : 1, output: 'version 7' } : undefined,
    logs: async (service) => (service === 'api' ? ['started', 'ERROR lost the database'] : undefined),
    completed: async (service) =>
      service === 'migrate' ? { exitCode: 0 } : service === 'seed' ? { exitCode: undefined } : undefined,
  };
  const exec = (service: string, program: string, output?: string): SmokeCheck => ({
    kind: 'exec',
    service,
    argv: [program],
    exit: 0,
    output,
    ...shared,
  });
  const log = (service: string, pattern: string, expect: 'absent' | 'present'): SmokeCheck => ({
    kind: 'log',
    service,
    pattern,
    expect,
    lines: 100,
    ...shared,
  });
  const done = (service: string): SmokeCheck => ({ kind: 'completed', service, ...shared });
  const cases = [
    [exec('api', 'true', 'version \\d'), 'pass', 'true in api: exit 0'],
    [exec('api', 'false'), 'fail', 'false in api: exit 1, expected 0; version 7'],
    [exec('api', 'true', 'version 8'), 'fail', 'output of true in api does not match /version 8/: version 7'],
    [exec('web', 'true'), 'unknown', 'service web has no running instance'],
    [log('api', 'PANIC', 'absent'), 'pass', 'log of api: 0 of the last 2 lines match /PANIC/'],
    [
      log('api', 'ERROR', 'absent'),
      'fail',
      'log of api: 1 of the last 2 lines match /ERROR/: ERROR lost the database',
    ],
    [log('api', '^started', 'present'), 'pass', 'log of api: 1 of the last 2 lines match /^started/'],
    [log('api', 'ready', 'present'), 'fail', 'log of api: 0 of the last 2 lines match /ready/'],
    [done('migrate'), 'pass', 'migrate ended with 0'],
    [done('seed'), 'fail', 'seed has not ended'],
    [done('other'), 'unknown', 'other has not been run'],
  ] as const;
  it.each(cases)('%j', async (check, outcome, reason) => {
    expect(await smoke(check, inside)).toMatchObject({ outcome, reason });
  });

  it('is unknown without an engine', async () => {
    expect((await smoke(exec('api', 'true'))).outcome).toBe('unknown');
  });
});

const hasRedis = await new Promise<boolean>((resolve) => {
  const child = spawn('redis-server', ['--version'], { stdio: 'ignore' });
  child.on('error', () => resolve(false));
  child.on('close', (code) => resolve(code === 0));
});

describe.skipIf(!hasRedis)('a redis smoke check, against Redis', () => {
  let server: ChildProcess;
  let port = 0;
  beforeAll(async () => {
    const probe = createTcp();
    await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
    port = portOf(probe.address());
    await new Promise((resolve) => probe.close(resolve));
    const limits = ['--save', '', '--appendonly', 'no', '--requirepass', 'hunter22'];
    server = spawn('redis-server', ['--port', String(port), '--bind', '127.0.0.1', ...limits]);
    await new Promise<void>((resolve) => {
      server.stdout?.on('data', (text) => String(text).includes('Ready to accept') && resolve());
    });
  });
  afterAll(async () => {
    server.kill();
    await new Promise((resolve) => server.once('close', resolve));
  });
  const redis = (password: string, command: readonly string[], reply?: string): SmokeCheck => ({
    kind: 'redis',
    url: `redis://:${password}@127.0.0.1:${port}/2`,
    command,
    reply,
    ...shared,
  });

  it('logs in, chooses the database and reads every kind of reply', async () => {
    const ask = async (command: readonly string[], reply?: string) => {
      const { outcome, reason } = await smoke(redis('hunter22', command, reply));
      return `${outcome} ${reason}`;
    };
    expect(await ask(['PING'], '^PONG$')).toBe('pass PING → PONG');
    expect(await ask(['SET', 'a', 'one two'])).toBe('pass SET → OK');
    expect(await ask(['GET', 'a'], 'one')).toBe('pass GET → one two');
    expect(await ask(['GET', 'b'])).toBe('pass GET → (nil)');
    expect(await ask(['KEYS', '*'], '^a$')).toBe('pass KEYS → a');
    expect(await ask(['DBSIZE'], '^5$')).toBe('fail reply to DBSIZE does not match /^5$/: 1');
    expect(await ask(['NO_SUCH'])).toMatch(/^fail NO_SUCH: ERR unknown command/);
  });

  it('does not print the password that was refused', async () => {
    const result = await smoke(redis('wrong-one', ['PING']));
    expect(result.outcome).toBe('fail');
    expect(JSON.stringify(result)).not.toContain('wrong-one');
  });
});
