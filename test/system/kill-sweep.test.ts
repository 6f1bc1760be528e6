// The thinned kill sweep: every kind of step at every position of a first `up`, and what only later ones have.
import { expect, test } from 'vitest';
import { describeCount, thinnedPoints } from './kill-sweep.ts';
import { againCommand, sweep } from './support/sweep.ts';

test('a run killed at any kind of step and position can be resumed or rolled back', async () => {
  const { passed, failures } = await sweep({
    jobs: 3,
    print: () => undefined,
    choose: (measured) => {
      console.log(`kill sweep: ${describeCount(measured)}`);
      return thinnedPoints(measured);
    },
  });
  const problems = failures.map((one) => [one.point.id, ...one.problems, againCommand(one.point)].join('\n'));
  expect(problems).toEqual([]);
  expect(passed).toBeGreaterThan(20);
}, 600_000);
