import { describe, expect, it } from 'vitest';
import type { LoadSetting } from '../../../src/model/load.ts';
import { parseThreshold } from '../../../src/read/settings/threshold.ts';
import { findMax } from '../../../src/verify/load/find-max.ts';
import { loadResult } from '../../../src/verify/load/result.ts';
import { Tally } from '../../../src/verify/load/tally.ts';

const parsed = parseThreshold('p(95)<200');
const setting: LoadSetting = {
  name: 'test',
  span: { file: '', start: 0, end: 0 },
  targets: [],
  stages: [],
  warmUpMs: 0,
  timeoutMs: 1000,
  connections: 10,
  thresholds: 'threshold' in parsed ? [parsed.threshold] : [],
};

/** A server that is quick up to a rate, and a generator that keeps up to another. */
function search(
  breaksAt: number,
  options: { from?: number; most?: number; keepsUpTo?: number; samples?: number } = {},
) {
  const { from = 50, most = 10_000, keepsUpTo = Number.POSITIVE_INFINITY, samples = 1000 } = options;
  return findMax(setting, {
    from,
    most,
    stepMs: 5000,
    signal: new AbortController().signal,
    run: async (test) => {
      const rate = test.stages[0]?.to ?? 0;
      const tally = new Tally([]);
      for (let n = 0; n < samples; n++) tally.add(0, 0, rate > breaksAt ? 900 : 10, undefined);
      const missed = rate > keepsUpTo ? samples : 0;
      const { all, targets, seconds } = tally;
      const ours = { late: 0, queued: 0, discarded: 0, interrupted: false };
      return loadResult(test, {
        at: '',
        countedMs: 1000,
        due: samples,
        missed,
        all,
        targets,
        seconds,
        ...ours,
      });
    },
  });
}

describe('the search for the highest rate', () => {
  it.each([60, 777, 5000])('finds where thresholds break: %d', async (breaksAt) => {
    const { held, broke, because } = await search(breaksAt);
    expect(because).toBe('found');
    expect(held).toBeLessThanOrEqual(breaksAt);
    expect(broke).toBeGreaterThan(breaksAt);
    expect((broke ?? 0) - (held ?? 0)).toBeLessThanOrEqual(Math.max(0.5, (held ?? 0) * 0.05));
  });

  it('goes down from a first rate that is too high', async () => {
    const { held, because } = await search(20, { from: 1000 });
    expect([because, (held ?? 0) > 19]).toEqual(['found', true]);
  });

  it('ends when no rate holds at all', async () => {
    expect(await search(0)).toMatchObject({ held: undefined, because: 'found' });
  });

  it('does not take its own limit for the server’s', async () => {
    expect(await search(5000, { keepsUpTo: 400 })).toMatchObject({
      held: 400,
      broke: undefined,
      because: 'generator',
    });
  });

  it('stops at the most that is allowed, and where samples are too few', async () => {
    expect(await search(5000, { most: 300 })).toMatchObject({ held: 300, because: 'most' });
    expect(await search(5000, { samples: 20 })).toMatchObject({ held: undefined, because: 'inconclusive' });
  });
});
