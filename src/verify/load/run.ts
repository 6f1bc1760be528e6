// One load test in an open loop: requests go out when they are due, whether or not the ones before have been answered, and
// each is timed from when it was due, less what this process itself was late. A server that stalls is therefore seen by
// every request that it kept from being answered, not only by the one that was under way (coordinated omission), and a
// machine that is busy is not taken for a slow server.
import type { Clock } from '../../base/clock.ts';
import type { LoadSetting, LoadTarget } from '../../model/load.ts';
import { arrivals, turns } from './arrivals.ts';
import { type Origin, ownLimits } from './connection.ts';
import { startPacer } from './pacer.ts';
import { Pool } from './pool.ts';
import { requestBytes } from './request-bytes.ts';
import type { Answered } from './response-reader.ts';
import { type Counted, type Second, Tally } from './tally.ts';

export interface LoadOptions {
  readonly clock: Clock;
  /** Aborting ends the test with what was measured until then. */
  readonly signal: AbortSignal;
  /** Where each target is reached, in the order of the targets. */
  readonly origins: readonly Origin[];
  /** Called about twice a second. */
  readonly onProgress?: (progress: LoadProgress) => void;
}

export interface LoadProgress {
  readonly elapsedMs: number;
  readonly all: Counted;
  readonly seconds: readonly Second[];
  readonly inFlight: number;
}

export interface LoadMeasured {
  /** ISO time. */
  readonly at: string;
  /** From the end of the warm-up to the last answer. */
  readonly countedMs: number;
  /** Arrivals that were due, the warm-up left out. */
  readonly due: number;
  readonly all: Counted;
  readonly targets: readonly Counted[];
  readonly seconds: readonly Second[];
  /** Never sent: the generator ran out of connections, ports or descriptors. */
  readonly missed: number;
  /** Sent more than 10 ms after they were due because the generator was busy. */
  readonly late: number;
  /** Had to wait for a connection. */
  readonly queued: number;
  /** Under way when the test was interrupted. */
  readonly discarded: number;
  readonly interrupted: boolean;
}

const sweepMs = 50;
const progressMs = 500;
const lateLimitMs = 10;
/** What is due so soon goes out at once: it is nearer than the next waking. */
const soonMs = 0.05;
const timedOut: ReadonlySet<string> = new Set(['no answer in time', 'no connection in time']);

/** Never rejects for what a server does. */
export async function runLoad(setting: LoadSetting, options: LoadOptions): Promise<LoadMeasured> {
  return new LoadRun(setting, options).run();
}

class LoadRun {
  readonly #setting: LoadSetting;
  readonly #options: LoadOptions;
  readonly #pools: readonly Pool[];
  readonly #bytes: readonly ((n: number) => Buffer)[];
  readonly #turn: () => number;
  readonly #tally: Tally;
  readonly #due: Iterator<number, undefined>;
  readonly #over = new AbortController();
  #next: number | undefined;
  #begunMs = 0;
  #lastAnswerMs = 0;
  #count = 0;
  #inFlight = 0;
  #counted = { due: 0, missed: 0, late: 0, queued: 0, discarded: 0 };

  constructor(setting: LoadSetting, options: LoadOptions) {
    this.#setting = setting;
    this.#options = options;
    this.#pools = poolsOf(options.origins, setting.connections);
    this.#bytes = setting.targets.map(requestBytes);
    this.#turn = turns(setting.targets);
    this.#tally = new Tally(setting.targets.map(({ name }) => name));
    this.#due = arrivals(setting.stages);
    this.#next = this.#due.next().value;
  }

  async run(): Promise<LoadMeasured> {
    const { signal, clock } = this.#options;
    const stop = () => this.#interrupt();
    const pacer = await startPacer(arrivals(this.#setting.stages), () => this.#send());
    const at = clock.now().toISOString();
    this.#begunMs = clock.monotonicMs();
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    try {
      pacer.begin(this.#begunMs);
      this.#send();
      await Promise.all([this.#sweeping(), this.#telling(), this.#lasting()]);
    } finally {
      signal.removeEventListener('abort', stop);
      for (const pool of this.#pools) pool.close('the test is over');
      await pacer.close();
    }
    return this.#measured(at);
  }

  #elapsed(): number {
    return this.#options.clock.monotonicMs() - this.#begunMs;
  }

  #send(): void {
    let now = this.#elapsed();
    while (this.#next !== undefined && this.#next <= now + soonMs) {
      this.#sendOne(this.#next, now);
      this.#next = this.#due.next().value;
      now = this.#elapsed();
    }
    this.#endWhenDone();
  }

  #sendOne(dueMs: number, nowMs: number): void {
    const counts = dueMs >= this.#setting.warmUpMs;
    const index = this.#turn();
    const target = this.#setting.targets[index];
    const pool = this.#pools[index];
    const bytes = this.#bytes[index]?.(this.#count);
    if (target === undefined || pool === undefined || bytes === undefined) return;
    const lateMs = Math.max(0, nowMs - dueMs);
    this.#count += 1;
    this.#inFlight += 1;
    const { timeoutMs } = this.#setting;
    const how = pool.send({
      bytes,
      method: target.method,
      deadlineMs: this.#begunMs + dueMs + timeoutMs,
      done: (answer, problem) => this.#done({ index, target, dueMs, lateMs, counts }, answer, problem),
    });
    if (how === 'dropped') this.#inFlight -= 1;
    if (!counts) return;
    this.#counted.due += 1;
    if (how === 'dropped') this.#counted.missed += 1;
    if (how === 'queued') this.#counted.queued += 1;
    if (lateMs > lateLimitMs) this.#counted.late += 1;
  }

  #done(
    sent: {
      readonly index: number;
      readonly target: LoadTarget;
      readonly dueMs: number;
      readonly lateMs: number;
      readonly counts: boolean;
    },
    answer: Answered | undefined,
    problem: string | undefined,
  ): void {
    const now = this.#elapsed();
    this.#inFlight -= 1;
    if (sent.counts) {
      if (this.#options.signal.aborted && answer === undefined) this.#counted.discarded += 1;
      else if (problem !== undefined && ownLimits.has(problem)) this.#counted.missed += 1;
      else {
        this.#lastAnswerMs = now;
        // Who gave up waiting has waited: a timeout that did not count would make a hanging server look quick.
        const waited = answer !== undefined || (problem !== undefined && timedOut.has(problem));
        const wrong = problem ?? statusProblem(answer, sent.target);
        const took = waited ? now - sent.dueMs : undefined;
        // The time limit runs from when it was due, so that it has waited for all of it whatever we were late.
        const lateMs = answer === undefined ? 0 : sent.lateMs;
        this.#tally.add(sent.index, Math.floor(now / 1000), took, wrong, lateMs);
      }
    }
    this.#endWhenDone();
  }

  #endWhenDone(): void {
    if (this.#next === undefined && this.#inFlight === 0) this.#over.abort();
  }

  #interrupt(): void {
    this.#next = undefined;
    for (const pool of this.#pools) pool.close('interrupted');
    this.#endWhenDone();
  }

  async #sweeping(): Promise<void> {
    const { clock } = this.#options;
    while (!this.#over.signal.aborted) {
      await clock.sleep(sweepMs, this.#over.signal);
      const now = clock.monotonicMs();
      for (const pool of this.#pools) pool.checkDeadlines(now);
      // A waking that came too early for its arrival must not be the last one.
      this.#send();
    }
  }

  async #telling(): Promise<void> {
    const { clock, onProgress } = this.#options;
    while (!this.#over.signal.aborted) {
      await clock.sleep(progressMs, this.#over.signal);
      const elapsedMs = this.#elapsed();
      this.#tally.at(Math.floor(elapsedMs / 1000));
      const { all, seconds } = this.#tally;
      onProgress?.({ elapsedMs, all, seconds, inFlight: this.#inFlight });
    }
  }

  /** The last arrival is due before the last stage is over. */
  async #lasting(): Promise<void> {
    const { clock, signal } = this.#options;
    const left = this.#setting.stages.reduce((sum, { durationMs }) => sum + durationMs, 0) - this.#elapsed();
    if (!signal.aborted) await clock.sleep(left, signal);
  }

  #measured(at: string): LoadMeasured {
    const elapsed = this.#elapsed();
    this.#tally.at(Math.floor(elapsed / 1000) + 1);
    const { all, targets, seconds } = this.#tally;
    const lasted = this.#setting.stages.reduce((sum, { durationMs }) => sum + durationMs, 0);
    const interrupted = this.#options.signal.aborted;
    const end = interrupted ? elapsed : Math.max(lasted, this.#lastAnswerMs);
    const countedMs = Math.max(1, end - this.#setting.warmUpMs);
    return { at, countedMs, ...this.#counted, all, targets, seconds, interrupted };
  }
}

/** Targets of one origin share its connections. */
function poolsOf(origins: readonly Origin[], limit: number): readonly Pool[] {
  const pools = new Map<string, Pool>();
  return origins.map((origin) => {
    const key = JSON.stringify(origin);
    const pool = pools.get(key) ?? new Pool(origin, limit);
    pools.set(key, pool);
    return pool;
  });
}

function statusProblem(answer: Answered | undefined, { status }: LoadTarget): string | undefined {
  if (answer === undefined) return 'no answer';
  const good = status === undefined ? answer.status >= 200 && answer.status < 400 : answer.status === status;
  return good ? undefined : `status ${answer.status}`;
}
