// What is said against a round of fixes, and which of them may be to blame.
import { type Finding, fixOf } from '../model/finding.ts';
import type { FixRound } from './fix.ts';

export interface Complaint {
  /** The end of `it would …`. */
  readonly would: string;
  /** Fixes that may be to blame; never none. */
  readonly suspects: readonly Finding[];
  /** Files in which it shows. */
  readonly about: readonly string[];
  /** True when each of them is. */
  readonly isSure?: boolean;
  /** True when no rule is to blame: the project itself is in the way. */
  readonly isOthers?: boolean;
}

/** Those whose edits are in one of the files; all when none is. */
export function editing({ applied }: FixRound, files: ReadonlySet<string>): readonly Finding[] {
  const found = applied.filter((finding) => fixOf(finding)?.edits.some((edit) => files.has(edit.span.file)));
  return found.length === 0 ? applied : found;
}
