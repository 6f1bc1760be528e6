// Checks that rest on stored evidence: the newest record of this very release, whole, young enough, with its raw data.
import { formatBytes, formatDuration } from '../base/units.ts';
import { releaseName } from '../journal/evidence-chain.ts';
import type { StoredEvidence } from '../model/evidence.ts';
import type { EvidenceLink } from '../model/readiness.ts';
import type { Facts, Judgement } from './check.ts';

export function linkOf(record: StoredEvidence): EvidenceLink {
  const chain = `evidence/${releaseName(record.release)}/records.jsonl`;
  return { text: record.id, path: record.raw ?? chain, sum: record.sum };
}

/** The newest evidence of a name, or why there is none. */
export function measured(name: string, facts: Facts, maxAgeMs = facts.maxAgeMs): Judgement {
  const all = facts.evidence.records.filter((one) => one.name === name);
  const newest = all.filter((one) => one.release === facts.release).at(-1);
  if (newest === undefined) {
    const other = all.at(-1)?.release?.slice(0, 8);
    const detail =
      other === undefined ? `${name} was never measured` : `${name} was measured only on release ${other}`;
    return { outcome: 'unknown', detail, evidence: [] };
  }
  const value = valueText(newest);
  const found = {
    value,
    limit: newest.limit,
    at: newest.at,
    evidence: [linkOf(newest)],
    detail: `${name}: ${value === undefined ? '' : `${value} `}${newest.what}`,
  };
  const doubt = newest.doubt ?? facts.clockProblem ?? ageProblem(newest, facts, maxAgeMs);
  if (doubt !== undefined) return { ...found, outcome: 'unknown', detail: `${name}: ${doubt}` };
  return { ...found, outcome: newest.outcome };
}

function valueText({ value, unit = '' }: StoredEvidence): string | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'number' && unit === 'bytes') return formatBytes(value);
  return `${value}${unit === '' ? '' : ` ${unit}`}`;
}

function ageProblem({ at }: StoredEvidence, { now }: Facts, maxAgeMs: number): string | undefined {
  const ageMs = now.getTime() - Date.parse(at);
  if (ageMs <= maxAgeMs) return undefined;
  return `measured ${formatDuration(ageMs)} ago, limit ${formatDuration(maxAgeMs)}`;
}

/** Several judgements as one: the worst of them speaks, and all evidence is linked. */
export function worstOf(judgements: readonly Judgement[], good: (amount: number) => string): Judgement {
  const order = ['fail', 'unknown', 'pass', 'not-applicable'] as const;
  const worst = order
    .map((word) => judgements.find(({ outcome }) => outcome === word))
    .find((one) => one !== undefined);
  const evidence = judgements.flatMap((one) => one.evidence);
  if (worst === undefined) return { outcome: 'unknown', detail: 'nothing was measured', evidence };
  const oldest = judgements.flatMap(({ at }) => at ?? []).sort()[0];
  const same = judgements.filter(({ outcome }) => outcome === worst.outcome).length;
  const detail =
    worst.outcome === 'pass'
      ? good(judgements.length)
      : `${worst.detail}${same > 1 ? `, and ${same - 1} more` : ''}`;
  const [only] = judgements;
  // A number of one among several says nothing.
  const value = judgements.length === 1 ? only?.value : undefined;
  return { ...worst, value, at: oldest, detail, evidence };
}

/** Names of evidence of this release that begin so. */
export function namesOf(prefix: string, { evidence, release }: Facts): readonly string[] {
  const own = evidence.records.filter((one) => one.release === release && one.name.startsWith(prefix));
  return [...new Set(own.map(({ name }) => name))];
}
