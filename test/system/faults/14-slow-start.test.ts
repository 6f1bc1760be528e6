// Fault 14: a start just under and just over the deadline. Both say by how much.
import { expect, test } from 'vitest';
import { expectRolledBack, expectSettled } from './outcomes.ts';
import { withStack } from './stack.ts';

const slow = (seconds: number) => ({
  services: {
    web: {
      sh: `echo warming up; sleep ${seconds}; echo ready; exec sleep 600`,
      gate: { log: '^ready', deadline: '2500ms' },
    },
  },
});

test('just under the deadline passes and prints the margin', () =>
  withStack(slow(1.5), async (stack) => {
    const up = await stack.up();
    expect(up.code, up.all).toBe(0);
    expect(up.stderr).toMatch(/web ready after [12]\.\d+s, [01]?\.?\d*s before the deadline/);
    await expectSettled(stack);
  }));

test('just over the deadline is rolled back and prints by how much', () =>
  withStack(slow(2.8), async (stack) => {
    await expectRolledBack(stack, await stack.up(), {
      service: 'web',
      cause: /not ready after 2\.5s, 0(?:\.\d)?s past the deadline/,
      lastLog: 'warming up',
      serving: [],
    });
  }));
