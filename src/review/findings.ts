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
    aliases: rule.aliases,
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

/** One fact met in several stacks (the base and its overlays) is one finding: the gravest. */
export function withoutRepeats(findings: readonly Finding[]): readonly Finding[] {
  // By file and offset first: one key of it all, message and file joined, would be most of what this costs.
  const files = new Map<string, Map<number, Map<string, Finding[][]>>>();
  const groups: Finding[][] = [];
  for (const finding of findings) {
    const { message } = finding;
    const { file, start } = finding.at;
    const places = files.get(file) ?? new Map<number, Map<string, Finding[][]>>();
    if (places.size === 0) files.set(file, places);
    const said = places.get(start) ?? new Map<string, Finding[][]>();
    if (said.size === 0) places.set(start, said);
    const here = said.get(message) ?? [];
    if (here.length === 0) said.set(message, here);
    const group = here.find(([first]) => first !== undefined && isRepeat(first, finding));
    if (group !== undefined) {
      group.push(finding);
      continue;
    }
    const fresh = [finding];
    here.push(fresh);
    groups.push(fresh);
  }
  return groups.flatMap((group) => (group.length === 1 ? group : asOne(group)));
}

/** Of two findings that begin at one place and say the same. */
function isRepeat(one: Finding, other: Finding): boolean {
  return one.rule === other.rule && one.at.end === other.at.end;
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

/** By file, line and rule; then column and message, so that the order never depends on the walk. */
export function sortFindings(findings: readonly Finding[], positions: Positions): readonly Finding[] {
  return findings
    .map((finding) => ({ finding, at: positions.start(finding.at) }))
    .sort(
      (a, b) =>
        compare(a.finding.at.file, b.finding.at.file) ||
        a.at.line - b.at.line ||
        compare(a.finding.rule, b.finding.rule) ||
        a.at.column - b.at.column ||
        compare(a.finding.message, b.finding.message),
    )
    .map(({ finding }) => finding);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Hashes of file, object and rule, and the ordinal among equals: edits above a finding do not change it. */
export function withFingerprints(sorted: readonly Finding[]): readonly Finding[] {
  const seen = new Map<string, number>();
  return sorted.map((finding) => {
    const key = `${finding.at.file}\n${finding.object}\n${finding.rule}`;
    const ordinal = seen.get(key) ?? 0;
    seen.set(key, ordinal + 1);
    return { ...finding, fingerprint: fingerprintOf(`${key}\n${ordinal}`) };
  });
}
