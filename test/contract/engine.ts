// What every engine must do, on the real thing.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Engine } from '../../src/engines/engine.ts';
import type { Observed, UnitSpec } from '../../src/model/unit.ts';
import { phaseOfImages } from '../../src/plan/images.ts';

/** An engine, a second client of the same world, and the units that the suite runs. */
export interface EngineUnderTest {
  readonly engine: Engine;
  readonly other: Engine;
  /** Runs until it is stopped, and writes the line `hello` first. */
  readonly service: UnitSpec;
  /** Ends by itself with 0. */
  readonly job: UnitSpec;
  /** Ignores the polite signal. */
  readonly stubborn: UnitSpec;
  /** Writes a named volume. */
  readonly store: UnitSpec;
  /** Its image is to be built or pulled; undefined for an engine without images. */
  readonly fresh?: UnitSpec;
  end(): Promise<void>;
}

const never = new AbortController().signal;

export function engineContract(name: string, makeEngine: () => EngineUnderTest): void {
  describe(`${name} engine keeps the contract`, () => {
    let world: EngineUnderTest;
    beforeAll(() => {
      world = makeEngine();
    });
    afterAll(async () => await world.end());

    const context = (key: string, unit?: UnitSpec) => ({
      key,
      run: 'run-1',
      release: 'release-1',
      signal: never,
      wanted: unit === undefined ? undefined : wantedUnit(unit),
    });
    const start = (instance: string, unit: UnitSpec, key: string) =>
      world.engine.apply({ kind: 'start', service: unit.service, instance, config: 'c' }, context(key, unit));
    const look = async (instance: string, engine = world.engine) =>
      (await engine.observe(never)).find((one) => one.instance === instance);
    const reach = async (instance: string, state: Observed['state']) => {
      for (let turn = 0; turn < 200; turn++) {
        const found = await look(instance);
        if (found?.state === state) return found;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      throw new Error(`${instance} did not become ${state}`);
    };

    test('observes nothing before anything was started', async () => {
      expect(await world.engine.observe(never)).toEqual([]);
    });

    test('start: the instance carries what the action said', async () => {
      const { service } = world.service;
      await start('svc-1', world.service, 'key-1');
      expect(await world.engine.observe(never)).toHaveLength(1);
      expect(await reach('svc-1', 'running')).toMatchObject({
        service,
        instance: 'svc-1',
        key: 'key-1',
        config: 'c',
        release: 'release-1',
        run: 'run-1',
        routed: false,
        restarts: 0,
        oomKilled: false,
      });
    });

    test('start with the same key does nothing and answers as before', async () => {
      const before = await look('svc-1');
      await start('svc-1', world.service, 'key-1');
      const after = await world.engine.observe(never);
      expect(after.map((one) => one.instance)).toEqual(['svc-1']);
      expect(after[0]?.pid).toBe(before?.pid);
    });

    test('start of the same instance with another key is refused', async () => {
      await expect(start('svc-1', world.service, 'key-2')).rejects.toMatchObject({ code: 'ENGINE_REFUSED' });
    });

    test('a second client sees the same', async () => {
      expect((await look('svc-1', world.other))?.pid).toBe((await look('svc-1'))?.pid);
    });

    test('drain of an idle instance is over at once', async () => {
      const { service } = world.service;
      const begun = performance.now();
      await world.engine.apply({ kind: 'drain', service, instance: 'svc-1', drainMs: 5000 }, context('d1'));
      expect(performance.now() - begun).toBeLessThan(1000);
    });

    test('route: marks the one instance, moves, and is taken off', async () => {
      const { service } = world.service;
      await start('svc-2', world.service, 'key-3');
      const routed = async () =>
        (await world.other.observe(never)).filter((one) => one.routed).map((one) => one.instance);
      await world.engine.apply({ kind: 'route', service, instance: 'svc-1' }, context('r1'));
      expect(await routed()).toEqual(['svc-1']);
      await world.engine.apply({ kind: 'route', service, instance: 'svc-2' }, context('r2'));
      expect(await routed()).toEqual(['svc-2']);
      await world.engine.apply({ kind: 'route', service, instance: null }, context('r3'));
      expect(await routed()).toEqual([]);
      const absent = { kind: 'route', service, instance: 'svc-9' } as const;
      await expect(world.engine.apply(absent, context('r4'))).rejects.toMatchObject({
        code: 'ENGINE_REFUSED',
      });
    });

    // A cluster counts the pods of a service by itself.
    test.skipIf(name === 'kubernetes')('route: several serve side by side, and fewer again', async () => {
      const { service } = world.service;
      const routed = async () =>
        (await world.other.observe(never))
          .filter((one) => one.routed)
          .map((one) => one.instance)
          .sort();
      const both = { kind: 'route', service, instance: 'svc-2', beside: ['svc-1'] } as const;
      await world.engine.apply(both, context('r5'));
      expect(await routed()).toEqual(['svc-1', 'svc-2']);
      await world.engine.apply(both, context('r5'));
      expect(await routed()).toEqual(['svc-1', 'svc-2']);
      await world.engine.apply({ kind: 'route', service, instance: 'svc-1' }, context('r6'));
      expect(await routed()).toEqual(['svc-1']);
      const absent = { kind: 'route', service, instance: 'svc-1', beside: ['svc-9'] } as const;
      await expect(world.engine.apply(absent, context('r7'))).rejects.toMatchObject({
        code: 'ENGINE_REFUSED',
      });
      expect(await routed()).toEqual(['svc-1']);
      await world.engine.apply({ kind: 'route', service, instance: null }, context('r8'));
      expect(await routed()).toEqual([]);
    });

    test('logs: what was written, and the last lines only', async () => {
      const read = async (tail: number | undefined) => {
        const lines: string[] = [];
        for await (const line of world.engine.logs('svc-1', { follow: false, tail }, never))
          lines.push(line.text);
        return lines;
      };
      let lines = await read(undefined);
      for (let turn = 0; turn < 100 && !lines.includes('hello'); turn++) {
        await new Promise((resolve) => setTimeout(resolve, 20));
        lines = await read(undefined);
      }
      expect(lines).toContain('hello');
      expect(await read(0)).toEqual([]);
    });

    test('exec: exit codes of programs, 127 for what is not there', async () => {
      const run = async (argv: readonly string[]) =>
        (await world.engine.exec('svc-1', world.service, argv, never)).exitCode;
      expect(await run(['true'])).toBe(0);
      expect(await run(['false'])).toBe(1);
      expect(await run(['no-such-program-here'])).toBe(127);
    });

    test('stats: a sample of what runs', async () => {
      for await (const sample of world.engine.stats('svc-1', never)) {
        expect(sample.memory).toBeGreaterThan(0);
        expect(sample.pids).toBeGreaterThan(0);
        break;
      }
    });

    test('a one-shot ends with 0 and stays there', async () => {
      await start('job-1', world.job, 'key-4');
      expect(await reach('job-1', 'exited')).toMatchObject({ exitCode: 0, restarts: 0, oneShot: true });
    });

    test('stop: a one-shot that has just ended is over, as it has', async () => {
      const { service } = world.job;
      await start('job-1', world.job, 'key-4');
      await reach('job-1', 'exited');
      // As long as it would be given by itself: nothing hurries it.
      const stop = { kind: 'stop', service, instance: 'job-1', graceMs: 30_000, signal: 'SIGTERM' } as const;
      await world.engine.apply(stop, context('s0'));
      expect(await look('job-1')).toMatchObject({ state: 'exited', exitCode: 0 });
    });

    test('one writer: a second instance on the same volume is refused until the first has ended', async () => {
      const { service } = world.store;
      await start('store-1', world.store, 'key-5');
      await expect(start('store-2', world.store, 'key-6')).rejects.toMatchObject({ code: 'ENGINE_REFUSED' });
      expect(await look('store-2')).toBeUndefined();
      const stop = { kind: 'stop', service, instance: 'store-1', graceMs: 500, signal: 'SIGTERM' } as const;
      await world.engine.apply(stop, context('s0'));
      await start('store-2', world.store, 'key-6');
      expect((await look('store-2'))?.volumes).toHaveLength(1);
    });

    test('stop: is over when nothing runs, also for what ignores the signal, and twice', async () => {
      const { service } = world.stubborn;
      await start('stubborn-1', world.stubborn, 'key-7');
      const stop = {
        kind: 'stop',
        service,
        instance: 'stubborn-1',
        graceMs: 200,
        signal: 'SIGTERM',
      } as const;
      await world.engine.apply(stop, context('s1'));
      expect(await look('stubborn-1')).toMatchObject({ state: 'exited' });
      await world.engine.apply(stop, context('s2'));
    });

    test('remove: the instance is gone, and removing it again is fine', async () => {
      const { service } = world.service;
      const remove = { kind: 'remove', service, instance: 'svc-2' } as const;
      await world.engine.apply(remove, context('m1'));
      expect(await look('svc-2')).toBeUndefined();
      await world.engine.apply(remove, context('m2'));
    });

    test('images: looked up before, here after the step, and the step again does nothing', async () => {
      const { engine, other, fresh } = world;
      if (fresh === undefined) return expect(engine.images).toBeUndefined();
      const find = async (from: Engine) =>
        (await from.images?.([wantedUnit(fresh)], 'files', never))?.images ?? [];
      const found = await find(engine);
      expect(found).toMatchObject([
        { services: [fresh.service], change: fresh.build === undefined ? 'pull' : 'build' },
      ]);
      const images = { images: found, rate: undefined, disk: undefined };
      const action = phaseOfImages(images, {}, () => true)?.steps[0]?.action;
      if (action?.kind !== 'pull' && action?.kind !== 'build') throw new Error('no step for the image');
      await engine.apply(action, context('i1', fresh));
      expect(await find(other)).toMatchObject([{ change: 'present' }]);
      await engine.apply(action, context('i1', fresh));
      await engine.apply(action, context('i2', fresh));
      expect(await find(other)).toMatchObject([{ change: 'present' }]);
      expect(await world.engine.keepReleases?.([], never)).toBeDefined();
    });

    test('teardown: names what it ended and leaves nothing', async () => {
      const removed = await world.engine.teardown({ volumes: true }, never);
      expect(removed).toContain('instance svc-1');
      expect(removed.some((one) => one.startsWith('volume'))).toBe(true);
      expect(await world.other.observe(never)).toEqual([]);
      expect(await world.engine.teardown({ volumes: true }, never)).toEqual([]);
    });
  });
}

function wantedUnit(unit: UnitSpec) {
  const policy = {
    initialDelayMs: 0,
    periodMs: 100,
    timeoutMs: 1000,
    successThreshold: 1,
    failureThreshold: 0,
    startPeriodMs: 0,
    stableForMs: 0,
    deadlineMs: 10_000,
    noActivityMs: 0,
    soakMs: 0,
    restarts: 0,
  };
  return {
    unit,
    config: 'c',
    gate: { probe: { kind: 'engine', expect: 'running' }, policy, from: 'test', weak: false },
    replace: 'start-first',
    drainMs: 1000,
    priority: 'normal',
    irreversible: false,
    requests: { memory: 0, cpus: 0, memoryFrom: 'default', cpusFrom: 'default' },
    dependsOn: [],
  } as const;
}
