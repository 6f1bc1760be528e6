// Connections to the engine: kept alive and used again, over a Unix socket, TCP, TLS, or the streams of `ssh`.
import { type ChildProcess, spawn } from 'node:child_process';
import { type Agent, Agent as HttpAgent, type RequestOptions, request as requestHttp } from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
import { Duplex } from 'node:stream';
import type { Endpoint } from './connection.ts';

export interface Sockets {
  readonly request: typeof requestHttp;
  /** What a request to this engine needs beside its method and path. */
  readonly options: RequestOptions;
  close(): void;
}

/** Node works one out also where no TLS is spoken, and compiles the patterns of IP addresses for it. */
const noServerName: RequestOptions & { readonly servername: string } = { servername: '' };

export function openSockets(endpoint: Endpoint): Sockets {
  switch (endpoint.kind) {
    case 'unix':
      return sockets(requestHttp, new HttpAgent({ keepAlive: true }), {
        socketPath: endpoint.path,
        ...noServerName,
      });
    case 'tcp': {
      const { host, port, tls } = endpoint;
      if (tls === undefined) return sockets(requestHttp, new HttpAgent({ keepAlive: true }), { host, port });
      const { ca, cert, key, verify } = tls;
      const agent = new HttpsAgent({ keepAlive: true, ca, cert, key, rejectUnauthorized: verify });
      return sockets(requestHttps, agent, { host, port });
    }
    case 'ssh':
      return sockets(requestHttp, new SshAgent(endpoint.argv), { host: 'docker' });
  }
}

function sockets(request: typeof requestHttp, agent: Agent, options: RequestOptions): Sockets {
  return { request, options: { ...options, agent }, close: () => agent.destroy() };
}

/** Each connection is one `ssh` program; its keys, hosts and jumps are the user's configuration. */
class SshAgent extends HttpAgent {
  readonly #argv: readonly string[];

  constructor(argv: readonly string[]) {
    super({ keepAlive: true });
    this.#argv = argv;
  }

  override createConnection(): Duplex {
    const [program = 'ssh', ...args] = this.#argv;
    return new ProgramSocket(spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'] }));
  }
}

/** A program's input and output as the one stream that HTTP asks for. */
class ProgramSocket extends Duplex {
  readonly #child: ChildProcess;
  #said = '';
  #idle: NodeJS.Timeout | undefined;

  constructor(child: ChildProcess) {
    super();
    this.#child = child;
    child.stdout?.on('data', (chunk: Buffer) => {
      this.#idle?.refresh();
      if (!this.push(chunk)) child.stdout?.pause();
    });
    child.stdin?.on('error', (error) => this.destroy(error));
    child.stderr?.on('data', (chunk: Buffer) => {
      this.#said = `${this.#said}${chunk.toString()}`.slice(-500);
    });
    child.once('error', (error) => this.destroy(error));
    // Only now is it known whether it ended well, and what it said.
    child.once('close', (code) => {
      if (code === 0) this.push(null);
      else this.destroy(new Error(`ssh ended with ${code ?? 'a signal'}: ${this.#said.trim()}`));
    });
  }

  override _read(): void {
    this.#child.stdout?.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    if (this.#child.stdin?.write(chunk) === false) this.#child.stdin.once('drain', () => done());
    else done();
  }

  override _final(done: () => void): void {
    this.#child.stdin?.end();
    done();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    clearTimeout(this.#idle);
    this.#child.kill();
    done(error);
  }

  // What HTTP asks of a socket.
  setTimeout(ms: number, then?: () => void): this {
    clearTimeout(this.#idle);
    if (then !== undefined) this.once('timeout', then);
    this.#idle = ms === 0 ? undefined : setTimeout(() => this.emit('timeout'), ms);
    return this;
  }
  setNoDelay(): this {
    return this;
  }
  setKeepAlive(): this {
    return this;
  }
  ref(): this {
    this.#child.ref();
    return this;
  }
  unref(): this {
    this.#child.unref();
    return this;
  }
}
