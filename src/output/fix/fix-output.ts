// What `fix` tells: the repair, what was done with it, and which findings are left for a person and why.
import { shellWord } from '../../base/text.ts';
import { type Finding, fixOf } from '../../model/finding.ts';
import type { Repair } from '../../review/repair.ts';
import { pathFrom } from '../review/format.ts';

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

export interface NextCommand {
  /** `seaworthy generate secrets -f deploy/compose.yaml`. */
  readonly command: string;
  /** Rules of which findings are left that it mends, sorted. */
  readonly rules: readonly string[];
}

/** What is to be run for findings that no edit of a text can mend, in the order of the findings. */
export function nextCommands({ open, repair, folder }: FixOutput): readonly NextCommand[] {
  const folders = new Set(
    repair.after.artifacts.flatMap(({ kind, file }) => (kind === 'compose' ? [folderOf(file)] : [])),
  );
  const commands = new Map<string, Set<string>>();
  for (const { finding, reason } of open) {
    const kind = repair.after.rules.get(finding.rule)?.generate;
    if (kind === undefined || reason !== 'no-fix') continue;
    // Where several projects lie in the repository, it has to be told which one is meant.
    const which = folders.size > 1 ? ` -f ${shellWord(pathFrom(folder, finding.at.file))}` : '';
    const command = `seaworthy generate ${kind}${which}`;
    commands.set(command, (commands.get(command) ?? new Set()).add(finding.rule));
  }
  return [...commands].map(([command, rules]) => ({ command, rules: [...rules].sort() }));
}

function folderOf(file: string): string {
  return file.slice(0, file.lastIndexOf('/') + 1);
}

/** How many fixes concern a file. */
export function fixesIn({ fixed }: Repair, file: string): number {
  return fixed.filter(({ finding }) => fixOf(finding)?.edits.some((edit) => edit.span.file === file)).length;
}
