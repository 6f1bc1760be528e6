// Fault 11: a service that ends again and again. Some only need a moment (a database not yet there).
import { expect, test } from 'vitest';
import { expectRolledBack, expectSettled } from './outcomes.ts';
import { withStack } from './stack.ts';

/** Ends with 3 the first `times`, then stays; the count lies in its folder. */
const crashing = (times: number) => `
n=$(cat count 2>/dev/null || echo 0)
echo $((n + 1)) > count
[ "$n" -lt ${times} ] && { echo "FATAL cannot reach its database"; exit 3; }
echo ready
exec sleep 600
`;

const crashStack = (times: number) => ({
  services: { web: { sh: crashing(times), compose: { restart: 'always' }, gate: { log: '^ready' } } },
});

test('a crash loop that ends within the tolerated restarts passes', () =>
  withStack(crashStack(2), async (stack) => {
    const up = await stack.up();
    expect(up.code, up.all).toBe(0);
    await expectSettled(stack);
  }));

test('a crash loop that never ends fails early and names the last exit', () =>
  withStack({ services: { web: { sh: 'echo ready; exec sleep 600' } } }, async (stack) => {
    expect((await stack.up()).code).toBe(0);
    stack.write(crashStack(1_000_000));
    const up = await stack.up();
    await expectRolledBack(stack, up, {
      service: 'web',
      cause: /crash loop: 3 restarts, 2 tolerated, last exit 3/,
      lastLog: 'FATAL cannot reach its database',
      serving: ['web-1'],
    });
    expect(up.ms).toBeLessThan(6000);
  }));
