import { once } from 'node:events';
import { Agent, createServer, request, type Server } from 'node:http';
import {
  type AddressInfo,
  connect,
  createServer as createTcpServer,
  type Socket,
  type Server as TcpServer,
} from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { Front } from '../../src/engines/front/front.ts';
import { looksLikeHttp } from '../../src/engines/front/sniff.ts';

const never = new AbortController().signal;
const closers: (() => void | Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

function makeFront(waitMs = 2000): Front {
  const front = new Front({ waitMs });
  closers.push(() => front.close());
  return front;
}

async function listen<S extends Server | TcpServer>(server: S): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(() => {
    server.close();
    if ('closeAllConnections' in server) server.closeAllConnections();
  });
  return portOf(server);
}

function portOf(server: Server | TcpServer): number {
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === 'string') throw new Error('not listening');
  return address.port;
}

function to(instance: string, port: number) {
  return { instance, ports: { 80: { host: '127.0.0.1', port } } };
}

function openHttp(front: Front): Promise<number> {
  return front.listen({ service: 'web', target: 80, host: '127.0.0.1', port: 0, http: true });
}

function openTcp(front: Front): Promise<number> {
  return front.listen({ service: 'web', target: 80, host: '127.0.0.1', port: 0, http: false });
}

interface Answer {
  readonly status: number;
  readonly body: string;
  readonly headers: Record<string, unknown>;
  readonly trailers: Record<string, unknown>;
}

function ask(
  port: number,
  options: {
    readonly agent?: Agent;
    readonly method?: string;
    readonly path?: string;
    readonly headers?: Record<string, string>;
    readonly body?: string | Buffer;
  } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { body, ...rest } = options;
    const sent = request({ host: '127.0.0.1', port, ...rest }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('error', reject);
      answer.on('end', () =>
        resolve({
          status: answer.statusCode ?? 0,
          body: Buffer.concat(chunks).toString(),
          headers: answer.headers,
          trailers: answer.trailers,
        }),
      );
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** Everything that arrives until the other side ends. */
async function readAll(port: number, text: string): Promise<string> {
  const socket = connect({ host: '127.0.0.1', port });
  let seen = '';
  socket.on('data', (chunk: Buffer) => {
    seen += chunk.toString();
  });
  // Closing with bytes unread is a reset: that is an end too.
  socket.on('error', () => undefined);
  socket.end(text);
  await new Promise((resolve) => socket.once('close', resolve));
  return seen;
}

describe('HTTP', () => {
  test('10,000 requests over kept connections lose nothing while the target is switched under them', async () => {
    const front = makeFront();
    const make = (name: string) =>
      createServer((incoming, response) => {
        incoming.resume();
        incoming.on('end', () => response.end(name));
      });
    const servers = [make('a'), make('b')];
    const ports = await Promise.all(servers.map(listen));
    const port = await openHttp(front);
    const agent = new Agent({ keepAlive: true, maxSockets: 32 });
    closers.push(() => agent.destroy());
    front.route('web', to('a', ports[0] ?? 0));
    const seen = { a: 0, b: 0 };
    let sent = 0;
    const client = async () => {
      while (sent < 10_000) {
        sent += 1;
        if (sent % 250 === 0)
          front.route('web', (sent / 250) % 2 === 0 ? to('a', ports[0] ?? 0) : to('b', ports[1] ?? 0));
        const posts = sent % 10 === 0;
        const answer = await ask(port, {
          agent,
          ...(posts ? { method: 'POST', body: 'x'.repeat(2000) } : {}),
        });
        expect(answer.status).toBe(200);
        seen[answer.body === 'a' ? 'a' : 'b'] += 1;
      }
    };
    await Promise.all(Array.from({ length: 32 }, client));
    expect(front.counts()).toEqual([{ service: 'web', requests: seen.a + seen.b, lost: 0 }]);
    expect(Math.min(seen.a, seen.b)).toBeGreaterThan(1000);
    expect(front.inFlight('web', 'a') + front.inFlight('web', 'b')).toBe(0);
  });

  test('who asks for the same port at the same time gets the same listener', async () => {
    const front = makeFront();
    const free = await listen(createServer());
    closers.pop()?.();
    const wanted = { service: 'web', target: 80, host: '127.0.0.1', port: free, http: true };
    const ports = await Promise.all([front.listen(wanted), front.listen(wanted), front.listen(wanted)]);
    expect(ports).toEqual([free, free, free]);
    expect(front.listeners()).toHaveLength(1);
  });

  test('several take their turn, and where one of them is not there another one answers', async () => {
    const front = makeFront();
    const make = (name: string) => createServer((_incoming, response) => response.end(name));
    const servers = [make('a'), make('b'), make('c')];
    const [a = 0, b = 0, c = 0] = await Promise.all(servers.map(listen));
    const port = await openHttp(front);
    front.route('web', to('a', a), [to('b', b), to('c', c)]);
    const answers = async (count: number) => {
      const seen: string[] = [];
      for (let turn = 0; turn < count; turn++) seen.push((await ask(port)).body);
      return seen.sort().join('');
    };
    expect(await answers(9)).toBe('aaabbbccc');
    servers[1]?.close();
    servers[1]?.closeAllConnections();
    expect(await answers(30)).toMatch(/^a{10,20}c{10,20}$/);
    front.route('web', to('c', c));
    expect(await answers(3)).toBe('ccc');
    expect(front.counts()[0]?.lost).toBe(0);
  });

  test('a replace loses nothing: route, drain, then the old one ends', async () => {
    const front = makeFront();
    const make = () => createServer((_incoming, response) => setImmediate(() => response.end('ok')));
    let current = make();
    let serial = 1;
    front.route('web', to('web-1', await listen(current)));
    const port = await openHttp(front);
    const agent = new Agent({ keepAlive: true, maxSockets: 8 });
    closers.push(() => agent.destroy());
    let busy = true;
    const client = async () => {
      while (busy) expect((await ask(port, { agent })).status).toBe(200);
    };
    const clients = Promise.all(Array.from({ length: 8 }, client));
    for (let turn = 0; turn < 10; turn++) {
      const old = { server: current, instance: `web-${serial}` };
      current = make();
      serial += 1;
      front.route('web', to(`web-${serial}`, await listen(current)));
      expect(await front.drain('web', old.instance, 2000, never)).toBe(0);
      old.server.close();
      old.server.closeAllConnections();
    }
    busy = false;
    await clients;
    expect(front.counts()[0]?.lost).toBe(0);
  });

  test('bodies, methods, repeated headers, status text and trailers pass as they are', async () => {
    const front = makeFront();
    const upstream = createServer((incoming, response) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('end', () => {
        response.writeHead(207, 'Odd One', [
          ['Set-Cookie', 'a=1'],
          ['Set-Cookie', 'b=2'],
          ['Trailer', 'X-Sum'],
          ['X-Method', incoming.method ?? ''],
          ['X-Hop', String(incoming.headers['x-hop'] ?? 'none')],
          ['X-Trailer', String(incoming.trailers['x-end'] ?? 'none')],
        ]);
        response.addTrailers({ 'X-Sum': String(Buffer.concat(chunks).length) });
        response.end(Buffer.concat(chunks));
      });
    });
    front.route('web', to('a', await listen(upstream)));
    const port = await openHttp(front);
    const body = Buffer.alloc(3_000_000, 'z');
    const answer = await ask(port, {
      method: 'PUT',
      body,
      headers: { 'x-hop': 'secret', connection: 'x-hop', 'content-length': String(body.length) },
    });
    expect(answer.status).toBe(207);
    expect(answer.body.length).toBe(body.length);
    expect(answer.headers).toMatchObject({
      'set-cookie': ['a=1', 'b=2'],
      'x-method': 'PUT',
      'x-hop': 'none',
    });
    expect(answer.trailers).toEqual({ 'x-sum': '3000000' });
  });

  test.each([
    ['HEAD', 200, '100'],
    ['GET', 204, undefined],
    ['GET', 304, undefined],
  ])('%s with %i has no body and keeps its length', async (method, status, length) => {
    const front = makeFront();
    const upstream = createServer((_incoming, response) => {
      response.writeHead(status, length === undefined ? {} : { 'content-length': length });
      response.end();
    });
    front.route('web', to('a', await listen(upstream)));
    const agent = new Agent({ keepAlive: true });
    closers.push(() => agent.destroy());
    const port = await openHttp(front);
    for (let turn = 0; turn < 3; turn++) {
      const answer = await ask(port, { method, agent });
      expect([answer.status, answer.body, answer.headers['content-length']]).toEqual([status, '', length]);
    }
  });

  test('Expect: 100-continue is answered by the instance', async () => {
    const front = makeFront();
    const upstream = createServer();
    upstream.on('checkContinue', (incoming, response) => {
      response.writeContinue();
      incoming.on('data', () => undefined);
      incoming.on('end', () => response.end('took it'));
    });
    front.route('web', to('a', await listen(upstream)));
    const port = await openHttp(front);
    const text = await new Promise<string>((resolve, reject) => {
      const sent = request({
        host: '127.0.0.1',
        port,
        method: 'POST',
        headers: { expect: '100-continue', 'content-length': 4 },
      });
      sent.on('continue', () => sent.end('body'));
      sent.on('error', reject);
      sent.on('response', (answer) => answer.on('data', (chunk: Buffer) => resolve(chunk.toString())));
      sent.flushHeaders();
    });
    expect(text).toBe('took it');
  });

  test('a stream of events arrives as it is written', async () => {
    const front = makeFront();
    const upstream = createServer((_incoming, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.flushHeaders();
      setTimeout(() => response.write('data: 1\n\n'), 50);
    });
    front.route('web', to('a', await listen(upstream)));
    const answer = await fetch(`http://127.0.0.1:${await openHttp(front)}/`);
    const reader = answer.body?.getReader();
    const first = await reader?.read();
    expect(Buffer.from(first?.value ?? []).toString()).toBe('data: 1\n\n');
    await reader?.cancel();
  });

  test('an idempotent request is sent again when the kept connection turns out dead', async () => {
    const front = makeFront();
    let taken = 0;
    const upstream = createServer((incoming, response) => {
      taken += 1;
      // The second request on a connection is never answered: the server was just closing it.
      if (incoming.socket.bytesWritten > 0) incoming.socket.destroy();
      else response.end('fresh');
    });
    front.route('web', to('a', await listen(upstream)));
    const port = await openHttp(front);
    for (let turn = 0; turn < 4; turn++) expect((await ask(port)).body).toBe('fresh');
    expect(taken).toBeGreaterThan(4);
    expect(front.counts()).toEqual([{ service: 'web', requests: 4, lost: 0 }]);
  });

  test('no target: waits for one, then says which service has none', async () => {
    const front = makeFront(200);
    const upstream = createServer((_incoming, response) => response.end('late'));
    const target = to('a', await listen(upstream));
    const port = await openHttp(front);
    const waiting = ask(port, { method: 'POST', body: 'kept' });
    setTimeout(() => front.route('web', target), 50);
    expect((await waiting).body).toBe('late');
    front.route('web', undefined);
    const refused = await ask(port);
    expect([refused.status, JSON.parse(refused.body)]).toEqual([
      503,
      { error: 'no instance of web takes requests', service: 'web' },
    ]);
    expect(front.counts()).toEqual([{ service: 'web', requests: 2, lost: 1 }]);
  });

  test('an instance that breaks off in the middle of an answer counts as lost, and the client notices', async () => {
    const front = makeFront();
    const upstream = createServer((_incoming, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('half');
      setTimeout(() => response.destroy(), 20);
    });
    front.route('web', to('a', await listen(upstream)));
    await expect(ask(await openHttp(front))).rejects.toThrow();
    expect(front.counts()[0]?.lost).toBe(1);
  });

  test('a client that leaves is not lost by us, and the instance is told', async () => {
    const front = makeFront();
    let closed = false;
    const upstream = createServer((_incoming, response) => response.on('close', () => (closed = true)));
    front.route('web', to('a', await listen(upstream)));
    const socket = connect({ host: '127.0.0.1', port: await openHttp(front) });
    socket.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n');
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(front.inFlight('web', 'a')).toBe(1);
    socket.destroy();
    await front.drain('web', 'a', 2000, never);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect([closed, front.counts()[0]?.lost]).toEqual([true, 0]);
  });

  test('an upgrade becomes a pipe, is in flight, and is cut at the end of the drain', async () => {
    const front = makeFront();
    const upstream = createServer();
    upstream.on('upgrade', (_incoming, socket, head: Buffer) => {
      socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: echo\r\nConnection: Upgrade\r\n\r\n');
      socket.write(head);
      socket.pipe(socket);
    });
    front.route('web', to('a', await listen(upstream)));
    const socket = connect({ host: '127.0.0.1', port: await openHttp(front) });
    let seen = '';
    socket.on('data', (chunk: Buffer) => {
      seen += chunk.toString();
    });
    socket.write('GET /ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\nearly');
    await once(socket, 'data');
    socket.write(' late');
    while (!seen.endsWith('early late')) await once(socket, 'data');
    expect(seen).toContain('101 Switching Protocols');
    expect(front.inFlight('web', 'a')).toBe(1);
    const closed = once(socket, 'close');
    expect(await front.drain('web', 'a', 100, never)).toBe(1);
    await closed;
    expect(front.counts()[0]).toMatchObject({ lost: 0 });
  });

  test('what is not HTTP on an HTTP port is piped', async () => {
    const front = makeFront();
    const echo = createTcpServer((socket) => socket.pipe(socket));
    front.route('web', to('a', await listen(echo)));
    expect(await readAll(await openHttp(front), '\x16\x03\x01 hello')).toBe('\x16\x03\x01 hello');
  });
});

describe('TCP', () => {
  test('a half-closed connection still brings the answer', async () => {
    const front = makeFront();
    const upstream = createTcpServer({ allowHalfOpen: true }, (socket) => {
      let size = 0;
      socket.on('data', (chunk: Buffer) => {
        size += chunk.length;
      });
      socket.on('end', () => setTimeout(() => socket.end(`got ${size}`), 50));
    });
    front.route('web', to('a', await listen(upstream)));
    expect(await readAll(await openTcp(front), 'x'.repeat(1_000_000))).toBe('got 1000000');
  });

  test('a server that speaks first is heard', async () => {
    const front = makeFront();
    const upstream = createTcpServer((socket) => socket.end('greeting'));
    front.route('web', to('a', await listen(upstream)));
    const socket = connect({ host: '127.0.0.1', port: await openTcp(front) });
    expect(String((await once(socket, 'data'))[0])).toBe('greeting');
    socket.destroy();
  });

  test('a slow reader holds the writer back', async () => {
    const front = makeFront();
    let written = 0;
    const upstream = createTcpServer((socket) => {
      const chunk = Buffer.alloc(65_536);
      const push = () => {
        while (written < 200_000_000 && socket.write(chunk)) written += chunk.length;
      };
      socket.on('drain', push);
      socket.on('error', () => undefined);
      push();
    });
    front.route('web', to('a', await listen(upstream)));
    const socket = connect({ host: '127.0.0.1', port: await openTcp(front) });
    socket.pause();
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(written).toBeLessThan(50_000_000);
    socket.destroy();
  });

  test('connections that remain after the drain are closed', async () => {
    const front = makeFront();
    const upstream = createTcpServer((socket) => socket.on('error', () => undefined));
    front.route('web', to('a', await listen(upstream)));
    const socket = connect({ host: '127.0.0.1', port: await openTcp(front) });
    await once(socket, 'connect');
    await new Promise((resolve) => setTimeout(resolve, 50));
    const closed = once(socket, 'close');
    expect(await front.drain('web', 'a', 50, never)).toBe(1);
    await closed;
    expect(front.inFlight('web', 'a')).toBe(0);
  });

  test('the drain does not wait for connections on which nobody waits, and waits for an answer', async () => {
    const front = makeFront();
    const sockets: Socket[] = [];
    const upstream = createTcpServer((socket) => {
      sockets.push(socket);
      socket.on('error', () => undefined);
      socket.once('data', (chunk) => socket.write(chunk));
    });
    front.route('web', to('a', await listen(upstream)));
    const socket = connect({ host: '127.0.0.1', port: await openTcp(front) });
    socket.write('question');
    await once(socket, 'data');
    const closed = once(socket, 'close');
    // The limit is far beyond that of the test itself.
    expect(await front.drain('web', 'a', 600_000, never)).toBe(0);
    await closed;
    const asking = connect({ host: '127.0.0.1', port: await openTcp(front) });
    asking.write('first');
    await once(asking, 'data');
    asking.write('second');
    const drained = front.drain('web', 'a', 600_000, never);
    const quiet = new Promise((resolve) => setTimeout(() => resolve('quiet'), 1500));
    expect(await Promise.race([drained, quiet])).toBe('quiet');
    sockets.at(-1)?.write('answer');
    expect(await drained).toBe(0);
  });

  test('no target: closed after the wait, and counted', async () => {
    const front = makeFront(50);
    expect(await readAll(await openTcp(front), 'x')).toBe('');
    expect(front.counts()).toEqual([{ service: 'web', requests: 1, lost: 1 }]);
  });
});

test('a taken port is refused by its error code, and a listener of ours is kept', async () => {
  const front = makeFront();
  const port = await openTcp(front);
  const same = { service: 'web', target: 80, host: '127.0.0.1', port, http: false };
  expect(await front.listen(same)).toBe(port);
  await expect(makeFront().listen(same)).rejects.toMatchObject({ code: 'EADDRINUSE' });
});

test.each([
  ['GET / HTTP/1.1', 'http'],
  ['PATCH /x', 'http'],
  ['PRI * HTTP/2.0', 'other'],
  ['CONNECT x:1', 'other'],
  ['GE', 'more'],
  ['', 'more'],
  ['\x16\x03', 'other'],
  ['ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'other'],
])('the first bytes %j are %s', (head, kind) => {
  expect(looksLikeHttp(head)).toBe(kind);
});
