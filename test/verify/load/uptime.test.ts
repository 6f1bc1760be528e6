import { describe, expect, it } from 'vitest';
import { uptimeEvidence } from '../../../src/verify/load/uptime.ts';

const about = { by: 't', release: 'r', raw: 'evidence/uptime.json' };
const at = '2026-01-01T00:00:00.000Z';

function uptime(
  tests: readonly (readonly [seconds: number, requests: number, failed: number])[],
  target = 99.5,
) {
  const named = tests.map(([seconds, requests, failed], index) => ({
    name: `t${index}`,
    at,
    seconds,
    requests,
    failed,
    series: [],
  }));
  return uptimeEvidence({ schema: 'seaworthy.raw.uptime/1', tests: named }, target, about);
}

describe('uptime', () => {
  it('is the share of requests answered well, over all tests, with the time in which they asked', () => {
    expect(
      uptime([
        [40, 8000, 4],
        [30, 2000, 0],
      ]),
    ).toMatchObject({
      name: 'kpi/uptime',
      outcome: 'pass',
      value: 99.96,
      unit: '%',
      limit: '>= 99.5 %',
      what: 'of 10000 requests to t0, t1 over 1m10s were answered well',
      raw: 'evidence/uptime.json',
    });
  });

  it.each([
    ['too many failed', [60, 1000, 6], 'fail'],
    ['just enough were answered', [60, 1000, 5], 'pass'],
    ['less than a minute says nothing good', [59, 100_000, 0], 'unknown'],
    ['nor do few requests', [600, 599, 0], 'unknown'],
    ['few that failed may be an accident', [5, 100, 2], 'unknown'],
    ['ten are none, however short', [5, 100, 10], 'fail'],
  ] as const)('%s', (_name, test, outcome) => {
    expect(uptime([test])?.outcome).toBe(outcome);
  });

  it('takes more requests where more is asked', () => {
    expect(uptime([[60, 2999, 0]], 99.9)).toMatchObject({
      outcome: 'unknown',
      what: expect.stringContaining('3000 requests to say'),
    });
    expect(uptime([[60, 3000, 0]], 99.9)?.outcome).toBe('pass');
  });

  it('was not measured where nothing was sent', () => {
    expect(uptime([])).toBeUndefined();
  });
});
