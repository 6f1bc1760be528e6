// Fault 10: a service that takes more memory than its limit is named as that.
import { expect, test } from 'vitest';
import { expectRolledBack } from '../../system/faults/outcomes.ts';
import { withStack } from '../../system/faults/stack.ts';

const fine = { services: { web: { sh: 'echo fine; exec sleep 600', gate: { log: '^fine' } } } };

/** Fills memory a step at a time, so that the last sample is near the limit. */
const greedy = `
console.log('growing');
const kept = [];
setInterval(() => kept.push(Buffer.alloc(8 * 1024 * 1024, 1)), 50);
`;

test('killed for its memory: the limit and the peak are named, and the old one serves', () =>
  withStack(fine, async (stack) => {
    expect((await stack.up()).code).toBe(0);
    stack.write({
      services: {
        web: {
          node: greedy,
          compose: { deploy: { resources: { limits: { memory: '96M' } } } },
          gate: { log: '^never', deadline: '30s' },
        },
      },
    });
    const up = await stack.up();
    await expectRolledBack(stack, up, {
      service: 'web',
      cause: /out of memory|OOM/i,
      lastLog: 'growing',
      serving: ['web-1'],
    });
    expect(up.stdout).toContain('limit 96 MiB');
    expect(up.stdout).toMatch(/peak \d/);
  }));
