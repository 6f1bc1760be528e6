import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arrivals, plannedArrivals, rateAt, turns } from '../../../src/verify/load/arrivals.ts';

const stage = (from: number, to: number, durationMs: number) => ({ from, to, durationMs });
const round = (times: Iterable<number>) => [...times].map((ms) => Math.round(ms * 1000) / 1000);

describe('arrivals', () => {
  const cases = [
    ['at a constant rate', [stage(4, 4, 1000)], [0, 250, 500, 750]],
    ['that go on from stage to stage', [stage(2, 2, 500), stage(4, 4, 500)], [0, 500, 750]],
    ['of less than one a stage are carried over', [stage(1, 1, 600), stage(1, 1, 600)], [0, 1000]],
    ['up a ramp: half of the time gives a quarter', [stage(0, 8, 1000)], [0, 500, 707.107, 866.025]],
    ['in a pause', [stage(0, 0, 1000), stage(2, 2, 1000)], [1000, 1500]],
  ] as const;
  it.each(cases)('%s', (_name, stages, times) => {
    expect(round(arrivals(stages))).toEqual(times);
  });

  it('are as many as the area under the rates, in order, and within the stages', () => {
    const rate = fc.integer({ min: 0, max: 300 });
    const any = fc.record({ from: rate, to: rate, durationMs: fc.integer({ min: 1, max: 3000 }) });
    fc.assert(
      fc.property(fc.array(any, { minLength: 1, maxLength: 5 }), (stages) => {
        const times = [...arrivals(stages)];
        expect(Math.abs(times.length - plannedArrivals(stages))).toBeLessThanOrEqual(1);
        expect(times.every((ms, index) => ms >= (times[index - 1] ?? 0))).toBe(true);
        expect(times.at(-1) ?? 0).toBeLessThanOrEqual(
          stages.reduce((sum, one) => sum + one.durationMs, 0) + 1e-6,
        );
      }),
    );
  });

  it('have a rate at each time', () => {
    const stages = [stage(0, 100, 1000), stage(50, 50, 1000)];
    expect([0, 500, 1500, 2000].map((ms) => rateAt(stages, ms))).toEqual([0, 50, 50, 0]);
  });
});

describe('targets', () => {
  it('take turns by their weights, spread evenly', () => {
    const next = turns([{ weight: 3 }, { weight: 1 }]);
    expect(Array.from({ length: 8 }, next)).toEqual([0, 0, 1, 0, 0, 0, 1, 0]);
  });
});
