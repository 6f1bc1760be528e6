// What a review hands to the outputs and to the command line.
import type { Artifact, Skipped, SourceText } from '../model/artifact.ts';
import type { Finding, Risk, Severity } from '../model/finding.ts';
import type { AnyRule } from '../rules/rule.ts';

/** A rule without its check: what documentation, waivers and outputs know of it. */
export type RuleMetadata = Omit<AnyRule, 'on' | 'check'>;

/** A rule that threw: ours to mend. Its findings are missing, so the review is not whole. */
export interface RuleFailure {
  readonly rule: string;
  /** The object it was looking at: `service api`. */
  readonly object: string;
  readonly message: string;
}

export interface ReviewSummary extends Readonly<Record<Severity, number>> {
  readonly waived: number;
  readonly files: number;
  /** Files that were not understood, or only partly. */
  readonly unknown: number;
}

/** Against an earlier state: open findings that came, that went, and that were there before. */
export interface Comparison {
  readonly come: number;
  readonly gone: number;
  readonly same: number;
}

export interface ReviewResult {
  /** Sorted by file, line, rule; waived ones are among them. */
  readonly findings: readonly Finding[];
  readonly artifacts: readonly Artifact[];
  readonly skipped: readonly Skipped[];
  readonly texts: ReadonlyMap<string, SourceText>;
  /** Rules that ran, by name. */
  readonly rules: ReadonlyMap<string, RuleMetadata>;
  readonly risk: Risk;
  readonly summary: ReviewSummary;
  readonly failures: readonly RuleFailure[];
  /** True when an unwaived finding reaches the limit, or something was not understood and that counts. */
  readonly refused: boolean;
  /** Findings of the baseline that are no longer there. */
  readonly gone: number;
  /** Where it was compared; the findings are then those that came. */
  readonly since?: Comparison;
}
