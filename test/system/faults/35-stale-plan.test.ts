// Fault 35: the world changes between `plan` and `up`.
import { expect, test } from 'vitest';
import { expectSettled } from './outcomes.ts';
import { eventually, withStack } from './stack.ts';

const version = (word: string) => ({
  services: {
    web: { sh: `echo ${word}; exec sleep 600`, gate: { log: `^${word}` } },
    worker: { sh: 'exec sleep 600' },
  },
});

test('a saved plan is carried out when nothing has changed since', () =>
  withStack(version('one'), async (stack) => {
    expect((await stack.run(['plan', '-o', 'plan.json'])).code).toBe(0);
    const up = await stack.up('plan.json');
    expect(up.code, up.all).toBe(0);
    await expectSettled(stack);
  }));

test('after a source has changed it is refused with the difference; --replan goes on', () =>
  withStack(version('one'), async (stack) => {
    expect((await stack.run(['plan', '-o', 'plan.json'])).code).toBe(0);
    stack.write(version('two'));
    const stale = await stack.up('plan.json');
    expect(stale.code, stale.all).toBe(2);
    expect(stale.stderr).toMatch(/web changed since/);
    expect(stale.stderr).not.toMatch(/worker changed/);
    expect(stack.store().runs()).toEqual([]);
    const up = await stack.up('plan.json', '--replan');
    expect(up.code, up.all).toBe(0);
    await expectSettled(stack);
  }));

test('after a service was killed it is refused and says that what runs has changed', () =>
  withStack(version('one'), async (stack) => {
    expect((await stack.up()).code).toBe(0);
    stack.write(version('two'));
    expect((await stack.run(['plan', '-o', 'plan.json'])).code).toBe(0);
    const worker = (await stack.status()).instances.find((one) => one.service === 'worker');
    process.kill(worker?.pid ?? 0, 'SIGKILL');
    await eventually(async () => ((await stack.alive()).includes('worker-1') ? undefined : true));
    const stale = await stack.up('plan.json');
    expect(stale.code, stale.all).toBe(2);
    expect(stale.stderr).toContain('worker');
    const up = await stack.up('plan.json', '--replan');
    expect(up.code, up.all).toBe(0);
    expect(await stack.alive()).toEqual(['web-2', 'worker-2']);
    await expectSettled(stack);
  }));
