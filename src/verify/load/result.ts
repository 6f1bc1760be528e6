// A load test as it is printed, kept and judged: plain values of what was measured.
import { count } from '../../base/text.ts';
import type { Evidence } from '../../model/evidence.ts';
import type { LoadSetting } from '../../model/load.ts';
import type { Histogram } from './histogram.ts';
import { formatLatency, formatShare, type Judged, judge } from './judge.ts';
import type { LoadMeasured } from './run.ts';
import type { Counted, Second } from './tally.ts';

/** Milliseconds; `samples` are the requests that the times come from. */
export interface Latency {
  readonly samples: number;
  readonly avg: number;
  readonly min: number;
  readonly p50: number;
  readonly p90: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}

export interface LoadPart {
  readonly name: string;
  readonly requests: number;
  readonly failed: number;
  /** From 0 to 1. */
  readonly errorRate: number;
  /** Requests a second that were answered or failed. */
  readonly throughput: number;
  readonly errors: Readonly<Record<string, number>>;
  /** From when each request was due, less what this machine itself was late in sending it. */
  readonly latency: Latency;
  /** From when each was due, our own lateness included: what a caller behind this machine would have seen. */
  readonly sinceDue: Latency;
}

export interface LoadResult {
  readonly name: string;
  readonly outcome: 'pass' | 'fail' | 'inconclusive';
  readonly at: string;
  readonly seconds: number;
  readonly interrupted: boolean;
  readonly due: number;
  readonly missed: number;
  readonly late: number;
  readonly queued: number;
  readonly discarded: number;
  readonly all: LoadPart;
  readonly targets: readonly LoadPart[];
  readonly thresholds: readonly JudgedThreshold[];
  readonly series: readonly Second[];
  /** Middle of each bucket in ms, and the number of requests in it. */
  readonly histogram: readonly (readonly [ms: number, count: number])[];
}

export interface JudgedThreshold {
  readonly threshold: string;
  readonly outcome: 'pass' | 'fail' | 'inconclusive';
  readonly value: number | undefined;
  readonly reason: string;
}

/** More than this share of the arrivals that were never sent, and the server was not asked what was meant. */
const missedLimit = 0.01;

export function loadResult(setting: LoadSetting, measured: LoadMeasured): LoadResult {
  const judged = setting.thresholds.map((threshold) => judge(threshold, measured));
  const { at, due, missed, late, queued, discarded, interrupted } = measured;
  const part = (counted: Counted) => partOf(counted, measured.countedMs);
  return {
    name: setting.name,
    outcome: outcomeOf(judged, measured),
    at,
    seconds: Math.round(measured.countedMs) / 1000,
    interrupted,
    due,
    missed,
    late,
    queued,
    discarded,
    all: part(measured.all),
    targets: measured.targets.map(part),
    thresholds: judged.map(({ threshold, outcome, value, reason }) => ({
      threshold: threshold.text,
      outcome,
      value,
      reason,
    })),
    series: measured.seconds,
    histogram: measured.all.served.buckets(),
  };
}

function outcomeOf(judged: readonly Judged[], measured: LoadMeasured): LoadResult['outcome'] {
  if (judged.some(({ outcome }) => outcome === 'fail')) return 'fail';
  const isTorn = measured.interrupted || measured.all.requests === 0 || lacksArrivals(measured);
  return isTorn || judged.some(({ outcome }) => outcome === 'inconclusive') ? 'inconclusive' : 'pass';
}

/** Whether the generator itself did not keep up. */
export function lacksArrivals({ due, missed }: Pick<LoadMeasured, 'due' | 'missed'>): boolean {
  return missed > due * missedLimit;
}

function partOf({ name, requests, failed, errors, latency, served }: Counted, countedMs: number): LoadPart {
  return {
    name,
    requests,
    failed,
    errorRate: requests === 0 ? 0 : failed / requests,
    throughput: Math.round(requests / (countedMs / 1000)),
    errors,
    latency: latencyOf(served),
    sinceDue: latencyOf(latency),
  };
}

function latencyOf(histogram: Histogram): Latency {
  const rounded = (ms: number) => Math.round(ms * 1000) / 1000;
  return {
    samples: histogram.count,
    avg: rounded(histogram.average),
    min: rounded(histogram.minimum),
    p50: rounded(histogram.percentile(50)),
    p90: rounded(histogram.percentile(90)),
    p95: rounded(histogram.percentile(95)),
    p99: rounded(histogram.percentile(99)),
    max: rounded(histogram.maximum),
  };
}

/** The test as a whole, and each threshold; `raw` is the file with all that was measured. */
export function loadEvidence(
  result: LoadResult,
  about: { readonly by: string; readonly release: string | undefined; readonly raw: string | undefined },
): readonly Evidence[] {
  const { all, seconds } = result;
  const asked = `${count(all.requests, 'request')} in ${Math.round(seconds)}s`;
  const ours = { at: result.at, ...about };
  const whole: Evidence = {
    name: `load/${result.name}`,
    outcome: evidenceOutcome(result.outcome),
    what: `p95 of ${asked}, p99 ${formatLatency(all.latency.p99)}, ${formatShare(all.errorRate)} failed`,
    value: all.latency.p95,
    unit: 'ms',
    ...ours,
  };
  const thresholds = result.thresholds.map((one) => ({
    name: `load/${result.name}/${one.threshold}`,
    outcome: evidenceOutcome(one.outcome),
    what: `${one.reason}; ${asked}`,
    value: one.value,
    unit: undefined,
    ...ours,
  }));
  return [whole, ...thresholds];
}

function evidenceOutcome(outcome: LoadResult['outcome']): Evidence['outcome'] {
  return outcome === 'inconclusive' ? 'unknown' : outcome;
}
