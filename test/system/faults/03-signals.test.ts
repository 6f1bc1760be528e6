// Fault 3: Ctrl-C, SIGTERM and a terminal that goes away, at random steps.
import { expect, test } from 'vitest';
import { expectSettled } from './outcomes.ts';
import { withStack } from './stack.ts';

const service = { sh: 'sleep 0.3; echo ready; exec sleep 600', gate: { log: '^ready' } };
const sketch = { services: { web: service, worker: service, job: service } };

const points = ['start', 'gate'].flatMap((kind) =>
  ['web', 'worker', 'job'].map((name) => `app/${name}/${kind}/${name}-1`),
);

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 143],
])('%s once at a random step: exit %d, says how to go on, and resume ends well', (signal, code) => {
  const step = points[Math.floor(Math.random() * points.length)] ?? '';
  const env = { SEAWORTHY_FAILPOINT: `${step}@mid-act`, SEAWORTHY_FAILPOINT_SIGNAL: signal };
  return withStack(sketch, async (stack) => {
    const up = await stack.run(['up'], { env });
    expect(up.code, `${step}: ${up.all}`).toBe(code);
    expect(up.stdout).toContain('run r1-1 is interrupted; next: seaworthy resume | seaworthy rollback');
    expect((await stack.run(['status'])).code).toBe(7);
    const refused = await stack.up();
    expect(refused.code).toBe(7);
    expect(refused.stderr).toContain('next: seaworthy resume | seaworthy rollback');
    const resumed = await stack.run(['resume']);
    expect(resumed.code, resumed.all).toBe(0);
    await expectSettled(stack);
  });
});

/** It ignores SIGTERM, so that its stop takes its whole grace. */
const stubborn = {
  services: {
    web: {
      sh: "trap '' TERM; echo ready; while :; do sleep 1; done",
      gate: { log: '^ready' },
      compose: { stop_grace_period: '3s' },
    },
  },
};

test('SIGINT twice leaves at once, and the run can be resumed', () =>
  withStack(stubborn, async (stack) => {
    expect((await stack.up()).code).toBe(0);
    stack.write({ services: { web: { sh: 'echo two; exec sleep 600', gate: { log: '^two' } } } });
    const up = stack.begin(['up']);
    await up.untilPrinted(/web ready after/);
    await new Promise((resolve) => setTimeout(resolve, 300));
    up.kill('SIGINT');
    await up.untilPrinted('once more leaves at once');
    const began = performance.now();
    up.kill('SIGINT');
    const { code } = await up.ended;
    expect(code).toBe(130);
    expect(performance.now() - began).toBeLessThan(1500);
    expect((await stack.run(['status'])).code).toBe(7);
    const resumed = await stack.run(['resume']);
    expect(resumed.code, resumed.all).toBe(0);
    expect(await stack.alive()).toEqual(['web-2']);
    await expectSettled(stack);
  }));
