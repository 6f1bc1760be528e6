// Many gates share the looks at one engine: one at a time, and nobody's end takes the answer from the others.
import { describe, expect, test } from 'vitest';
import { systemClock } from '../../src/base/clock.ts';
import type { Engine } from '../../src/engines/engine.ts';
import { createMemoryEngine } from '../../src/engines/memory/engine.ts';
import type { Observed } from '../../src/model/unit.ts';
import { createView } from '../../src/rollout/view.ts';
import { running } from '../plan/small-world.ts';

/** An engine whose looks end when they are told to. */
function slowEngine() {
  const looks: { readonly answer: () => void; readonly signal: AbortSignal }[] = [];
  const engine: Engine = Object.assign(Object.create(createMemoryEngine()), {
    observe: (signal: AbortSignal) =>
      new Promise<readonly Observed[]>((resolve, fail) => {
        looks.push({ answer: () => resolve([]), signal });
        signal.addEventListener('abort', () => fail(new Error('the look was given up')), { once: true });
      }),
  });
  let now = 0;
  const clock = { monotonicMs: () => now, now: () => new Date(0), sleep: async () => undefined };
  return {
    looks,
    view: createView(engine, clock),
    pass: (ms: number) => {
      now += ms;
    },
  };
}

const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

describe('a view', () => {
  test('who comes close together shares one look, and one that gives up leaves it to the others', async () => {
    const { looks, view } = slowEngine();
    const gone = new AbortController();
    const first = view.all(gone.signal);
    const second = view.all(new AbortController().signal);
    gone.abort(new Error('over'));
    await expect(first).rejects.toThrow('over');
    expect(looks).toHaveLength(1);
    expect(looks[0]?.signal.aborted).toBe(false);
    looks[0]?.answer();
    expect(await second).toEqual([]);
  });

  test('while a slow look is under way the later ones wait for one more, and no more', async () => {
    const { looks, view, pass } = slowEngine();
    const never = new AbortController().signal;
    const first = view.all(never);
    pass(1000);
    const late = [view.all(never), view.all(never), view.all(never)];
    await nextTurn();
    expect(looks).toHaveLength(1);
    looks[0]?.answer();
    await first;
    await nextTurn();
    expect(looks).toHaveLength(2);
    looks[1]?.answer();
    expect(await Promise.all(late)).toEqual([[], [], []]);
  });

  test('who waits for the look after a slow one keeps it, whoever joins and gives up', async () => {
    const { looks, view, pass } = slowEngine();
    const never = new AbortController().signal;
    const first = view.all(never);
    pass(1000);
    const late = view.all(never);
    looks[0]?.answer();
    await first;
    await nextTurn();
    const gone = new AbortController();
    const joined = view.all(gone.signal);
    gone.abort(new Error('over'));
    await expect(joined).rejects.toThrow('over');
    expect(looks[1]?.signal.aborted).toBe(false);
    looks[1]?.answer();
    expect(await late).toEqual([]);
  });

  test('a look that nobody waits for any more is ended, and the next one begins anew', async () => {
    const { looks, view, pass } = slowEngine();
    const gone = new AbortController();
    const first = view.all(gone.signal);
    gone.abort(new Error('over'));
    await expect(first).rejects.toThrow('over');
    expect(looks[0]?.signal.aborted).toBe(true);
    await nextTurn();
    pass(1);
    const again = view.all(new AbortController().signal);
    await nextTurn();
    looks[1]?.answer();
    expect(await again).toEqual([]);
  });

  test('of an engine that tells of changes is asked for one service, and remembers where it is reached', async () => {
    const looked: string[] = [];
    const memory = createMemoryEngine();
    const engine: Engine = Object.assign(Object.create(memory), {
      observe: () => Promise.reject(new Error('nobody asks for all')),
      follow: {
        changed: async () => undefined,
        look: async (service: string) => {
          looked.push(service);
          return [running(`${service}-1`)];
        },
      },
    });
    const view = createView(engine, systemClock);
    const { signal } = new AbortController();
    expect((await view.of('api', signal)).map(({ instance }) => instance)).toEqual(['api-1']);
    await view.of('web', signal);
    expect(looked).toEqual(['api', 'web']);
    expect([view.last('api-1')?.service, view.last('web-1')?.service, view.last('db-1')]).toEqual([
      'api',
      'web',
      undefined,
    ]);
  });
});
