// When an instance that has ended is started again.
import type { Launch } from '../record.ts';

const firstDelayMs = 100;
const longestDelayMs = 10_000;
/** Being up for so long earns a fresh start of the back-off. */
const resetAfterMs = 10_000;

export interface End {
  /** Undefined: nobody saw it end. */
  readonly exitCode: number | undefined;
  readonly stopRequested: boolean;
  readonly restarts: number;
}

export function shouldRestart(
  launch: Pick<Launch, 'restart' | 'maxRestarts' | 'oneShot'>,
  end: End,
): boolean {
  if (end.stopRequested) return false;
  if (launch.oneShot && (end.exitCode === 0 || end.exitCode === undefined)) return false;
  switch (launch.restart) {
    case 'no':
      return false;
    case 'always':
    case 'unless-stopped':
      return true;
    case 'on-failure':
      return end.exitCode !== 0 && end.restarts < (launch.maxRestarts ?? Number.POSITIVE_INFINITY);
  }
}

/** 100 ms, doubling to 10 s; `inRow` counts the starts that did not hold. */
export function restartDelayMs(inRow: number): number {
  return Math.min(longestDelayMs, firstDelayMs * 2 ** Math.min(inRow, 10));
}

export function countInRow(inRow: number, upMs: number): number {
  return upMs >= resetAfterMs ? 0 : inRow + 1;
}
