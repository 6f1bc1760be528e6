// A handful of the kill sweep on Docker, where a point takes the better part of a minute; all of it by
// `npm run test:kill:docker`.
import { expect, test } from 'vitest';
import { describeCount, thinnedPoints } from '../system/kill-sweep.ts';
import { againCommand, sweep } from '../system/support/sweep.ts';

const every = 6;

test('a run killed at some kinds of step can be resumed or rolled back', async () => {
  const { passed, failures } = await sweep({
    jobs: 2,
    print: () => undefined,
    choose: (measured) => {
      console.log(`kill sweep on Docker: ${describeCount(measured)}`);
      return thinnedPoints(measured).filter((_, index) => index % every === 0);
    },
  });
  const problems = failures.map((one) => [one.point.id, ...one.problems, againCommand(one.point)].join('\n'));
  expect(problems).toEqual([]);
  expect(passed).toBeGreaterThan(3);
}, 600_000);
