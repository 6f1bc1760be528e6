// Fault 1 for `down`: killed at any position of taking a stack away, it is finished or taken back.
import { describe, expect, test } from 'vitest';
import { failPositions } from '../../../src/base/failpoint.ts';
import { type StackSketch, withStack } from '../../system/faults/stack.ts';
import { objectsOf } from '../support/proxied.ts';

const sketch: StackSketch = {
  services: {
    web: {
      sh: 'exec sleep 600',
      compose: {
        init: true,
        ports: ['127.0.0.1::8000'],
        depends_on: { db: { condition: 'service_started' } },
      },
    },
    db: { sh: 'exec sleep 600', compose: { init: true } },
  },
};

const steps = ['web/drain/web-1', 'web/stop/web-1', 'db/stop/db-1', 'db/remove/db-1', 'promote'];

/** Every step, and of each another half of the positions. */
const points = steps.flatMap((step, at) =>
  failPositions.filter((_, index) => index % 2 === at % 2).map((position) => `cleanup/${step}@${position}`),
);

describe.each(points)('killed at %s', (point) => {
  test.each(['resume', 'rollback'])('%s', (verb) =>
    withStack(sketch, async (stack) => {
      expect((await stack.up()).code).toBe(0);
      const killed = await stack.run(['down'], { env: { SEAWORTHY_FAILPOINT: point } });
      expect(killed.signal).toBe('SIGKILL');
      const then = await stack.run([verb]);
      expect([then.code, then.all]).toEqual([0, expect.any(String)]);
      const { interrupted, drift } = await stack.status();
      expect([interrupted, drift]).toEqual([null, []]);
      if (verb === 'rollback')
        expect((await stack.alive()).map((one) => one.split('-')[0])).toEqual(['db', 'web']);
      else {
        expect((await stack.run(['down'])).code).toBe(0);
        expect(await objectsOf(stack)).toEqual([]);
      }
    }),
  );
});
