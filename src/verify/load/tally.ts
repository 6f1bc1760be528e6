// What a load test counts while it runs: latencies and failures, all together and by target, and second by second.
import { Histogram } from './histogram.ts';

export interface Counted {
  readonly name: string;
  /** Answers and failures; what was never sent is in neither. */
  readonly requests: number;
  readonly failed: number;
  readonly errors: Readonly<Record<string, number>>;
  /** Of every request that got an answer, good or bad, from its intended beginning. */
  readonly latency: Histogram;
  /** The same without what the generator itself was late: a server is to blame for no more than this. */
  readonly served: Histogram;
}

/** One second of the test by the time of the answers. Times are ms, without what the generator was late. */
export interface Second {
  readonly second: number;
  readonly requests: number;
  readonly failed: number;
  readonly p50: number;
  readonly p95: number;
  readonly max: number;
}

/** Kinds of error that are told apart; the rest are counted together, so that a server cannot fill memory. */
const kindLimit = 20;

class Part {
  readonly latency = new Histogram();
  readonly served = new Histogram();
  readonly errors = new Map<string, number>();
  requests = 0;
  failed = 0;
  constructor(readonly name: string) {}

  add(latencyMs: number | undefined, problem: string | undefined, lateMs: number): void {
    this.requests += 1;
    if (latencyMs !== undefined) {
      this.latency.add(latencyMs);
      this.served.add(latencyMs - lateMs);
    }
    if (problem === undefined) return;
    this.failed += 1;
    const kind = this.errors.has(problem) || this.errors.size < kindLimit ? problem : 'others';
    this.errors.set(kind, (this.errors.get(kind) ?? 0) + 1);
  }

  counted(): Counted {
    const { name, requests, failed, latency, served } = this;
    return { name, requests, failed, errors: Object.fromEntries(this.errors), latency, served };
  }
}

export class Tally {
  readonly #all = new Part('all');
  readonly #targets: readonly Part[];
  readonly #seconds: Second[] = [];
  #second = 0;
  #latencies: number[] = [];
  #failed = 0;
  #count = 0;

  constructor(names: readonly string[]) {
    this.#targets = names.map((name) => new Part(name));
  }

  /** `latencyMs` undefined: no answer came. `lateMs` of it are the generator's own. */
  add(
    target: number,
    second: number,
    latencyMs: number | undefined,
    problem: string | undefined,
    lateMs = 0,
  ): void {
    this.#all.add(latencyMs, problem, lateMs);
    this.#targets[target]?.add(latencyMs, problem, lateMs);
    this.at(second);
    this.#count += 1;
    if (latencyMs !== undefined) this.#latencies.push(latencyMs - lateMs);
    if (problem !== undefined) this.#failed += 1;
  }

  /** The time is in this second now: those before it are closed, those in which nothing came included. */
  at(second: number): void {
    while (this.#second < second) {
      const sorted = this.#latencies.sort((a, b) => a - b);
      const rank = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
      this.#seconds.push({
        second: this.#second,
        requests: this.#count,
        failed: this.#failed,
        p50: rank(0.5),
        p95: rank(0.95),
        max: rank(1),
      });
      this.#second += 1;
      this.#latencies = [];
      this.#failed = 0;
      this.#count = 0;
    }
  }

  get all(): Counted {
    return this.#all.counted();
  }

  get targets(): readonly Counted[] {
    return this.#targets.map((part) => part.counted());
  }

  get seconds(): readonly Second[] {
    return this.#seconds;
  }
}
