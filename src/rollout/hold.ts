// One deployer at a time: waiting for the stack's lock, and what the loser is told.
import type { Clock } from '../base/clock.ts';
import { SeaworthyError } from '../base/errors.ts';
import { formatDuration } from '../base/units.ts';
import type { HeldBy, Lock } from '../journal/lock.ts';
import type { Emit } from './progress.ts';

export interface LockWait {
  readonly clock: Clock;
  readonly emit: Emit;
  readonly stop: AbortSignal;
  /** How long to wait for another deployer; 0: not at all. */
  readonly waitLockMs: number;
}

const lockPollMs = 200;

/** @throws SeaworthyError LOCKED when it is still held after the time to wait, or when told to stop meanwhile. */
export async function waitForLock(
  { clock, emit, stop, waitLockMs }: LockWait,
  acquire: () => Promise<Lock | HeldBy>,
): Promise<Lock> {
  const until = clock.monotonicMs() + waitLockMs;
  for (let looks = 0; ; looks++) {
    const lock = await acquire();
    if (!('heldBy' in lock)) return lock;
    const refusal = lockedBy(lock, clock);
    const leftMs = until - clock.monotonicMs();
    if (leftMs <= 0 || stop.aborted) throw refusal;
    if (looks === 0)
      emit({ type: 'warning', message: `${refusal.message}; waiting up to ${formatDuration(waitLockMs)}` });
    await clock.sleep(Math.min(lockPollMs, leftMs), stop);
  }
}

export function lockedBy({ heldBy, answers }: HeldBy, clock: Clock): SeaworthyError {
  const age =
    heldBy.since === '' ? '' : ` for ${formatDuration(clock.now().getTime() - Date.parse(heldBy.since))}`;
  const run = heldBy.run === undefined ? '' : `, run ${heldBy.run}`;
  const step = heldBy.step === undefined ? '' : `, at step ${heldBy.step}`;
  const silent = answers ? '' : '; it does not answer';
  return new SeaworthyError(
    'LOCKED',
    `pid ${heldBy.pid} (${heldBy.command}) holds the stack${age}${run}${step}${silent}`,
    {
      hint: 'Wait for it (--wait-lock 5m), or stop it with seaworthy cancel.',
    },
  );
}

export function overtaken(run: string): SeaworthyError {
  return new SeaworthyError(
    'LOCKED',
    `another deployer has taken over while this one was stopped, in run ${run}`,
    {
      hint: 'seaworthy status shows what it did; this one does nothing more.',
    },
  );
}
