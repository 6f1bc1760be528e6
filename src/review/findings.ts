// Problems become findings: one a fact, in a stable order, each with a fingerprint.
import type { Edit } from '../base/edit.ts';
import { fingerprintOf } from '../base/fingerprint.ts';
import type { Span } from '../base/span.ts';
import { type Finding, type Fix, fixOf, type Problem, type Severity, severities } from '../model/finding.ts';
import { ruleName } from '../rules/rule.ts';
import { severityIn } from './environment.ts';
import type { Positions } from './positions.ts';
import type { RuleMetadata } from './result.ts';

/** Everything of a finding that its rule and its place say. */
export function findingOf(
  rule: RuleMetadata,
  problem: Problem,
  object: string | undefined,
  severity: Severity | undefined,
  from?: string,
): Finding {
  const own = problem.severity ?? rule.severity;
  const finding: Finding = {
    rule: ruleName(rule),
    aliases: problem.aliases ?? rule.aliases,
    // A severity set by the user is the last word; else the place knows better than the rule.
    severity: severity ?? (rule.everywhere === true ? own : severityIn(problem.at.file, own, from)),
    confidence: problem.confidence ?? rule.confidence ?? 'certain',
    at: problem.at,
    object: problem.object ?? object ?? problem.at.file,
    message: problem.message,
    related: problem.related ?? [],
    // Rules write YAML, and JSON is less than that.
    fix: problem.at.file.endsWith('.json') ? undefined : problem.fix,
    waived: undefined,
    fingerprint: '',
  };
  return problem.advice === undefined ? finding : { ...finding, advice: problem.advice };
}

/** One fact met in several stacks (the base and its overlays) is one finding: the gravest. Of those that are sorted. */
export function withoutRepeats(sorted: readonly Finding[]): readonly Finding[] {
  const kept: Finding[] = [];
  for (let at = 0; at < sorted.length; ) {
    const [first, end] = [sorted[at], endOfRepeats(sorted, at)];
    if (end > at + 1) kept.push(...asOne(sorted.slice(at, end)));
    else if (first !== undefined) kept.push(first);
    at = end;
  }
  return kept;
}

function endOfRepeats(sorted: readonly Finding[], from: number): number {
  const first = sorted[from];
  let end = from + 1;
  for (let other = sorted[end]; isRepeat(first, other); other = sorted[end]) end += 1;
  return end;
}

function isRepeat(one: Finding | undefined, other: Finding | undefined): boolean {
  if (one === undefined || other === undefined) return false;
  const [a, b] = [one.at, other.at];
  const isSamePlace = a.start === b.start && a.end === b.end && a.file === b.file;
  return isSamePlace && one.rule === other.rule && one.message === other.message;
}

function asOne(repeats: readonly Finding[]): readonly Finding[] {
  const [gravest, ...others] = repeats.toSorted((a, b) => rank(a) - rank(b));
  if (gravest === undefined) return [];
  if (others.length === 0 || repeats.every(({ fix }) => fix === undefined)) return [gravest];
  return [{ ...gravest, fix: () => inAllStacks([gravest, ...others]) }];
}

/**
 * Stacks that share a text may need another place changed each, as where one of them adds a file of its own to it. A
 * fix that would change a place otherwise than one before it is left out.
 */
function inAllStacks(repeats: readonly Finding[]): Fix | undefined {
  const fixes = repeats.flatMap((finding) => fixOf(finding) ?? []);
  const [first] = fixes;
  if (first === undefined) return undefined;
  const edits: Edit[] = [];
  let kind = first.kind;
  for (const fix of fixes) {
    const fresh = fix.edits.filter((edit) => !edits.some((other) => isSame(edit, other)));
    if (fresh.some((edit) => edits.some((other) => meets(edit.span, other.span)))) continue;
    edits.push(...fresh);
    if (fix.kind === 'review') kind = 'review';
  }
  return { ...first, kind, edits };
}

function isSame(a: Edit, b: Edit): boolean {
  return (
    a.text === b.text &&
    a.span.file === b.span.file &&
    a.span.start === b.span.start &&
    a.span.end === b.span.end
  );
}

function meets(a: Span, b: Span): boolean {
  return a.file === b.file && a.start <= b.end && b.start <= a.end;
}

function rank(finding: Finding): number {
  return severities.indexOf(finding.severity);
}

/** By file, line and rule; then place and message, so that the order never depends on the walk. Repeats are neighbours. */
export function sortFindings(findings: readonly Finding[], positions: Positions): readonly Finding[] {
  return findings
    .map((finding) => ({ finding, line: positions.start(finding.at).line }))
    .sort(
      (a, b) =>
        compare(a.finding.at.file, b.finding.at.file) ||
        a.line - b.line ||
        compare(a.finding.rule, b.finding.rule) ||
        a.finding.at.start - b.finding.at.start ||
        compare(a.finding.message, b.finding.message) ||
        a.finding.at.end - b.finding.at.end,
    )
    .map(({ finding }) => finding);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

type Draft = { -readonly [Key in keyof Finding]: Finding[Key] };

/**
 * Hashes of file, object and rule, and the ordinal among equals: edits above a finding do not change it. Written into the
 * findings, of which there may be tens of thousands and which nobody else has seen.
 */
export function fingerprint(sorted: readonly Draft[]): readonly Finding[] {
  const seen = new Map<string, number>();
  let file = '';
  for (const finding of sorted) {
    if (finding.at.file !== file) seen.clear();
    file = finding.at.file;
    const key = `${file}\n${finding.object}\n${finding.rule}`;
    const ordinal = seen.get(key) ?? 0;
    seen.set(key, ordinal + 1);
    finding.fingerprint = fingerprintOf(`${key}\n${ordinal}`);
  }
  return sorted;
}
