// The thinned kill sweep on simulated nodes; `npm run test:kill:kubernetes` runs all of it.
import { expect, inject, test } from 'vitest';
import { describeOnCluster } from '../kubectl.ts';
import { useCluster } from './use-cluster.ts';

describeOnCluster('a run on Kubernetes', () => {
  test('that is killed at any kind of step and position can be resumed or rolled back', async () => {
    const shared = inject('kubernetes');
    if (shared.kind !== 'running') throw new Error(shared.why);
    useCluster(shared);
    const [{ describeCount, thinnedPoints }, { againCommand, sweep }] = await Promise.all([
      import('../../system/kill-sweep.ts'),
      import('../../system/support/sweep.ts'),
    ]);
    const { passed, failures } = await sweep({
      jobs: 3,
      print: () => undefined,
      choose: (measured) => {
        console.log(`kill sweep on Kubernetes: ${describeCount(measured)}`);
        return thinnedPoints(measured);
      },
    });
    const problems = failures.map((one) =>
      [one.point.id, ...one.problems, againCommand(one.point)].join('\n'),
    );
    expect(problems).toEqual([]);
    expect(passed).toBeGreaterThan(20);
  }, 1_500_000);
});
