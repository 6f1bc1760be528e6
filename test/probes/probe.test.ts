import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/base/clock.ts';
import type { Probe } from '../../src/model/probe.ts';
import { measure } from '../../src/probes/probe.ts';
import type { ProbeTarget } from '../../src/probes/target.ts';
import { observed, targetOf } from './target.ts';

const servers: Server[] = [];
const sockets = new Set<Socket>();

afterEach(() => {
  for (const socket of sockets) socket.destroy();
  for (const server of servers.splice(0)) server.close();
});

async function listen(server: Server): Promise<number> {
  servers.push(server);
  server.on('connection', (socket: Socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address: AddressInfo | string | null = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

const web = (listener: RequestListener) => listen(createHttpServer(listener));
const raw = (onSocket: (socket: Socket) => void) => listen(createTcpServer(onSocket));

function ask(probe: Probe, part: Partial<ProbeTarget> = {}, timeoutMs = 300) {
  return measure(probe, targetOf(part), timeoutMs, new AbortController().signal, systemClock);
}

/** A probe of a real port: container port 80 is there. */
function at(port: number, probe: Probe, timeoutMs?: number) {
  return ask(
    probe,
    { address: (asked) => (asked === 80 ? { host: '127.0.0.1', port } : undefined) },
    timeoutMs,
  );
}

const ready: Probe = { kind: 'http', port: 80, path: '/ready' };

async function freePort(): Promise<number> {
  const port = await raw(() => undefined);
  const server = servers.pop();
  await new Promise((resolve) => server?.close(resolve));
  return port;
}

describe('an http probe', () => {
  it('passes on 200 and on a redirect, which it does not follow', async () => {
    let asked = 0;
    const port = await web((request, response) => {
      asked += 1;
      response.writeHead(request.url === '/ready' ? 302 : 500, { location: '/other' }).end();
    });
    expect(await at(port, ready)).toEqual({ state: 'pass', reason: 'GET /ready → 302' });
    expect(asked).toBe(1);
  });

  it('tells what an unready service says, in one printable line', async () => {
    const port = await web((_request, response) =>
      response.writeHead(503).end('{"db":\n"\u001b[31mtimeout"}'),
    );
    expect(await at(port, ready)).toEqual({
      state: 'fail',
      reason: 'GET /ready → 503 {"db": "\\u{1b}[31mtimeout"}',
    });
  });

  it('cuts a long answer', async () => {
    const port = await web((_request, response) => response.writeHead(500).end('x'.repeat(1_000_000)));
    const verdict = await at(port, ready);
    expect(verdict.reason).toBe(`GET /ready → 500 ${'x'.repeat(200)}…`);
  });

  it('holds the service to a status and a body', async () => {
    const port = await web((_request, response) => response.writeHead(200).end('status: DOWN'));
    expect((await at(port, { ...ready, status: 204 })).reason).toBe(
      'GET /ready → 200 (expected 204) status: DOWN',
    );
    expect((await at(port, { ...ready, match: 'UP' })).reason).toBe(
      'GET /ready → 200, body does not match /UP/: status: DOWN',
    );
    expect((await at(port, { ...ready, match: 'DOWN|UP' })).state).toBe('pass');
  });

  it('gives up on a server that takes the connection and says nothing', async () => {
    const port = await raw(() => undefined);
    const verdict = await at(port, ready, 80);
    expect(verdict).toEqual({
      state: 'fail',
      reason: `GET /ready on 127.0.0.1:${port}: no answer within 80ms`,
    });
  });

  it('says so when the connection is refused, reset or closed', async () => {
    const refused = await freePort();
    expect((await at(refused, ready)).reason).toBe(`GET /ready: connection refused on 127.0.0.1:${refused}`);
    const reset = await raw((socket) => socket.once('data', () => socket.resetAndDestroy()));
    expect((await at(reset, ready)).reason).toBe(`GET /ready: connection reset by 127.0.0.1:${reset}`);
    const closed = await raw((socket) => socket.end());
    expect((await at(closed, ready)).state).toBe('fail');
    const other = await raw((socket) => socket.end('SSH-2.0-OpenSSH_9.6\r\n'));
    expect((await at(other, ready)).state).toBe('fail');
  });

  it('waits where no address is known, and calls its own mistakes bad', async () => {
    expect(await ask(ready)).toEqual({ state: 'wait', reason: 'no address for port 80 yet' });
    expect((await at(1, { ...ready, match: '(' })).state).toBe('bad');
    expect((await at(1, { ...ready, path: '/a b' })).state).toBe('bad');
  });
});

describe('a tcp probe', () => {
  it('passes on a connection and fails on a refusal', async () => {
    const port = await raw(() => undefined);
    expect(await at(port, { kind: 'tcp', port: 80 })).toEqual({
      state: 'pass',
      reason: `127.0.0.1:${port} accepts connections`,
    });
    const closed = await freePort();
    expect(await at(closed, { kind: 'tcp', port: 80 })).toEqual({
      state: 'fail',
      reason: `connection refused on 127.0.0.1:${closed}`,
    });
  });
});

const execCases: readonly (readonly [string, readonly string[], number, string, string, string])[] = [
  ['exit 0', ['pg_isready'], 0, '', 'pass', 'exec pg_isready: exit 0'],
  ['another exit', ['/usr/bin/curl', '-f'], 22, 'HTTP 503\n', 'fail', 'exec curl: exit 22: HTTP 503'],
  [
    'a missing program',
    ['curl'],
    127,
    '',
    'bad',
    'exec curl: exit 127 (program not found): bad check, not bad service',
  ],
  [
    'a file that is no program',
    ['/check.sh'],
    126,
    '',
    'bad',
    'exec check.sh: exit 126 (not executable): bad check, not bad service',
  ],
  [
    'a missing program whose exit a shell hides',
    ['/bin/sh', '-c', 'curl -f http://localhost/ || exit 1'],
    1,
    '/bin/sh: 1: curl: not found\n',
    'bad',
    'exec curl: exit 1 (program curl not found): bad check, not bad service',
  ],
  [
    'a service that says "not found"',
    ['curl', '-f', 'x'],
    22,
    'curl: (22) The requested URL returned error: 404 not found\n',
    'fail',
    'exec curl: exit 22: curl: (22) The requested URL returned error: 404 not found',
  ],
  [
    'no arguments in the reason',
    ['sh', '-c', 'PW=x redis-cli -a secret ping'],
    1,
    '',
    'fail',
    'exec redis-cli: exit 1',
  ],
  ['no command', [], 0, '', 'bad', 'exec: no command: bad check, not bad service'],
];

describe('an exec probe', () => {
  it.each(execCases)('tells %s', async (_name, argv, exitCode, output, state, reason) => {
    const verdict = await ask({ kind: 'exec', argv }, { exec: async () => ({ exitCode, output }) });
    expect(verdict).toEqual({ state, reason });
  });

  it('neither hangs with its program nor throws with its engine', async () => {
    const probe: Probe = { kind: 'exec', argv: ['check'] };
    const hang = await ask(probe, { exec: () => new Promise(() => undefined) }, 50);
    expect(hang).toEqual({ state: 'fail', reason: 'exec check: no exit within 50ms' });
    const thrown = await ask(probe, { exec: () => Promise.reject(new Error('no such instance')) });
    expect(thrown).toEqual({ state: 'fail', reason: 'exec check: no such instance' });
  });
});

describe('an engine probe', () => {
  const cases = [
    ['running', observed(), 'pass', 'instance is running'],
    ['running', observed({ state: 'exited', exitCode: 1 }), 'fail', 'instance exited with code 1'],
    ['running', observed({ state: 'exited', signal: 'SIGSEGV' }), 'fail', 'instance was ended by SIGSEGV'],
    ['running', observed({ state: 'starting' }), 'wait', 'instance is starting'],
    ['completed', observed(), 'wait', 'instance has not completed yet'],
    ['completed', observed({ state: 'exited', exitCode: 0 }), 'pass', 'instance completed with code 0'],
    ['running', undefined, 'wait', 'the engine does not show the instance'],
  ] as const;

  it.each(cases)('for %s', async (expect_, seen, state, reason) => {
    const verdict = await ask({ kind: 'engine', expect: expect_ }, { observe: async () => seen });
    expect(verdict).toEqual({ state, reason });
  });
});

describe('a log probe', () => {
  async function* lines(...all: readonly string[]) {
    yield* all;
  }

  it('passes at once on a line that is there', async () => {
    const verdict = await ask(
      { kind: 'log', pattern: '^Listening' },
      { logs: () => lines('x', 'Listening on 80') },
      3_600_000,
    );
    expect(verdict).toEqual({ state: 'pass', reason: 'log: Listening on 80' });
  });

  it('waits, showing the last line', async () => {
    const verdict = await ask({ kind: 'log', pattern: 'ready' }, { logs: () => lines('one', 'two') }, 50);
    expect(verdict.reason).toBe('log has no line that matches /ready/; last of 2: two');
    expect(verdict.state).toBe('wait');
  });
});
