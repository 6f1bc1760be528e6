// The Engine API over HTTP: version negotiation, one deadline of silence a call, and our errors. No retries, no
// meaning: what an answer says is read by who asked. Reference: https://docs.docker.com/reference/api/engine/
import type { IncomingMessage } from 'node:http';
import type { Duplex, Readable } from 'node:stream';
import { SeaworthyError } from '../../base/errors.ts';
import { type Answer, asError, collect, refusal, type Sent, send } from './call.ts';
import type { Connection } from './connection.ts';
import { openSockets, type Sockets } from './sockets.ts';
import { type EngineVersion, negotiate } from './version.ts';

export interface CallOptions {
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent as it is (a tar), instead of `body`; `Content-Type` is then `application/x-tar`. */
  readonly upload?: Readable | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
  /** Statuses beside 2xx and 304 that are answers and no errors: 404 of a look, 409 of a name taken. */
  readonly accept?: readonly number[];
  readonly signal?: AbortSignal;
  /** Milliseconds without a byte after which the engine counts as hanging; undefined: the client's own. */
  readonly idleMs?: number;
  /** Called when the request has left and the answer has not come, for fault tests. */
  readonly sent?: (() => void) | undefined;
}

/**
 * An engine that is spoken to. `call` is one question with one JSON answer, `open` an answer that goes on (logs, events,
 * stats, progress of a pull), `upgrade` a connection in both directions (exec, attach). Paths are without the version:
 * `/containers/json`. All of them throw SeaworthyError ENGINE_UNREACHABLE when the engine cannot be reached, breaks off
 * or is silent for too long, ENGINE_REFUSED with the engine's own sentence when it says no, CANCELLED when the signal
 * aborts, and ENGINE_UNSUPPORTED when it is too old to be spoken to.
 */
export interface DockerClient {
  readonly connection: Connection;
  /** Asked once and remembered. */
  engine(signal?: AbortSignal): Promise<EngineVersion>;
  call(method: string, path: string, options?: CallOptions): Promise<Answer>;
  open(method: string, path: string, options?: CallOptions): Promise<IncomingMessage>;
  upgrade(path: string, options?: CallOptions): Promise<Duplex>;
  /** Lets go of connections that nobody uses. */
  close(): void;
}

export interface ClientOptions {
  /** Default 60 s: a busy engine may take long to create a container, never so long without a byte. */
  readonly idleMs?: number;
}

export function createDockerClient(connection: Connection, options: ClientOptions = {}): DockerClient {
  return new HttpClient(connection, options.idleMs ?? 60_000);
}

class HttpClient implements DockerClient {
  readonly connection: Connection;
  readonly #idleMs: number;
  #sockets: Sockets | undefined;
  #engine: Promise<EngineVersion> | undefined;

  constructor(connection: Connection, idleMs: number) {
    this.connection = connection;
    this.#idleMs = idleMs;
  }

  async engine(signal?: AbortSignal): Promise<EngineVersion> {
    if (this.#engine !== undefined) return await this.#engine;
    const asking = this.#ask('GET', '/_ping', signal === undefined ? {} : { signal }).then(async (sent) => {
      const { status } = await collect(sent);
      if (status >= 300) throw refusal(sent, status, undefined);
      return negotiate(sent.response.headers, this.connection.where);
    });
    this.#engine = asking;
    // What failed is asked again by the next who wants to know.
    asking.catch(() => {
      if (this.#engine === asking) this.#engine = undefined;
    });
    return await asking;
  }

  async call(method: string, path: string, options: CallOptions = {}): Promise<Answer> {
    const sent = await this.#ask(method, await this.#path(path, options), options);
    const answer = await collect(sent);
    if (isAnswer(answer.status, options)) return answer;
    throw refusal(sent, answer.status, answer.body);
  }

  async open(method: string, path: string, options: CallOptions = {}): Promise<IncomingMessage> {
    const sent = await this.#ask(method, await this.#path(path, options), options);
    const { response } = sent;
    const status = response.statusCode ?? 0;
    if (!isAnswer(status, options)) throw refusal(sent, status, (await collect(sent)).body);
    // A silent stream has nothing to tell; who wants progress watches for it.
    sent.mayBeSilent();
    response.once('close', sent.done);
    return response;
  }

  async upgrade(path: string, options: CallOptions = {}): Promise<Duplex> {
    const upgrade = { Connection: 'Upgrade', Upgrade: 'tcp' };
    const withHeaders = { ...options, headers: { ...options.headers, ...upgrade } };
    const sent = await this.#ask('POST', await this.#path(path, options), withHeaders);
    const status = sent.response.statusCode ?? 0;
    if (sent.socket === undefined) throw refusal(sent, status, (await collect(sent)).body);
    sent.mayBeSilent();
    sent.socket.once('close', sent.done);
    return sent.socket;
  }

  close(): void {
    this.#sockets?.close();
    this.#sockets = undefined;
  }

  async #path(path: string, { query = {}, signal }: CallOptions): Promise<string> {
    const { api } = await this.engine(signal);
    const words = new URLSearchParams();
    for (const [name, value] of Object.entries(query))
      if (value !== undefined) words.set(name, String(value));
    return `/v${api}${path}${words.size === 0 ? '' : `?${words}`}`;
  }

  async #ask(method: string, path: string, options: CallOptions): Promise<Sent> {
    this.#sockets ??= openSockets(this.connection.endpoint);
    const { signal } = options;
    if (signal?.aborted === true) {
      throw new SeaworthyError('CANCELLED', `${method} ${path} was cancelled before it was sent`);
    }
    const { where, why } = this.connection;
    const call = { method, path, where, why, idleMs: options.idleMs ?? this.#idleMs };
    try {
      return await send(this.#sockets, call, options);
    } catch (error) {
      throw asError(call, signal, error);
    }
  }
}

function isAnswer(status: number, { accept = [] }: CallOptions): boolean {
  return (status >= 200 && status < 300) || status === 304 || accept.includes(status);
}
