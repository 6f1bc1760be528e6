// Runs steps as soon as what they wait for is done: a rollout takes no longer than its critical path.
import { setMaxListeners } from 'node:events';
import { BugError } from '../base/errors.ts';
import type { Step } from '../model/plan.ts';

export interface ScheduleOptions {
  readonly steps: readonly Step[];
  /** Effects (not waits) under way at once, at most. */
  readonly parallel: number;
  /** Carries one step out. `signal` aborts when the schedule winds down: a wait should end, an effect should finish. */
  readonly act: (step: Step, signal: AbortSignal) => Promise<void>;
  /** No new steps after this aborts. */
  readonly stop: AbortSignal;
}

export type ScheduleOutcome =
  | { readonly kind: 'finished' }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'failed'; readonly step: Step; readonly error: unknown };

/** Waits take no slot: a gate costs a timer, not a processor. */
function isWait(step: Step): boolean {
  return step.action.kind === 'gate' || step.action.kind === 'soak' || step.action.kind === 'drain';
}

/** After a failure or a stop nothing new is begun, waits are ended, and effects under way are finished. */
export async function runSteps(options: ScheduleOptions): Promise<ScheduleOutcome> {
  const windDown = new AbortController();
  // All waits of a phase listen to it: no leak.
  setMaxListeners(0, windDown.signal);
  const end = () => windDown.abort();
  options.stop.addEventListener('abort', end, { once: true });
  if (options.stop.aborted) end();
  try {
    return await drive(options, windDown);
  } finally {
    options.stop.removeEventListener('abort', end);
  }
}

function drive(options: ScheduleOptions, windDown: AbortController): Promise<ScheduleOutcome> {
  const waiting = new Map(options.steps.map((step) => [step.id, new Set(step.after)]));
  const known = new Set(waiting.keys());
  for (const needs of waiting.values()) for (const id of needs) if (!known.has(id)) needs.delete(id);
  const dependents = dependentsOf(options.steps);
  const ready = options.steps.filter((step) => waiting.get(step.id)?.size === 0);
  const byId = new Map(options.steps.map((step) => [step.id, step]));
  let running = 0;
  let effects = 0;
  let finished = 0;
  let failure: { step: Step; error: unknown } | undefined;

  return new Promise((resolve, reject) => {
    const settle = (): void => {
      if (failure !== undefined) resolve({ kind: 'failed', ...failure });
      else if (finished === options.steps.length) resolve({ kind: 'finished' });
      else if (windDown.signal.aborted) resolve({ kind: 'stopped' });
      else reject(new BugError(`steps wait for each other: ${[...waiting.keys()].join(', ')}`));
    };
    const pump = (): void => {
      while (!windDown.signal.aborted && ready.length > 0) {
        const index = ready.findIndex((step) => isWait(step) || effects < options.parallel);
        const [step] = index === -1 ? [] : ready.splice(index, 1);
        if (step === undefined) break;
        begin(step);
      }
      if (running === 0) settle();
    };
    const begin = (step: Step): void => {
      const slot = isWait(step) ? 0 : 1;
      running += 1;
      effects += slot;
      options.act(step, windDown.signal).then(
        () => {
          finished += 1;
          waiting.delete(step.id);
          for (const id of dependents.get(step.id) ?? []) {
            const needs = waiting.get(id);
            needs?.delete(step.id);
            const next = byId.get(id);
            if (needs?.size === 0 && next !== undefined) ready.push(next);
          }
          over(slot);
        },
        (error: unknown) => {
          // Waits that end because of the wind-down are no failures of their own.
          if (!windDown.signal.aborted) failure = { step, error };
          windDown.abort();
          over(slot);
        },
      );
    };
    const over = (slot: number): void => {
      running -= 1;
      effects -= slot;
      pump();
    };
    pump();
  });
}

function dependentsOf(steps: readonly Step[]): ReadonlyMap<string, readonly string[]> {
  const dependents = new Map<string, string[]>();
  for (const step of steps) {
    for (const id of new Set(step.after)) {
      const list = dependents.get(id);
      if (list === undefined) dependents.set(id, [step.id]);
      else list.push(step.id);
    }
  }
  return dependents;
}
