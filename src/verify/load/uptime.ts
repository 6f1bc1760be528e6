// Uptime as callers see it: the share of requests that were answered well, over the time in which load tests asked.
import { count } from '../../base/text.ts';
import { formatDuration } from '../../base/units.ts';
import type { Evidence } from '../../model/evidence.ts';
import { formatShare } from './judge.ts';
import type { LoadResult } from './result.ts';

/** In less than a minute nothing can be said of a service that hangs, restarts or is moved now and then. */
const leastSeconds = 60;
/** Without a failure in `3 / p` requests the share of failures is below `p` with 95 % confidence (the rule of three). */
const ruleOfThree = 3;
/** So many requests that failed are no accident, however short the test. */
const surely = 10;

/** Raw data of `kpi/uptime`. */
export interface UptimeRaw {
  readonly schema: 'seaworthy.raw.uptime/1';
  readonly tests: readonly {
    readonly name: string;
    readonly at: string;
    readonly seconds: number;
    readonly requests: number;
    readonly failed: number;
    /** By second of the test: answers and failures. */
    readonly series: readonly {
      readonly second: number;
      readonly requests: number;
      readonly failed: number;
    }[];
  }[];
}

export function uptimeRaw(results: readonly LoadResult[]): UptimeRaw {
  return {
    schema: 'seaworthy.raw.uptime/1',
    tests: results.map(({ name, at, seconds, all: { requests, failed }, series }) => ({
      name,
      at,
      seconds,
      requests,
      failed,
      series: series.map((one) => ({ second: one.second, requests: one.requests, failed: one.failed })),
    })),
  };
}

/** `percent` is the target: so much of the requests must be answered well. Undefined when none was sent. */
export function uptimeEvidence(
  { tests }: UptimeRaw,
  percent: number,
  about: { readonly by: string; readonly release: string | undefined; readonly raw: string },
): Evidence | undefined {
  const sum = (of: (test: UptimeRaw['tests'][number]) => number) =>
    tests.reduce((total, test) => total + of(test), 0);
  const [requests, failed, seconds] = [
    sum((one) => one.requests),
    sum((one) => one.failed),
    sum((one) => one.seconds),
  ];
  if (requests === 0) return undefined;
  const share = 1 - failed / requests;
  const allowed = 1 - percent / 100;
  const needed = Math.ceil(ruleOfThree / Math.max(allowed, 1e-9) - 1e-6);
  const asked = `of ${count(requests, 'request')} to ${tests.map(({ name }) => name).join(', ')} over ${formatDuration(seconds * 1000)} were answered well`;
  const isShort = seconds < leastSeconds || requests < needed;
  const isBad = share * 100 < percent;
  const lacks = `; it takes ${formatDuration(leastSeconds * 1000)} and ${count(needed, 'request')} to say`;
  return {
    name: 'kpi/uptime',
    outcome: isBad && (!isShort || failed >= surely) ? 'fail' : isShort ? 'unknown' : isBad ? 'fail' : 'pass',
    what: `${asked}${isShort ? lacks : ''}`,
    value: Number.parseFloat(formatShare(share)),
    unit: '%',
    limit: `>= ${percent} %`,
    at: tests.at(-1)?.at ?? '',
    ...about,
  };
}
