// Connections to one origin: a request goes to a resting one, a new one, or waits for one, its time running.
import { Connection, type Exchange, type Origin } from './connection.ts';

/** What waits beyond this has no chance before its timeout; it bounds memory. */
const queueLimit = 200_000;

export class Pool {
  readonly #origin: Origin;
  readonly #limit: number;
  readonly #idle: Connection[] = [];
  readonly #open = new Set<Connection>();
  /** Waiting requests from `#next` on; what is before has been sent. */
  #waiting: Exchange[] = [];
  #next = 0;

  constructor(origin: Origin, limit: number) {
    this.#origin = origin;
    this.#limit = limit;
  }

  /** Requests that wait for a connection. */
  get waiting(): number {
    return this.#waiting.length - this.#next;
  }

  get open(): number {
    return this.#open.size;
  }

  /** How the request goes out; `dropped` when too many wait already. */
  send(exchange: Exchange): 'sent' | 'queued' | 'dropped' {
    const resting = this.#idle.pop();
    if (resting !== undefined) {
      resting.send(this.#watched(resting, exchange));
      return 'sent';
    }
    if (this.#open.size < this.#limit) {
      this.#sendOnNew(exchange);
      return 'sent';
    }
    if (this.waiting >= queueLimit) return 'dropped';
    this.#waiting.push(exchange);
    return 'queued';
  }

  checkDeadlines(nowMs: number): void {
    for (const connection of this.#open) connection.checkDeadline(nowMs);
    while (this.waiting > 0) {
      const first = this.#waiting[this.#next];
      if (first === undefined || nowMs < first.deadlineMs) return;
      this.#next += 1;
      first.done(undefined, 'no connection in time');
    }
  }

  /** Ends everything; requests under way are told `problem`. */
  close(problem: string): void {
    const waiting = this.#waiting.slice(this.#next);
    this.#waiting = [];
    this.#next = 0;
    for (const connection of [...this.#open]) connection.destroy(problem);
    for (const exchange of waiting) exchange.done(undefined, problem);
  }

  #sendOnNew(exchange: Exchange): void {
    const connection = new Connection(this.#origin, (closed) => this.#gone(closed));
    this.#open.add(connection);
    connection.send(this.#watched(connection, exchange));
  }

  /** Takes the next waiting request up as soon as this one is over. */
  #watched(connection: Connection, exchange: Exchange): Exchange {
    return {
      ...exchange,
      done: (answer, problem) => {
        if (this.#open.has(connection)) this.#rest(connection);
        exchange.done(answer, problem);
      },
    };
  }

  #rest(connection: Connection): void {
    const next = this.#take();
    if (next === undefined) this.#idle.push(connection);
    else connection.send(this.#watched(connection, next));
  }

  #gone(connection: Connection): void {
    if (!this.#open.delete(connection)) return;
    const at = this.#idle.lastIndexOf(connection);
    if (at !== -1) this.#idle.splice(at, 1);
    const next = this.#take();
    if (next !== undefined) this.#sendOnNew(next);
  }

  #take(): Exchange | undefined {
    const next = this.#waiting[this.#next];
    if (next === undefined) return undefined;
    this.#next += 1;
    if (this.#next > 4096 && this.#next * 2 > this.#waiting.length) {
      this.#waiting = this.#waiting.slice(this.#next);
      this.#next = 0;
    }
    return next;
  }
}
