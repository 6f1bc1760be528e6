// Fault 1: SIGKILL in the middle of an act. The sweep over every step and position is in kill-sweep; this is one point.
import { expect, test } from 'vitest';
import { expectSettled } from './outcomes.ts';
import { withStack } from './stack.ts';

const version = (word: string) => ({
  services: { web: { sh: `echo ${word}; exec sleep 600`, gate: { log: `^${word}` } } },
});
const killed = { env: { SEAWORTHY_FAILPOINT: 'app/web/start/web-2@mid-act' } };

test.each([
  ['resume', ['web-2'], 2],
  ['rollback', ['web-1'], 1],
])('killed while the new instance starts, then %s: %j serves', (verb, alive, release) =>
  withStack(version('one'), async (stack) => {
    expect((await stack.up()).code).toBe(0);
    stack.write(version('two'));
    expect((await stack.run(['up'], killed)).signal).toBe('SIGKILL');
    const between = await stack.status();
    expect(between.code).toBe(7);
    expect(between.interrupted).toMatch(
      /^run r2-1 interrupted at step 1\/\d+ \(app\/web\/start\/web-2\), deployer pid \d+ gone/,
    );
    const after = await stack.run([verb]);
    expect(after.code, after.all).toBe(0);
    expect(await stack.alive()).toEqual(alive);
    expect((await stack.status()).release?.number).toBe(release);
    if (verb === 'rollback') stack.write(version('one'));
    await expectSettled(stack);
  }),
);

/** Ends a moment after it was asked to. */
const slow = (word: string) => ({
  services: {
    web: {
      sh: `trap 'sleep 2; exit 0' TERM; echo ${word}; while :; do sleep 0.1; done`,
      gate: { log: `^${word}` },
    },
  },
});

test('killed while the old one ends, then rollback: it is not taken for one that goes on', () =>
  withStack(slow('one'), async (stack) => {
    expect((await stack.up()).code).toBe(0);
    stack.write(slow('two'));
    const killedAtStop = { env: { SEAWORTHY_FAILPOINT: 'app/web/stop/web-1@mid-act' } };
    expect((await stack.run(['up'], killedAtStop)).signal).toBe('SIGKILL');
    const after = await stack.run(['rollback']);
    expect(after.code, after.all).toBe(0);
    stack.write(slow('one'));
    await expectSettled(stack);
    expect(await stack.alive()).toEqual(['web-3']);
  }));
