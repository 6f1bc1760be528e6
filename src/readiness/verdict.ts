// From facts to the verdict: every check is asked, waivers are applied, and the worst line that counts decides.
import { hashOf } from '../base/hash.ts';
import { version } from '../base/version.ts';
import {
  type CheckWaiver,
  type Profile,
  profiles,
  type Report,
  type ReportLine,
  type VerdictWord,
} from '../model/readiness.ts';
import type { Check, Facts } from './check.ts';
import { checklist } from './checklist.ts';

export interface VerdictOptions {
  readonly profile: Profile;
  readonly waivers: readonly CheckWaiver[];
  /** The checks there are; all of ours by default. */
  readonly checks?: readonly Check[];
}

export function verdictOf(facts: Facts, { profile, waivers, checks = checklist }: VerdictOptions): Report {
  const lines = checks.map((check) => lineOf(check, facts, profile, waivers));
  const warnings = [
    ...(facts.clockProblem === undefined ? [] : [facts.clockProblem]),
    ...facts.evidence.problems,
    ...(facts.evidence.unreadable === 0
      ? []
      : [`${facts.evidence.unreadable} records of evidence cannot be read`]),
    ...unusedWaivers(waivers, checks),
    ...endedWaivers(waivers, facts),
  ];
  const verdict = worst(lines, facts);
  const body = { stack: facts.stack, profile, release: facts.release, verdict };
  return {
    schema: 'seaworthy.report/1',
    version,
    ...body,
    at: facts.now.toISOString(),
    lines,
    warnings,
    verdictHash: hashOf({ ...body, lines: lines.map(hashed) }),
  };
}

/** What a signature stands for: not times and not the wording, which say the same in other words tomorrow. */
function hashed({ id, outcome, counts, evidence, waiver }: ReportLine) {
  return {
    id,
    outcome,
    counts,
    evidence: evidence.map(({ path, sum }) => sum ?? path),
    waiver: waiver ?? null,
  };
}

function worst(lines: readonly ReportLine[], facts: Facts): VerdictWord {
  const has = (outcome: ReportLine['outcome']) =>
    lines.some((line) => line.counts && line.outcome === outcome);
  if (has('fail')) return 'NOT READY';
  // Records that were taken away may have been the bad ones.
  if (has('unknown') || facts.evidence.problems.length > 0 || facts.clockProblem !== undefined)
    return 'UNKNOWN';
  return 'READY';
}

function lineOf(check: Check, facts: Facts, profile: Profile, waivers: readonly CheckWaiver[]): ReportLine {
  const judged = check.judge(facts);
  const bad = judged.outcome === 'fail' || judged.outcome === 'unknown';
  const waiver = waivers.find((one) => one.check === check.id);
  const isWaived = bad && waiver !== undefined && isCurrent(waiver, facts);
  const ended =
    bad && waiver !== undefined && !isWaived
      ? `; the waiver of ${waiver.owner} ended on ${waiver.expires}`
      : '';
  const at = judged.at ?? (check.known === 'executed' ? undefined : facts.now.toISOString());
  return {
    id: check.id,
    group: check.group,
    title: check.title,
    outcome: isWaived ? 'waived' : judged.outcome,
    counts: profiles.indexOf(check.from) <= profiles.indexOf(profile),
    known: check.known,
    detail: `${judged.detail}${ended}`,
    value: judged.value,
    limit: judged.limit,
    at,
    ageMs: at === undefined ? undefined : Math.max(0, facts.now.getTime() - Date.parse(at)),
    evidence: judged.evidence,
    remedy: bad ? check.remedy : undefined,
    waiver: isWaived ? waiver : undefined,
  };
}

/** To the end of its last day, in UTC; never while the clock cannot be believed. */
function isCurrent({ expires }: CheckWaiver, { now, clockProblem }: Facts): boolean {
  const end = Date.parse(`${expires}T23:59:59.999Z`);
  return clockProblem === undefined && !Number.isNaN(end) && now.getTime() <= end;
}

function unusedWaivers(waivers: readonly CheckWaiver[], checks: readonly Check[]): readonly string[] {
  return waivers
    .filter(({ check }) => !checks.some(({ id }) => id === check))
    .map(({ check }) => `a waiver names ${check}, which is no check`);
}

function endedWaivers(waivers: readonly CheckWaiver[], facts: Facts): readonly string[] {
  // A clock that cannot be believed is told of by itself.
  if (facts.clockProblem !== undefined) return [];
  return waivers
    .filter((one) => !isCurrent(one, facts))
    .map(({ check, owner, expires }) => `the waiver of ${check} by ${owner} ended on ${expires}`);
}

/** Why the clock cannot be believed: something was written after the time that it shows. */
export function clockProblemOf(now: Date, times: readonly (string | undefined)[]): string | undefined {
  const toleranceMs = 120_000;
  const latest = times.reduce<string>((last, time) => (time !== undefined && time > last ? time : last), '');
  if (latest === '' || Date.parse(latest) <= now.getTime() + toleranceMs) return undefined;
  return `the clock shows ${now.toISOString()}, and something was written at ${latest}: it was set back, so ages mean nothing`;
}
