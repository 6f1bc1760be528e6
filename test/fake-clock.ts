// A clock that a test moves by hand.
import type { Clock } from '../src/base/clock.ts';

interface Sleeper {
  readonly atMs: number;
  readonly wake: () => void;
}

export class FakeClock implements Clock {
  #ms = 0;
  #wallMs: number;
  readonly #sleepers = new Set<Sleeper>();

  constructor(start = '2026-01-01T00:00:00.000Z') {
    this.#wallMs = Date.parse(start);
  }

  monotonicMs(): number {
    return this.#ms;
  }

  now(): Date {
    return new Date(this.#wallMs + this.#ms);
  }

  /** Moves only the wall clock, as an administrator or NTP would. */
  jumpWall(ms: number): void {
    this.#wallMs += ms;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal?.aborted === true) return resolve();
      const wake = () => {
        this.#sleepers.delete(sleeper);
        signal?.removeEventListener('abort', wake);
        resolve();
      };
      const sleeper = { atMs: this.#ms + Math.max(0, ms), wake };
      this.#sleepers.add(sleeper);
      signal?.addEventListener('abort', wake, { once: true });
    });
  }

  /** Moves time on, waking sleepers in order and letting what they woke run before the next. */
  async advance(ms: number): Promise<void> {
    const end = this.#ms + ms;
    await settle();
    for (;;) {
      const next = [...this.#sleepers].sort((a, b) => a.atMs - b.atMs)[0];
      if (next === undefined || next.atMs > end) break;
      this.#ms = Math.max(this.#ms, next.atMs);
      next.wake();
      await settle();
    }
    this.#ms = end;
    await settle();
  }
}

/** Lets pending promises run; a few rounds, because one may queue another. */
async function settle(): Promise<void> {
  for (let round = 0; round < 4; round++) await new Promise((resolve) => setImmediate(resolve));
}
