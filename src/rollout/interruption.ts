// A run whose deployer is gone: what stands in the way of a new one, and what can be gone on with.
import { SeaworthyError } from '../base/errors.ts';
import type { StateStore } from '../journal/store.ts';
import { type InterruptedRun, interruptedRun, type KnownRun, lastRun } from './history.ts';

/** @throws SeaworthyError NOTHING_TO_RESUME */
export function requireInterrupted(store: StateStore): InterruptedRun {
  const known = interruptedRun(store);
  if (known !== undefined) return known;
  const last = lastRun(store);
  const ended =
    last?.state?.ended === undefined
      ? ''
      : `; the last one, ${last.entry.run}, ended: ${last.state.ended.message}`;
  throw new SeaworthyError('NOTHING_TO_RESUME', `there is no interrupted run${ended}`, {
    hint: 'seaworthy up begins a new one.',
  });
}

/** @throws SeaworthyError RUN_INTERRUPTED */
export function refuseInterrupted(store: StateStore): void {
  const known = interruptedRun(store);
  if (known === undefined) return;
  throw new SeaworthyError('RUN_INTERRUPTED', describeInterrupted(known), {
    hint: 'seaworthy resume | seaworthy rollback',
  });
}

/** `run r14-2 interrupted at step 17/41 (replace api …), deployer gone since 02:11:09`. */
export function describeInterrupted({ entry, state }: KnownRun): string {
  if (state === undefined) return `run ${entry.run} left nothing behind`;
  const steps = [...state.steps];
  const done = steps.filter(([, outcome]) => outcome === 'done').length;
  const open = steps.find(([, outcome]) => outcome === 'intent')?.[0] ?? steps.at(-1)?.[0] ?? 'its beginning';
  const what = state.rollingBack === undefined ? '' : ' while rolling back';
  return `run ${entry.run} interrupted${what} at step ${Math.min(done + 1, state.totalSteps)}/${state.totalSteps} (${open}), deployer pid ${state.pid} gone since ${state.lastAt.slice(11, 19)}Z`;
}
