// Fault 6 with a real daemon: SIGKILL in the middle of a run, with its containers kept and with all of them ended.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type StackSketch, withStack } from '../../system/faults/stack.ts';
import { must } from '../support/engine.ts';
import { SpareEngine } from '../support/spare-engine.ts';

const slow = (restart: string): StackSketch => {
  const one = { sh: 'sleep 1; echo ready; exec sleep 600', gate: { log: '^ready', deadline: '60s' } };
  return {
    services: {
      base: { ...one, compose: { restart } },
      web: { ...one, compose: { restart, depends_on: { base: { condition: 'service_healthy' } } } },
    },
  };
};

async function startedAt(spare: SpareEngine, container: string): Promise<unknown> {
  const { json } = await must('GET', `/containers/${container}/json`, undefined, spare.socketPath);
  return Object(json).State?.StartedAt;
}

describe.each([
  ['kept', true],
  ['ended', false],
])('containers are %s', (name, liveRestore) => {
  let spare: SpareEngine;
  beforeAll(async () => {
    spare = await SpareEngine.start(`spare-${name}`, { liveRestore });
  });
  afterAll(async () => {
    await spare?.stop();
  });

  test('the run goes on once the daemon is back, and everything runs once', () =>
    withStack(slow('always'), async (stack) => {
      const up = stack.begin(['up'], spare.by);
      await up.untilPrinted('web-1 started');
      const before = await startedAt(spare, `${stack.name}-base-1`);
      await spare.kill();
      await spare.start();
      const ended = await up.ended;
      expect(ended.code, ended.all).toBe(0);
      if (liveRestore) expect(await startedAt(spare, `${stack.name}-base-1`)).toBe(before);
      const again = await stack.run(['up'], spare.by);
      expect(again.code, again.all).toBe(0);
      expect(again.stdout).toContain('nothing to do');
      const down = await stack.run(['down', '--volumes'], spare.by);
      expect(down.code, down.all).toBe(0);
    }));

  test('what nobody restarts is seen to be gone', () =>
    withStack(slow('no'), async (stack) => {
      expect((await stack.run(['up'], spare.by)).code).toBe(0);
      await spare.kill();
      await spare.start();
      const status = await stack.run(['status', '--json'], spare.by);
      const states = JSON.parse(status.stdout).instances.map((one: { state: string }) => one.state);
      expect(states).toEqual(liveRestore ? ['running', 'running'] : ['exited', 'exited']);
      const mended = await stack.run(['up'], spare.by);
      expect(mended.code, mended.all).toBe(0);
      const down = await stack.run(['down', '--volumes'], spare.by);
      expect(down.code, down.all).toBe(0);
    }));
});
