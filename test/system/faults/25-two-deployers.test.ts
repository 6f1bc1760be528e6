// Fault 25: several deployers of one stack on one host.
import { expect, test } from 'vitest';
import { expectSettled } from './outcomes.ts';
import { withStack } from './stack.ts';

const sketch = {
  services: { web: { sh: 'sleep 1.5; echo ready; exec sleep 600', gate: { log: '^ready' } } },
};

test('of five at once one wins; the others exit 8 and name its pid and how long it has been at it', () =>
  withStack(sketch, async (stack) => {
    const five = [1, 2, 3, 4, 5].map(() => stack.begin(['up']));
    const results = await Promise.all(five.map((one) => one.ended));
    expect(results.map((one) => one.code).sort()).toEqual([0, 8, 8, 8, 8]);
    const winner = five[results.findIndex((one) => one.code === 0)]?.pid;
    for (const one of results) {
      if (one.code === 0) continue;
      expect(one.stderr).toMatch(
        new RegExp(`^error: pid ${winner} \\(seaworthy up\\) holds the stack for \\d[\\d.]*m?s`),
      );
    }
    await expectSettled(stack);
  }));

test('a late-comer is told run and step, and can wait', () =>
  withStack(sketch, async (stack) => {
    const first = stack.begin(['up']);
    await first.untilPrinted('web-1 started');
    const late = await stack.up();
    expect(late.code, late.all).toBe(8);
    expect(late.stderr).toMatch(/run r1-1, at step app\/web\/gate\/web-1/);
    const impatient = await stack.up('--wait-lock', '200ms');
    expect(impatient.code, impatient.all).toBe(8);
    const patient = await stack.up('--wait-lock=30s');
    expect(patient.code, patient.all).toBe(0);
    expect(patient.stderr).toContain('waiting up to 30s');
    expect(patient.stdout).toContain('nothing to do');
    expect((await first.ended).code).toBe(0);
  }));

test('Ctrl-C while waiting for the lock leaves with 130 and touches nothing', () =>
  withStack(sketch, async (stack) => {
    const first = stack.begin(['up']);
    await first.untilPrinted('web-1 started');
    const waiting = stack.begin(['down', '--wait-lock', '30s']);
    await waiting.untilPrinted('waiting up to');
    waiting.kill('SIGINT');
    expect((await waiting.ended).code).toBe(130);
    expect((await first.ended).code).toBe(0);
    await expectSettled(stack);
  }));
