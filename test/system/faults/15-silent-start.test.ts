// Fault 15: a start that does nothing at all is not waited for until the deadline.
import { expect, test } from 'vitest';
import { expectRolledBack } from './outcomes.ts';
import { withStack } from './stack.ts';

test('no log, no CPU and no other answer end the gate before its deadline', () =>
  withStack(
    {
      services: {
        web: {
          sh: 'echo begin; exec sleep 600',
          gate: { log: '^ready', deadline: '60s', no_activity: '1s' },
        },
      },
    },
    async (stack) => {
      const up = await stack.up();
      await expectRolledBack(stack, up, {
        service: 'web',
        cause: /no activity for 1s/,
        lastLog: 'begin',
        serving: [],
      });
      expect(up.ms).toBeLessThan(6000);
    },
  ));

test('a slow start that says something goes on', () =>
  withStack(
    {
      services: {
        web: {
          sh: 'for i in 1 2 3 4; do echo step $i; sleep 0.5; done; echo ready; exec sleep 600',
          gate: { log: '^ready', deadline: '60s', no_activity: '1s' },
        },
      },
    },
    async (stack) => {
      const up = await stack.up();
      expect(up.code, up.all).toBe(0);
    },
  ));
