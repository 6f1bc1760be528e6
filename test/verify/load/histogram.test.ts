import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Histogram } from '../../../src/verify/load/histogram.ts';

describe('a histogram', () => {
  it('gives every percentile of any samples within 1 part in 512 and a microsecond', () => {
    const ms = fc.double({ min: 0, max: 3_600_000, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(ms, { minLength: 1, maxLength: 300 }),
        fc.integer({ min: 1, max: 1000 }),
        (values, tenth) => {
          const histogram = new Histogram();
          for (const value of values) histogram.add(value);
          const sorted = [...values].sort((a, b) => a - b);
          const exact = sorted[Math.max(0, Math.ceil((tenth / 1000) * sorted.length - 1e-9) - 1)] ?? 0;
          const off = Math.abs(histogram.percentile(tenth / 10) - exact);
          expect(off).toBeLessThanOrEqual(exact / 512 + 0.001);
        },
      ),
    );
  });

  it('knows count, average and both ends', () => {
    const histogram = new Histogram();
    for (const value of [1, 2, 3, 10]) histogram.add(value);
    expect([histogram.count, histogram.average, histogram.minimum, histogram.maximum]).toEqual([4, 4, 1, 10]);
    expect(histogram.percentile(100)).toBe(10);
    expect(histogram.above(2.5)).toBe(2);
    expect(histogram.buckets().reduce((sum, [, count]) => sum + count, 0)).toBe(4);
  });

  it('is 0 throughout when nothing was added', () => {
    const empty = new Histogram();
    expect([empty.average, empty.minimum, empty.maximum, empty.percentile(99)]).toEqual([0, 0, 0, 0]);
  });
});
