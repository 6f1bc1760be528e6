// A review as plain JSON, and back: all that outputs look at.
import { isAbsolute, join } from 'node:path';
import type { Artifact, Skipped } from '../model/artifact.ts';
import { type Finding, fixOf, type Risk } from '../model/finding.ts';
import { readTextFile } from '../read/text-file.ts';
import type { ReviewResult, ReviewSummary, RuleMetadata } from '../review/result.ts';

type Kept = Omit<Finding, 'fix' | 'waived' | 'aliases'> &
  Partial<Pick<Finding, 'fix' | 'waived' | 'aliases'>>;

/** Everything but the findings. */
interface Head {
  readonly artifacts: readonly (Omit<Artifact, 'why'> & Partial<Pick<Artifact, 'why'>>)[];
  readonly skipped: readonly Skipped[];
  /** Files whose text is shown; it is read again, so that nothing of theirs lies in the cache. */
  readonly texts: readonly string[];
  readonly rules: readonly (readonly [string, RuleMetadata])[];
  readonly risk: Risk;
  readonly summary: ReviewSummary;
  readonly refused: boolean;
  readonly gone: number;
}

/** Findings a line: as one text a large review would take as much memory again. */
const lineLength = 1000;

/** Lines of JSON: the head, then the findings. */
export function* packed(result: ReviewResult): Generator<string> {
  const { findings, artifacts, skipped, texts, rules, risk, summary, refused, gone } = result;
  const shown = new Set(
    findings.flatMap(({ at, related, waived }) => [
      at.file,
      ...related.map((label) => label.at.file),
      ...(waived === undefined ? [] : [waived.at.file]),
    ]),
  );
  const head: Head = {
    artifacts,
    skipped,
    texts: [...texts.keys()].filter((file) => shown.has(file)),
    rules: [...rules].map(([name, rule]) => [name, metadataOf(rule)] as const),
    risk,
    summary,
    refused,
    gone,
  };
  yield JSON.stringify(head);
  for (let at = 0; at < findings.length; at += lineLength) {
    yield JSON.stringify(findings.slice(at, at + lineLength).map((finding) => keptOf(finding, rules)));
  }
}

/** Aliases are nearly always those of the rule, which stand in the head. */
function keptOf(finding: Finding, rules: ReviewResult['rules']): Kept {
  const { aliases, ...rest } = finding;
  const own = aliases === rules.get(finding.rule)?.aliases ? {} : { aliases };
  return { ...rest, ...own, fix: fixOf(finding) };
}

/** Without its examples; the check is a function, which JSON leaves out. */
function metadataOf(rule: RuleMetadata): RuleMetadata {
  return { ...rule, examples: [] };
}

export function unpacked(lines: readonly string[], root: string): ReviewResult {
  const [first = '', ...others] = lines;
  const head: Head = JSON.parse(first);
  const rules = new Map(head.rules);
  const findings = others.flatMap((line) => {
    const kept: readonly Kept[] = JSON.parse(line);
    return kept.map((one): Finding => {
      const { fix, waived, ...rest } = one;
      return { ...rest, aliases: one.aliases ?? rules.get(one.rule)?.aliases ?? [], fix, waived };
    });
  });
  return {
    ...head,
    findings,
    artifacts: head.artifacts.map(({ why, ...rest }) => ({ ...rest, why })),
    texts: new Map(head.texts.map((file) => [file, { file, text: textOf(root, file) }])),
    rules,
    failures: [],
  };
}

function textOf(root: string, file: string): string {
  const found = readTextFile(isAbsolute(file) ? file : join(root, file), file);
  return found.kind === 'absent' ? '' : found.text;
}
