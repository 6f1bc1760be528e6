// The invariant watcher: looks at what runs of every lane while commands run, and remembers what was not allowed.
import { systemClock } from '../../../src/base/clock.ts';
import type { Plan } from '../../../src/model/plan.ts';
import { ground } from './ground.ts';
import type { Watched } from './invariants.ts';
import type { Lane } from './lane.ts';

const periodMs = 50;

export class Watcher {
  readonly #inspect = ground.inspector();
  readonly #watched = new Map<string, Watched>();
  readonly #stop = new AbortController();
  readonly #loop: Promise<void>;

  constructor() {
    this.#loop = this.#watch();
  }

  add(lane: Lane): void {
    const fresh = { lane, plan: undefined, violations: new Set<string>(), volumes: new Map() };
    this.#watched.set(lane.name, fresh);
  }

  /** From now on the budgets of this plan hold, and earlier violations are forgotten. */
  expect(lane: Lane, plan: Plan): void {
    const watched = this.#watched.get(lane.name);
    if (watched === undefined) return;
    watched.plan = plan;
    watched.violations.clear();
    watched.volumes.clear();
  }

  violations(lane: Lane): readonly string[] {
    return [...(this.#watched.get(lane.name)?.violations ?? [])];
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await this.#loop;
  }

  async #watch(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      await this.#inspect([...this.#watched.values()]);
      await systemClock.sleep(periodMs, this.#stop.signal);
    }
  }
}
