// The deployer's end of the keeper's socket.
import { setMaxListeners } from 'node:events';
import { connect, type Socket } from 'node:net';
import { SeaworthyError } from '../../base/errors.ts';
import { fieldsOf, isFields, numberOf } from './fields.ts';
import { fromWireError, protocol, type Request } from './wire.ts';

interface Pending {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

export class KeeperClient {
  readonly #socket: Socket;
  readonly #pending = new Map<number, Pending>();
  #nextId = 1;
  #rest = '';
  #closed = false;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.setEncoding('utf8');
    socket.on('data', (chunk: string) => this.#read(chunk));
    socket.on('error', () => undefined);
    socket.once('close', () => this.#end());
    // A deployer with nothing left to do may leave; only a request under way holds it.
    socket.unref();
  }

  /** Undefined when nobody answers there. */
  static open(path: string): Promise<KeeperClient | undefined> {
    return new Promise((resolve) => {
      const socket = connect(path);
      socket.once('error', () => resolve(undefined));
      socket.once('connect', () => resolve(new KeeperClient(socket)));
    });
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** Refuses a keeper of another version and answers with its pid. */
  async greet(signal: AbortSignal): Promise<number> {
    const hello = fieldsOf(await this.ask({ op: 'hello' }, signal));
    if (hello.protocol !== protocol) {
      throw new SeaworthyError('STATE_VERSION', 'The stack is kept by another version of seaworthy', {
        hint: 'Use that version, or take the stack down with it first.',
      });
    }
    return numberOf(hello, 'pid');
  }

  async ask(request: Request, signal: AbortSignal, sent?: () => void): Promise<unknown> {
    if (signal.aborted) throw cancelled(request.op);
    if (this.#closed) throw lost();
    // One signal may stand over many questions at once.
    setMaxListeners(0, signal);
    const id = this.#nextId++;
    const stop = () => this.#settle(id)?.reject(cancelled(request.op));
    signal.addEventListener('abort', stop, { once: true });
    try {
      return await new Promise<unknown>((resolve, reject) => {
        this.#pending.set(id, { resolve, reject });
        this.#socket.ref();
        this.#socket.write(`${JSON.stringify({ id, ...request })}\n`);
        sent?.();
      });
    } finally {
      signal.removeEventListener('abort', stop);
      if (this.#pending.size === 0) this.#socket.unref();
    }
  }

  close(): void {
    this.#socket.destroy();
  }

  #read(chunk: string): void {
    this.#rest += chunk;
    for (let end = this.#rest.indexOf('\n'); end !== -1; end = this.#rest.indexOf('\n')) {
      const reply: unknown = JSON.parse(this.#rest.slice(0, end));
      this.#rest = this.#rest.slice(end + 1);
      if (!isFields(reply) || typeof reply.id !== 'number') continue;
      const pending = this.#settle(reply.id);
      if (reply.error === undefined) pending?.resolve(reply.value);
      else pending?.reject(fromWireError(reply.error));
    }
  }

  #settle(id: number): Pending | undefined {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    return pending;
  }

  #end(): void {
    this.#closed = true;
    for (const id of [...this.#pending.keys()]) this.#settle(id)?.reject(lost());
  }
}

function lost(): SeaworthyError {
  return new SeaworthyError('ENGINE_UNREACHABLE', 'The keeper of the stack closed the connection', {
    hint: 'Run the command again: a new keeper takes over what runs.',
  });
}

function cancelled(op: string): SeaworthyError {
  return new SeaworthyError('CANCELLED', `${op} was cancelled while the keeper was at it`);
}
