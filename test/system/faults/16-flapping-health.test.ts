// Fault 16: health that comes and goes. One good look, or several that are not in a row, prove nothing.
import { expect, test } from 'vitest';
import { expectRolledBack } from './outcomes.ts';
import { withStack } from './stack.ts';

/** An exec check that is good twice, then bad once, for ever. */
const flapping = 'n=$(cat looks 2>/dev/null || echo 0); echo $((n + 1)) > looks; [ $((n % 3)) -ne 2 ]';

test('good looks that are not enough in a row fail, and the flaps are counted', () =>
  withStack({ services: { web: { sh: 'echo up; exec sleep 600' } } }, async (stack) => {
    expect((await stack.up()).code).toBe(0);
    stack.write({
      services: {
        web: {
          sh: 'echo new version; exec sleep 600',
          gate: { exec: ['sh', '-c', flapping], success_threshold: 3, deadline: '2500ms' },
        },
      },
    });
    await expectRolledBack(stack, await stack.up(), {
      service: 'web',
      cause: /not ready after 2\.5s.* ([2-9]|\d\d) flaps/,
      lastLog: 'new version',
      serving: ['web-1'],
    });
  }));

test('good at the first look only fails', () =>
  withStack(
    {
      services: {
        web: {
          sh: 'echo up; exec sleep 600',
          gate: {
            exec: ['sh', '-c', '[ ! -e seen ] && : > seen'],
            success_threshold: 2,
            deadline: '1500ms',
          },
        },
      },
    },
    async (stack) => {
      await expectRolledBack(stack, await stack.up(), {
        service: 'web',
        cause: /not ready after 1\.5s.* 1 flap/,
        lastLog: 'up',
        serving: [],
      });
    },
  ));
