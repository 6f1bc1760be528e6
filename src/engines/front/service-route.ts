// Where one service's requests go now, in turn where several instances take them, and what is under way. Switching is one assignment: no request sees half of it.
import { Agent } from 'node:http';
import type { Clock } from '../../base/clock.ts';
import type { Address } from '../../model/unit.ts';

/** An instance that takes requests: container port -> where it listens. */
export interface Target {
  readonly instance: string;
  readonly ports: Readonly<Record<string, Address>>;
}

/** Unused connections to an instance are let go sooner than any usual server would close them under our feet. */
const idleMs = 1000;

/** A connection that carries no requests of its own. */
export interface Pipe {
  cut(): void;
  /** All that came from the instance has been handed to the client. */
  isFlushed(): boolean;
}

/** What a pipe is told by who moves its bytes. */
export interface PipeNotes {
  heard(from: 'client' | 'instance'): void;
  forget(): void;
}

interface OpenPipe {
  readonly pipe: Pipe;
  /** The client spoke last: it may be waiting for an answer. */
  asked: boolean;
  heardMs: number;
}

/** Who was answered last and has said nothing for so long waits for nothing: a client's pool keeps such connections. */
const quietMs = 1000;
const quietLookMs = 100;

export class ServiceRoute {
  readonly service: string;
  requests = 0;
  lost = 0;
  readonly #clock: Clock;
  #targets: readonly Target[] = [];
  #turn = 0;
  readonly #inFlight = new Map<string, number>();
  readonly #pipes = new Map<string, Set<OpenPipe>>();
  readonly #agents = new Map<string, Agent>();
  readonly #waiters = new Set<() => void>();

  constructor(service: string, clock: Clock) {
    this.service = service;
    this.#clock = clock;
  }

  /** Who takes the next request: each in its turn, so that a second try goes to another one. */
  next(): Target | undefined {
    if (this.#targets.length === 0) return undefined;
    this.#turn = (this.#turn + 1) % this.#targets.length;
    return this.#targets[this.#turn];
  }

  switchTo(targets: readonly Target[]): void {
    const before = this.#targets;
    this.#targets = targets;
    const now = new Set(targets.map(({ instance }) => instance));
    for (const { instance } of before) if (!now.has(instance)) this.#retireAgent(instance);
    if (targets.length > 0) this.#wake();
  }

  /** Who takes the next request, or the first one there is within `waitMs`. */
  async whenTarget(waitMs: number, signal: AbortSignal): Promise<Target | undefined> {
    const until = this.#clock.monotonicMs() + waitMs;
    while (this.#targets.length === 0 && !signal.aborted) {
      const left = until - this.#clock.monotonicMs();
      if (left <= 0) return undefined;
      await this.#change(left, signal);
    }
    return this.next();
  }

  /** Counts one request or connection to `instance`; the answer ends it, however often it is called. */
  begin(instance: string): () => void {
    this.#inFlight.set(instance, this.inFlight(instance) + 1);
    let open = true;
    return () => {
      if (!open) return;
      open = false;
      const left = this.inFlight(instance) - 1;
      if (left > 0) this.#inFlight.set(instance, left);
      else this.#inFlight.delete(instance);
      if (left === 0) this.#wake();
    };
  }

  inFlight(instance: string): number {
    return this.#inFlight.get(instance) ?? 0;
  }

  /** Remembers a connection, for the drain. */
  addPipe(instance: string, pipe: Pipe): PipeNotes {
    const open: OpenPipe = { pipe, asked: false, heardMs: this.#clock.monotonicMs() };
    const pipes = this.#pipes.get(instance) ?? new Set();
    this.#pipes.set(instance, pipes.add(open));
    return {
      heard: (from) => {
        open.asked = from === 'client';
        open.heardMs = this.#clock.monotonicMs();
      },
      forget: () => {
        pipes.delete(open);
      },
    };
  }

  /**
   * Waits until nothing is under way, at most `ms`; then cuts the pipes that remain. Returns how many were left with
   * something under way.
   */
  async drain(instance: string, ms: number, signal: AbortSignal): Promise<number> {
    const until = this.#clock.monotonicMs() + ms;
    while (this.#busy(instance) > 0 && !signal.aborted) {
      const left = until - this.#clock.monotonicMs();
      if (left <= 0) break;
      const look = this.#pipes.get(instance)?.size ? quietLookMs : left;
      await this.#change(Math.min(left, look), signal);
    }
    const remaining = this.#busy(instance);
    if (!signal.aborted) for (const { pipe } of [...(this.#pipes.get(instance) ?? [])]) pipe.cut();
    return remaining;
  }

  /** What is under way, without the connections on which nobody waits. */
  #busy(instance: string): number {
    const now = this.#clock.monotonicMs();
    const idle = [...(this.#pipes.get(instance) ?? [])].filter(
      ({ asked, heardMs, pipe }) => !asked && now - heardMs >= quietMs && pipe.isFlushed(),
    );
    return this.inFlight(instance) - idle.length;
  }

  agentFor(instance: string): Agent {
    const known = this.#agents.get(instance);
    if (known !== undefined) return known;
    const agent = new Agent({ keepAlive: true, timeout: idleMs, scheduling: 'lifo' });
    this.#agents.set(instance, agent);
    return agent;
  }

  close(): void {
    this.switchTo([]);
    for (const pipes of this.#pipes.values()) for (const { pipe } of [...pipes]) pipe.cut();
    this.#wake();
  }

  /** Free connections go now, those in use when their request is done: a stopping instance waits for none. */
  #retireAgent(instance: string): void {
    const agent = this.#agents.get(instance);
    if (agent === undefined) return;
    this.#agents.delete(instance);
    agent.maxFreeSockets = 0;
    for (const sockets of Object.values(agent.freeSockets))
      for (const socket of sockets ?? []) socket.destroy();
  }

  #wake(): void {
    for (const waiter of [...this.#waiters]) waiter();
  }

  async #change(ms: number, signal: AbortSignal): Promise<void> {
    const controller = new AbortController();
    const wake = () => controller.abort();
    this.#waiters.add(wake);
    signal.addEventListener('abort', wake, { once: true });
    await this.#clock.sleep(ms, controller.signal);
    signal.removeEventListener('abort', wake);
    this.#waiters.delete(wake);
  }
}
