// `cancel` ends a run from outside: its unfinished phase is undone, finished ones stay.
import { expect, test } from 'vitest';
import { expectSettled } from './outcomes.ts';
import { type TestStack, withStack } from './stack.ts';

const version = (ready: boolean) => ({
  services: {
    base: { sh: 'exec sleep 600' },
    web: {
      sh: ready ? 'echo ready; exec sleep 600' : 'exec sleep 600',
      gate: { log: '^ready', deadline: '60s' },
    },
  },
  settings: {
    phases: [
      { name: 'ground', services: ['base'] },
      { name: 'app', services: ['web'] },
    ],
  },
});

async function expectCancelled(stack: TestStack): Promise<void> {
  const status = await stack.status();
  expect(status.code).toBe(0);
  expect(status.run?.ended?.outcome).toBe('cancelled');
  expect(await stack.alive()).toEqual(['base-1']);
}

test('cancel while up waits in a gate: up ends with 143 and keeps the finished phase', () =>
  withStack(version(false), async (stack) => {
    const up = stack.begin(['up']);
    await up.untilPrinted('web-1 started');
    const cancel = await stack.run(['cancel']);
    expect(cancel.code, cancel.all).toBe(0);
    expect(cancel.stdout).toContain(`asked pid ${up.pid} to cancel run r1-1`);
    const ended = await up.ended;
    expect(ended.code, ended.all).toBe(143);
    expect(ended.stdout).toMatch(/^cancelled; ground on release/);
    await expectCancelled(stack);
    stack.write(version(true));
    expect((await stack.up()).code).toBe(0);
    await expectSettled(stack);
  }));

test('cancel of an interrupted run undoes its unfinished phase', () =>
  withStack(version(false), async (stack) => {
    const env = { SEAWORTHY_FAILPOINT: 'app/web/gate/web-1@mid-act' };
    expect((await stack.run(['up'], { env })).signal).toBe('SIGKILL');
    const cancel = await stack.run(['cancel']);
    expect(cancel.code, cancel.all).toBe(0);
    await expectCancelled(stack);
  }));

test('cancel with nothing under way is fine', () =>
  withStack(version(true), async (stack) => {
    expect((await stack.up()).code).toBe(0);
    const cancel = await stack.run(['cancel']);
    expect(cancel.code, cancel.all).toBe(0);
    expect(cancel.stdout).toContain('nothing to cancel');
    expect(await stack.alive()).toEqual(['base-1', 'web-1']);
  }));
