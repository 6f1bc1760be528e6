// A review as plain JSON, and back: all that outputs look at.
import { isAbsolute, join } from 'node:path';
import type { Artifact, Skipped } from '../model/artifact.ts';
import type { Finding, Risk } from '../model/finding.ts';
import { readTextFile } from '../read/text-file.ts';
import type { ReviewResult, ReviewSummary, RuleMetadata } from '../review/result.ts';

interface Packed {
  readonly findings: readonly (Omit<Finding, 'fix' | 'waived'> & Partial<Pick<Finding, 'fix' | 'waived'>>)[];
  readonly artifacts: readonly (Omit<Artifact, 'why'> & Partial<Pick<Artifact, 'why'>>)[];
  readonly skipped: readonly Skipped[];
  /** Files whose text is shown; it is read again, so that nothing of theirs lies in the cache. */
  readonly texts: readonly string[];
  readonly rules: readonly (readonly [string, RuleMetadata])[];
  readonly risk: Risk;
  readonly summary: ReviewSummary;
  readonly refused: boolean;
}

export function packed(result: ReviewResult): Packed {
  const { findings, artifacts, skipped, texts, rules, risk, summary, refused } = result;
  const shown = new Set(
    findings.flatMap(({ at, related, waived }) => [
      at.file,
      ...related.map((label) => label.at.file),
      ...(waived === undefined ? [] : [waived.at.file]),
    ]),
  );
  return {
    findings,
    artifacts,
    skipped,
    texts: [...texts.keys()].filter((file) => shown.has(file)),
    rules: [...rules].map(([name, rule]) => [name, metadataOf(rule)] as const),
    risk,
    summary,
    refused,
  };
}

/** Without its examples; the check is a function, which JSON leaves out. */
function metadataOf(rule: RuleMetadata): RuleMetadata {
  return { ...rule, examples: [] };
}

export function unpacked(one: Packed, root: string): ReviewResult {
  return {
    ...one,
    findings: one.findings.map(({ fix, waived, ...rest }) => ({ ...rest, fix, waived })),
    artifacts: one.artifacts.map(({ why, ...rest }) => ({ ...rest, why })),
    texts: new Map(one.texts.map((file) => [file, { file, text: textOf(root, file) }])),
    rules: new Map(one.rules),
    failures: [],
  };
}

function textOf(root: string, file: string): string {
  const found = readTextFile(isAbsolute(file) ? file : join(root, file), file);
  return found.kind === 'absent' ? '' : found.text;
}
