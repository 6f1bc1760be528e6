// What instances use while a run goes on: each is followed from its start to its stop by the engine's own samples.
import type { Clock } from '../base/clock.ts';
import type { Engine } from '../engines/engine.ts';
import type { ProgressEvent } from './progress.ts';
import { type Counted, type RecordedUsage, UsageCourse } from './usage-course.ts';

export interface UsageRecorder {
  /** Follows what a step has started, and lets go of what one has ended. */
  heard(event: ProgressEvent): void;
  stop(): RecordedUsage;
}

/** A first answer may come before the instance can be asked. */
const againMs = 1000;
/** An engine that tells nothing of any of hundreds of instances is asked less and less. */
const mostAgainMs = 8000;

/** Never rejects: what an engine does not tell was not measured. */
export function recordUsage(engine: Pick<Engine, 'observe' | 'stats'>, clock: Clock): UsageRecorder {
  const begunMs = clock.monotonicMs();
  const over = new AbortController();
  const followed = new Map<string, AbortController>();
  const course = new UsageCourse();
  const elapsed = () => clock.monotonicMs() - begunMs;
  let isTold = false;

  async function follow(service: string, instance: string, isNew: boolean): Promise<void> {
    if (over.signal.aborted || followed.has(instance)) return;
    const own = new AbortController();
    followed.set(instance, own);
    const signal = AbortSignal.any([own.signal, over.signal]);
    // What is new has used nothing before; what ran already has, and is no part of this run.
    let before: Counted | undefined = isNew ? { atMs: elapsed(), cpuSeconds: 0 } : undefined;
    let waitMs = againMs;
    while (!signal.aborted) {
      try {
        for await (const sample of engine.stats(instance, signal)) {
          if (signal.aborted) return;
          isTold = true;
          const atMs = elapsed();
          course.add({ service, instance, atMs }, sample, before);
          before = sample.cpuSeconds === undefined ? before : { atMs, cpuSeconds: sample.cpuSeconds };
        }
        if (signal.aborted) return;
        // It has ended by itself, as a job does; one that is started again is counted from 0.
        course.end(instance, elapsed());
        if (before !== undefined) before = { atMs: elapsed(), cpuSeconds: 0 };
      } catch {
        // Not there yet, or the engine is away: asked again.
      }
      await clock.sleep(isTold ? againMs : waitMs, signal);
      waitMs = Math.min(waitMs * 2, mostAgainMs);
    }
  }

  async function followKept(): Promise<void> {
    const there = await engine.observe(over.signal);
    for (const { service, instance, state } of there)
      if (state !== 'exited') void follow(service, instance, false);
  }

  followKept().catch(() => undefined);
  return {
    heard(event) {
      if (event.type !== 'step-done') return;
      const { action } = event.step;
      if (action.kind === 'start') void follow(action.service, action.instance, true);
      if (action.kind !== 'stop' && action.kind !== 'remove') return;
      followed.get(action.instance)?.abort();
      followed.delete(action.instance);
      course.end(action.instance, elapsed());
    },
    stop() {
      over.abort();
      return course.recorded(elapsed());
    },
  };
}
