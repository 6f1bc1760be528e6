import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BugError } from '../../src/base/errors.ts';
import type { Step } from '../../src/model/plan.ts';
import { runSteps, type ScheduleOptions } from '../../src/rollout/schedule.ts';

function step(id: string, after: readonly string[] = [], kind: 'start' | 'gate' = 'start'): Step {
  const of = { service: id, instance: `${id}-1` };
  const action = kind === 'gate' ? { kind, ...of } : { kind, ...of, config: '' };
  return { id, phase: 'app', action, because: '', after, irreversible: false };
}

interface Doing {
  readonly signal: AbortSignal;
  readonly finish: () => void;
  readonly fail: (error: Error) => void;
}

/** A schedule whose steps end when the test says so. */
function begin(steps: readonly Step[], options: Partial<ScheduleOptions> = {}) {
  const doing = new Map<string, Doing>();
  const begun: string[] = [];
  const stop = new AbortController();
  const outcome = runSteps({
    steps,
    parallel: 16,
    stop: stop.signal,
    act: ({ id }, signal) => {
      begun.push(id);
      return new Promise<void>((resolve, reject) => {
        const over = (end: () => void) => () => {
          doing.delete(id);
          end();
        };
        doing.set(id, { signal, finish: over(resolve), fail: (error) => over(() => reject(error))() });
      });
    },
    ...options,
  });
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  const end = async (id: string, error?: Error) => {
    const one = doing.get(id);
    if (error === undefined) one?.finish();
    else one?.fail(error);
    await settle();
  };
  return { outcome, begun, doing, stop, end, settle };
}

test('a step begins when what it waits for is done, and not before', async () => {
  const run = begin([step('a'), step('b', ['a']), step('c', ['a', 'b'])]);
  expect(run.begun).toEqual(['a']);
  await run.end('a');
  expect(run.begun).toEqual(['a', 'b']);
  await run.end('b');
  await run.end('c');
  expect(await run.outcome).toEqual({ kind: 'finished' });
});

test('steps that do not wait for each other run side by side', () => {
  expect(begin([step('a'), step('b'), step('c')]).begun).toEqual(['a', 'b', 'c']);
});

test('what is waited for and not part of the schedule counts as done', () => {
  expect(begin([step('a', ['earlier'])]).begun).toEqual(['a']);
});

test('no more effects are under way than allowed', async () => {
  const run = begin([step('a'), step('b'), step('c')], { parallel: 2 });
  expect(run.begun).toEqual(['a', 'b']);
  await run.end('b');
  expect(run.begun).toEqual(['a', 'b', 'c']);
});

test('waits take no place among the effects', () => {
  const run = begin([step('a', [], 'gate'), step('b', [], 'gate'), step('c')], { parallel: 1 });
  expect(run.begun).toEqual(['a', 'b', 'c']);
});

test('after a failure nothing new begins, waits are told to end, and effects under way are finished', async () => {
  const run = begin([step('bad'), step('wait', [], 'gate'), step('slow'), step('next', ['slow'])]);
  await run.end('bad', new Error('no'));
  expect(run.doing.get('wait')?.signal.aborted).toBe(true);
  await run.end('wait', new Error('ended because of the other'));
  let over = false;
  void run.outcome.then(() => {
    over = true;
  });
  await run.settle();
  expect(over).toBe(false);
  await run.end('slow');
  expect(run.begun).not.toContain('next');
  expect(await run.outcome).toMatchObject({ kind: 'failed', step: { id: 'bad' }, error: { message: 'no' } });
});

test('told to stop, it begins nothing new and ends as stopped', async () => {
  const run = begin([step('a'), step('b', ['a'])]);
  run.stop.abort();
  await run.end('a');
  expect(run.begun).toEqual(['a']);
  expect(await run.outcome).toEqual({ kind: 'stopped' });
});

test('told to stop when the last step is under way, it has finished', async () => {
  const run = begin([step('a')]);
  run.stop.abort();
  await run.end('a');
  expect(await run.outcome).toEqual({ kind: 'finished' });
});

test('told to stop before it begins, it does nothing', async () => {
  const run = begin([step('a')], { stop: AbortSignal.abort() });
  expect(run.begun).toEqual([]);
  expect(await run.outcome).toEqual({ kind: 'stopped' });
});

test('an empty schedule is finished', async () => {
  expect(await begin([]).outcome).toEqual({ kind: 'finished' });
});

test('steps that wait for each other are a bug, not an interruption', async () => {
  await expect(begin([step('a', ['b']), step('b', ['a'])]).outcome).rejects.toThrow(BugError);
});

const graph = fc.array(fc.array(fc.nat(20), { maxLength: 4 }), { minLength: 1, maxLength: 20 });

test('in any graph every step runs once, after what it waits for, within the limit', () =>
  fc.assert(
    fc.asyncProperty(graph, fc.integer({ min: 1, max: 4 }), async (needs, parallel) => {
      const steps = needs.map((own, index) =>
        step(`s${index}`, index === 0 ? [] : own.map((at) => `s${at % index}`)),
      );
      const done = new Set<string>();
      let running = 0;
      const outcome = await runSteps({
        steps,
        parallel,
        stop: new AbortController().signal,
        act: async ({ id, after }) => {
          running += 1;
          expect(running).toBeLessThanOrEqual(parallel);
          for (const before of after) expect(done).toContain(before);
          await Promise.resolve();
          expect(done).not.toContain(id);
          done.add(id);
          running -= 1;
        },
      });
      expect(outcome).toEqual({ kind: 'finished' });
      expect(done.size).toBe(steps.length);
    }),
  ));
