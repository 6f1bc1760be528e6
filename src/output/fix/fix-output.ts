// What `fix` tells: the repair, what was done with it, and which findings are left for a person and why.
import { type Finding, fixOf } from '../../model/finding.ts';
import type { Repair } from '../../review/repair.ts';

/** Why a finding is still there. */
export type OpenReason =
  /** No fix is determined by what is in the repository. */
  | 'no-fix'
  /** Its fix changes what runs, which was not asked for. */
  | 'unsafe'
  /** Its fix did not hold what it says. */
  | 'left-out'
  /** Flags or the person on the terminal left it out. */
  | 'not-chosen'
  /** The limit of rounds was met. */
  | 'unfinished';

export interface OpenFinding {
  readonly finding: Finding;
  readonly reason: OpenReason;
  /** What to do about it. */
  readonly advice: string;
}

export interface FixOutput {
  readonly repair: Repair;
  readonly open: readonly OpenFinding[];
  /** Fixes that `--unsafe` would add, at least. */
  readonly unsafe: number;
  readonly mode: 'diff' | 'check' | 'write';
  /** The path as the user gave it. */
  readonly root: string;
  /** The project's root seen from where the command runs; empty when it is the same. */
  readonly folder: string;
  readonly version: string;
}

/** How many fixes concern a file. */
export function fixesIn({ fixed }: Repair, file: string): number {
  return fixed.filter(({ finding }) => fixOf(finding)?.edits.some((edit) => edit.span.file === file)).length;
}
