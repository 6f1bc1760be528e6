// Stands between a client and the engine (or a registry), breaks what a test tells it to, and counts the calls.

import { mkdtempSync, rmSync } from 'node:fs';
import {
  type ClientRequest,
  createServer,
  type IncomingMessage,
  type RequestOptions,
  request,
  type Server,
  type ServerResponse,
} from 'node:http';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { engineSocket } from './engine.ts';
import { type Fault, passOn, type Where } from './fault.ts';

export interface Call {
  readonly method: string;
  /** Without the version of the API. */
  readonly path: string;
  /** What went wrong with it on purpose. */
  readonly fault: Fault['kind'] | undefined;
}

interface Rule {
  readonly where: Where;
  readonly fault: Fault;
  seen: number;
}

type Upstream = { readonly socketPath: string } | { readonly host: string; readonly port: number };

export class FaultProxy {
  readonly calls: Call[] = [];
  readonly #upstream: Upstream;
  /** Of loopback; the kernel gives one at first. Undefined: a socket. */
  #port: number | undefined;
  readonly #folder = mkdtempSync(join(tmpdir(), 'seaworthy-proxy-'));
  readonly #sockets = new Set<Duplex>();
  readonly #hits: (() => void)[] = [];
  #rules: Rule[] = [];
  #server: Server | undefined;

  /** Between a client and the engine of the tests, on a socket of its own. */
  static async open(): Promise<FaultProxy> {
    const proxy = new FaultProxy({ socketPath: engineSocket }, undefined);
    await proxy.back();
    return proxy;
  }

  /** Between the engine and a registry (`127.0.0.1:5780`), on a loopback port. */
  static async before(registry: string): Promise<FaultProxy> {
    const [host = '', port = ''] = registry.split(':');
    const proxy = new FaultProxy({ host, port: Number(port) }, 0);
    await proxy.back();
    return proxy;
  }

  private constructor(upstream: Upstream, port: number | undefined) {
    this.#upstream = upstream;
    this.#port = port;
  }

  /** As a part of image names. */
  get registry(): string {
    return `127.0.0.1:${this.#port}`;
  }

  get socketPath(): string {
    return join(this.#folder, 'engine.sock');
  }

  /** For `DOCKER_HOST`. */
  get host(): string {
    return `unix://${this.socketPath}`;
  }

  /** From now on, calls that the pattern fits go wrong. The first rule that fits holds. */
  inject(where: Where, fault: Fault): void {
    this.#rules.push({ where, fault, seen: 0 });
  }

  /** Nothing goes wrong any more; what hangs, hangs on. */
  heal(): void {
    this.#rules = [];
  }

  count(path: RegExp, method?: string): number {
    return this.calls.filter((one) => path.test(one.path) && (method ?? one.method) === one.method).length;
  }

  /** Settles when the next fault has struck. */
  struck(): Promise<void> {
    return new Promise((resolve) => this.#hits.push(resolve));
  }

  /** The engine is gone: all connections end and new ones are refused. */
  async away(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (server === undefined) return;
    const closed = new Promise((resolve) => server.close(resolve));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  /** The engine is there again. */
  async back(): Promise<void> {
    if (this.#server !== undefined) return;
    const server = createServer({ requestTimeout: 0, headersTimeout: 0, keepAliveTimeout: 0 });
    server.on('request', (from, to) => this.#take(from, to));
    server.on('upgrade', (from, socket, head) => this.#takeOver(from, socket, head));
    server.on('connection', (socket: Socket) => this.#hold(socket));
    this.#server = server;
    const where =
      this.#port === undefined ? { path: this.socketPath } : { host: '127.0.0.1', port: this.#port };
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(where, resolve);
    });
    const address = server.address();
    if (address !== null && typeof address === 'object') this.#port = address.port;
  }

  async close(): Promise<void> {
    await this.away();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #hold(socket: Duplex): void {
    this.#sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.once('close', () => this.#sockets.delete(socket));
  }

  #note(from: IncomingMessage): Fault | undefined {
    const path = (from.url ?? '/').replace(/^\/v\d+\.\d+(?=\/)/, '');
    const method = from.method ?? 'GET';
    const fault = this.#faultOf(method, path);
    this.calls.push({ method, path, fault: fault?.kind });
    if (fault !== undefined) for (const hit of this.#hits.splice(0)) setImmediate(hit);
    return fault;
  }

  #faultOf(method: string, path: string): Fault | undefined {
    let fault: Fault | undefined;
    for (const rule of this.#rules) {
      const { where } = rule;
      if ((where.method ?? method) !== method || !where.path.test(path)) continue;
      rule.seen += 1;
      const nth = where.nth ?? 1;
      if (rule.seen >= nth && rule.seen < nth + (where.times ?? 1)) fault ??= rule.fault;
    }
    return fault;
  }

  #take(from: IncomingMessage, to: ServerResponse): void {
    const fault = this.#note(from);
    if (fault?.kind === 'refuse') return void from.socket.destroy();
    if (fault?.kind === 'hang') return void from.resume();
    if (fault?.kind === 'answer') {
      from.resume();
      to.writeHead(fault.status, { 'Content-Type': 'application/json', ...fault.headers });
      return void to.end(JSON.stringify(fault.body));
    }
    const sent = request(this.#forward(from), (reply) => passOn(reply, to, fault));
    sent.once('error', () => to.destroy());
    to.once('close', () => sent.destroy());
    sendBody(from, sent);
  }

  /** Streams in both ways (attach, exec, build sessions): bytes, once both sides have agreed. */
  #takeOver(from: IncomingMessage, socket: Duplex, head: Buffer): void {
    const fault = this.#note(from);
    if (fault?.kind === 'refuse') return void socket.destroy();
    if (fault?.kind === 'hang') return;
    const engine =
      'socketPath' in this.#upstream ? connect(this.#upstream.socketPath) : connect(this.#upstream);
    this.#hold(engine);
    const headers = from.rawHeaders.flatMap((name, index) =>
      index % 2 === 0 ? [`${name}: ${from.rawHeaders[index + 1]}`] : [],
    );
    engine.write(`${from.method} ${from.url} HTTP/1.1\r\n${headers.join('\r\n')}\r\n\r\n`);
    if (head.length > 0) engine.write(head);
    engine.once('close', () => socket.destroy());
    socket.once('close', () => engine.destroy());
    if (fault?.kind === 'cut-after') engine.once('data', () => socket.destroy());
    else engine.pipe(socket);
    socket.pipe(engine);
  }

  #forward(from: IncomingMessage): RequestOptions {
    const { connection: _, ...headers } = from.headers;
    return { ...this.#upstream, method: from.method, path: from.url, headers, agent: false };
  }
}

/** A short body goes with its head: the engine may answer and hang up while the rest of it is still on the way. */
function sendBody(from: IncomingMessage, to: ClientRequest): void {
  if (Number(from.headers['content-length'] ?? Number.POSITIVE_INFINITY) > 65_536 && from.method === 'POST') {
    from.pipe(to);
    return;
  }
  const parts: Buffer[] = [];
  from.on('data', (part: Buffer) => parts.push(part));
  from.once('end', () => to.end(Buffer.concat(parts)));
}
