// One fact is told once: findings that say the same become one, with all its places.
import { dirname } from 'node:path/posix';
import { count } from '../base/text.ts';
import type { Finding, Related } from '../model/finding.ts';
import type { ReviewResult, RuleMetadata } from './result.ts';
import { riskOf } from './risk.ts';
import { countsOf } from './with-rules.ts';

/**
 * Joins findings of one rule and severity that have the same message, in whatever files, and for rules that speak of
 * a whole file or folder those of one. The first keeps its place and fingerprint; the others become related places.
 */
export function grouped(result: ReviewResult): ReviewResult {
  const findings = groupsOf(result.findings, result.rules).map(told);
  return {
    ...result,
    findings,
    risk: riskOf(findings),
    summary: { ...result.summary, ...countsOf(findings) },
  };
}

/** In the order of their first findings. */
function groupsOf(
  findings: readonly Finding[],
  rules: ReadonlyMap<string, RuleMetadata>,
): readonly (readonly Finding[])[] {
  // Of each finding the one that it is told with: an earlier one, or itself.
  const leaders = findings.map((_, index) => index);
  const leaderOf = (index: number): number => {
    let at = index;
    for (let leader = leaders[at] ?? at; leader !== at; leader = leaders[at] ?? at) at = leader;
    // The next look is one step.
    leaders[index] = at;
    return at;
  };
  const join = (known: Map<string, number>, key: string, index: number) => {
    const a = leaderOf(known.get(key) ?? index);
    const b = leaderOf(index);
    leaders[Math.max(a, b)] = Math.min(a, b);
    known.set(key, Math.min(a, b));
  };
  const kinds = new Map<string, Kind>();
  findings.forEach((finding, index) => {
    const joins = rules.get(finding.rule)?.joins;
    if (finding.waived !== undefined || joins === 'never') return;
    const name = `${finding.rule} ${finding.severity} ${finding.confidence}`;
    const kind = kinds.get(name) ?? { messages: new Map(), parts: new Map() };
    kinds.set(name, kind);
    join(kind.messages, finding.message, index);
    if (joins !== undefined)
      join(kind.parts, joins === 'file' ? finding.at.file : dirname(finding.at.file), index);
  });
  const groups = new Map<number, Finding[]>();
  findings.forEach((finding, index) => {
    const leader = leaderOf(index);
    const group = groups.get(leader);
    if (group === undefined) groups.set(leader, [finding]);
    else group.push(finding);
  });
  return [...groups.values()];
}

/** The earliest finding of one rule, severity and confidence, by what it is told together by. */
interface Kind {
  readonly messages: Map<string, number>;
  readonly parts: Map<string, number>;
}

function told(group: readonly Finding[]): Finding {
  const [first, ...others] = group;
  if (first === undefined) throw new RangeError('a group has a first finding');
  if (others.length === 0) return first;
  const places = others.map(({ at, message }): Related => ({ at, message }));
  const message = `${first.message} (and ${count(others.length, 'more place')})`;
  return { ...first, message, related: [...first.related, ...places] };
}
