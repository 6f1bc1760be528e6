// Fault 7: the engine takes requests and answers none any more.
import { expect, test } from 'vitest';
import { expectSettled } from '../../system/faults/outcomes.ts';
import { withProxy } from '../support/proxied.ts';

const slow = { sh: 'echo ready; exec sleep 600', gate: { log: '^ready' } };
const sketch = { services: { base: slow, web: { ...slow, compose: { depends_on: ['base'] } } } };

// The silence that counts as lost is a minute a call: one for the start, one for the look that undoing begins with.
const severalSilences = 240_000;

test(
  'exit 9 with what was not answered, and the run can be resumed',
  () =>
    withProxy(sketch, async ({ stack, proxy, by }) => {
      const up = stack.begin(['up'], by);
      await up.untilPrinted('base-1 started');
      proxy.inject({ path: /^/, times: Number.POSITIVE_INFINITY }, { kind: 'hang' });
      const ended = await up.ended;
      expect(ended.code, ended.all).toBe(9);
      expect(ended.all).toMatch(/has not answered \w+ \S+ for/);
      expect(ended.all).toContain(proxy.host);
      expect(ended.stderr).not.toMatch(/\n\s+at /);
      proxy.heal();
      const resumed = await stack.run(['resume'], by);
      expect(resumed.code, resumed.all).toBe(0);
      expect(await stack.alive()).toEqual(['base-1', 'web-1']);
      await expectSettled(stack);
    }),
  severalSilences,
);
