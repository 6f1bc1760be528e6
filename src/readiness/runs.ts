// What the journals say of the release that serves: which gates were passed, how long it took, what was undone.
import type { JournalRecord, RunState } from '../model/record.ts';

export interface RehearsedRun {
  readonly run: string;
  readonly path: string;
  readonly state: RunState;
  readonly records: readonly JournalRecord[];
}

/** The newest run that rolled this release out to its end. */
export function runOf(release: string | undefined, runs: readonly RehearsedRun[]): RehearsedRun | undefined {
  return runs
    .filter(
      ({ state }) => state.release === release && state.kind !== 'down' && state.ended?.outcome === 'done',
    )
    .at(-1);
}

/** Time from the first to the last record, ms. */
export function lastedMs({ state }: RehearsedRun): number {
  return Date.parse(state.lastAt) - Date.parse(state.begunAt);
}

/** The longest step of a kind: `start`, `gate`. */
export function longestStep(
  run: RehearsedRun,
  kind: string,
): { readonly step: string; readonly ms: number } | undefined {
  let longest: { step: string; ms: number } | undefined;
  for (const record of run.records) {
    if (record.event !== 'done' || !record.step.includes(`/${kind}/`)) continue;
    if (longest === undefined || record.ms > longest.ms) longest = { step: record.step, ms: record.ms };
  }
  return longest;
}
