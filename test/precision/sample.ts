// A sample of the grave findings: each rule that fires, few of one rule and of one repository, the same for one seed.
import { createHash } from 'node:crypto';
import type { JsonFinding, Reviewed } from './reviewed.ts';

export interface Sampled {
  readonly repository: string;
  readonly commit: string;
  readonly finding: JsonFinding;
}

export interface SampleLimits {
  readonly perRule: number;
  readonly perRepository: number;
}

export function graveOf(all: readonly Reviewed[]): readonly Sampled[] {
  return all.flatMap(({ repository, commit, findings }) =>
    findings
      .filter(({ severity }) => severity === 'critical' || severity === 'high')
      .map((finding) => ({ repository, commit, finding })),
  );
}

/** Goes round the rules, taking one of each, so that no repository's many findings keep a rule out. */
export function sampleOf(all: readonly Sampled[], seed: string, limits: SampleLimits): readonly Sampled[] {
  const waiting = [...byRule(all).entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, findings]) => shuffled(findings, seed));
  const taken = new Map<string, number>();
  const sample: Sampled[] = [];
  for (let round = 0; round < limits.perRule; round++) {
    for (const queue of waiting) {
      // Every rule that fires is judged, whatever the repository.
      const limit = round === 0 ? Number.POSITIVE_INFINITY : limits.perRepository;
      const index = queue.findIndex(({ repository }) => (taken.get(repository) ?? 0) < limit);
      const [next] = index < 0 ? [] : queue.splice(index, 1);
      if (next === undefined) continue;
      taken.set(next.repository, (taken.get(next.repository) ?? 0) + 1);
      sample.push(next);
    }
  }
  return sample.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

export function keyOf({ repository, commit, finding }: Sampled): string {
  return [repository, commit, finding.rule, finding.file, finding.line].join('\t');
}

function byRule(all: readonly Sampled[]): ReadonlyMap<string, readonly Sampled[]> {
  const groups = new Map<string, Sampled[]>();
  for (const sampled of all) {
    const group = groups.get(sampled.finding.rule);
    if (group === undefined) groups.set(sampled.finding.rule, [sampled]);
    else group.push(sampled);
  }
  return groups;
}

/** By a hash of each, so that a finding that comes or goes leaves the order of the others alone. */
function shuffled(findings: readonly Sampled[], seed: string): Sampled[] {
  const hash = (sampled: Sampled) =>
    createHash('sha256')
      .update(`${seed}\n${keyOf(sampled)}\n${sampled.finding.message}`)
      .digest('hex');
  return findings
    .map((sampled) => ({ sampled, order: hash(sampled) }))
    .sort((a, b) => (a.order < b.order ? -1 : 1))
    .map(({ sampled }) => sampled);
}
