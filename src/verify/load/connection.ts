// One kept connection of the load generator: one request at a time, over bare sockets, which take less CPU a request than
// node:http (`npm run bench:load` shows both).
import { connect, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { messageOf, systemCode } from '../../base/errors.ts';
import type { Address } from '../../model/unit.ts';
import { type Answered, ResponseReader } from './response-reader.ts';

export interface Origin {
  readonly address: Address;
  /** Name for TLS; undefined: plain HTTP. */
  readonly tlsName: string | undefined;
}

export interface Exchange {
  readonly bytes: Buffer;
  readonly method: string;
  /** Of `performance.now()`: after this the request has failed. */
  readonly deadlineMs: number;
  /** `problem` is a short word for the table of errors, such as `connection refused`. */
  readonly done: (answer: Answered | undefined, problem: string | undefined) => void;
}

/** What was read is dealt with before the next read, so one place for all spares the garbage collector 64 KiB a read. */
const readBuffer = Buffer.allocUnsafeSlow(64 * 1024);

export class Connection {
  readonly #socket: Socket;
  readonly #reader = new ResponseReader();
  readonly #closed: (connection: Connection) => void;
  #exchange: Exchange | undefined;

  /** `closed` is called once, when the connection takes no more requests. */
  constructor(origin: Origin, closed: (connection: Connection) => void) {
    this.#closed = closed;
    this.#socket = this.#open(origin);
    this.#socket.on('error', (error) => this.#end(undefined, problemOf(error)));
    this.#socket.on('close', () => {
      const answer = this.#exchange === undefined ? undefined : this.#reader.end();
      this.#end(answer, answer === undefined ? 'connection closed' : undefined);
    });
  }

  #open({ address: { host, port }, tlsName }: Origin): Socket {
    const read = (chunk: Buffer) => this.#read(chunk);
    if (tlsName === undefined) {
      const callback = (length: number, buffer: Uint8Array) => {
        read(Buffer.from(buffer.buffer, buffer.byteOffset, length));
        return true;
      };
      return connect({ host, port, noDelay: true, onread: { buffer: readBuffer, callback } });
    }
    const socket = connectTls({
      host,
      port,
      ...(isIP(tlsName) === 0 ? { servername: tlsName } : {}),
      // As for probes: a service's own certificate names the service, not this address.
      rejectUnauthorized: false,
    });
    return socket.on('data', read);
  }

  send(exchange: Exchange): void {
    this.#exchange = exchange;
    this.#reader.expect(exchange.method);
    this.#socket.write(exchange.bytes);
  }

  /** Fails the request under way when its time is over. */
  checkDeadline(nowMs: number): void {
    if (this.#exchange !== undefined && nowMs >= this.#exchange.deadlineMs) this.destroy('no answer in time');
  }

  destroy(problem: string): void {
    this.#end(undefined, problem);
    this.#socket.destroy();
  }

  #read(chunk: Buffer): void {
    if (this.#exchange === undefined) {
      this.destroy('answer without a request');
      return;
    }
    try {
      const answer = this.#reader.read(chunk);
      if (answer === undefined) return;
      if (answer.reusable) this.#finish(answer, undefined);
      else this.#end(answer, undefined);
    } catch (error) {
      this.destroy(messageOf(error));
    }
  }

  #end(answer: Answered | undefined, problem: string | undefined): void {
    this.#closed(this);
    this.#finish(answer, problem);
    if (!this.#socket.destroyed) this.#socket.destroy();
  }

  #finish(answer: Answered | undefined, problem: string | undefined): void {
    const exchange = this.#exchange;
    this.#exchange = undefined;
    exchange?.done(answer, problem);
  }
}

const words: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'connection reset',
  EPIPE: 'connection closed',
  ETIMEDOUT: 'connection timed out',
  ENOTFOUND: 'name not found',
  EHOSTUNREACH: 'no route',
  ENETUNREACH: 'no network',
  EADDRNOTAVAIL: 'no local port left',
  EMFILE: 'no file descriptor left',
};

/** These are the generator's limits and say nothing of the server. */
export const ownLimits: ReadonlySet<string> = new Set(['no local port left', 'no file descriptor left']);

function problemOf(error: unknown): string {
  const code = systemCode(error);
  return (code === undefined ? undefined : words[code]) ?? code ?? messageOf(error);
}
