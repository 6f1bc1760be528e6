// Fault 6: the engine's daemon goes away in the middle of a run and comes back, or does not.
import { expect, test } from 'vitest';
import { expectSettled } from '../../system/faults/outcomes.ts';
import { objectsOf, withProxy } from '../support/proxied.ts';

const slow = { sh: 'sleep 1; echo ready; exec sleep 600', gate: { log: '^ready', deadline: '30s' } };
const sketch = { services: { base: slow, web: { ...slow, compose: { depends_on: ['base'] } } } };

test('away while a gate waits, then back: the run goes on and nothing is done twice', () =>
  withProxy(sketch, async ({ stack, proxy, by }) => {
    const up = stack.begin(['up'], by);
    await up.untilPrinted('base-1 started');
    await proxy.away();
    await new Promise((resolve) => setTimeout(resolve, 1500));
    await proxy.back();
    const ended = await up.ended;
    expect(ended.code, ended.all).toBe(0);
    expect(await objectsOf(stack)).toEqual(['container base-1', 'container web-1', 'network default']);
    await expectSettled(stack);
  }));

test('away just as an act is asked for, then back: it is done once', () =>
  withProxy(sketch, async ({ stack, proxy, by }) => {
    proxy.inject({ method: 'POST', path: /^\/containers\/[^/]+\/start/, nth: 2 }, { kind: 'refuse' });
    const up = stack.begin(['up'], by);
    await proxy.struck();
    await proxy.away();
    await new Promise((resolve) => setTimeout(resolve, 1000));
    await proxy.back();
    const ended = await up.ended;
    expect(ended.code, ended.all).toBe(0);
    expect(await objectsOf(stack)).toEqual(['container base-1', 'container web-1', 'network default']);
    await expectSettled(stack);
  }));

test('away for good: exit 9 with where it was looked for, and the run can be resumed', () =>
  withProxy(sketch, async ({ stack, proxy, by }) => {
    const up = stack.begin(['up'], by);
    await up.untilPrinted('base-1 started');
    await proxy.away();
    const ended = await up.ended;
    expect(ended.code, ended.all).toBe(9);
    expect(ended.all).toContain(proxy.host);
    await proxy.back();
    const status = await stack.run(['status'], by);
    expect(status.code, status.all).toBe(7);
    const resumed = await stack.run(['resume'], by);
    expect(resumed.code, resumed.all).toBe(0);
    expect(await stack.alive()).toEqual(['base-1', 'web-1']);
  }));

test('no engine at all: exit 9 at once, and nothing is begun', () =>
  withProxy(sketch, async ({ stack, proxy, by }) => {
    await proxy.away();
    const up = await stack.run(['up'], by);
    expect(up.code, up.all).toBe(9);
    expect(up.stderr).toContain(proxy.host);
    expect(stack.store().runs()).toEqual([]);
    expect(up.stderr).not.toMatch(/\n\s+at /);
  }));
