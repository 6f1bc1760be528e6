// The kill sweep on Docker, thinned: every kind of step, positions and ways on in turn. All of it: npm run test:kill:docker
import { expect, test } from 'vitest';
import { describeCount, fewPoints, leftOut } from '../system/kill-sweep.ts';
import { againCommand, sweep } from '../system/support/sweep.ts';

/** On a slow machine the last points are left out: the line that is printed says how many were tried. */
const enoughMs = 90_000;

test('a run killed at any kind of step can be resumed or rolled back', async () => {
  const stop = new AbortController();
  const { passed, failures } = await sweep({
    stop: stop.signal,
    jobs: 2,
    without: leftOut,
    scenarios: ['first', 'replace'],
    print: () => undefined,
    choose: (measured) => {
      const points = fewPoints(measured);
      setTimeout(() => stop.abort(), enoughMs).unref();
      console.log(`kill sweep: ${points.length} of ${describeCount(measured)}`);
      return points;
    },
  });
  const problems = failures.map((one) => [one.point.id, ...one.problems, againCommand(one.point)].join('\n'));
  console.log(`kill sweep: ${passed} passed, ${failures.length} failed`);
  expect(problems).toEqual([]);
  expect(passed).toBeGreaterThan(1);
}, 900_000);
