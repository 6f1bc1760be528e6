import { describe, expect, it } from 'vitest';
import type { Sample } from '../../src/engines/engine.ts';
import type { Action } from '../../src/model/plan.ts';
import { recordUsage } from '../../src/rollout/usage.ts';
import { UsageCourse } from '../../src/rollout/usage-course.ts';
import { FakeClock } from '../fake-clock.ts';
import { running } from '../plan/small-world.ts';

const sampleOf = (memory: number, cpuSeconds: number | undefined): Sample => ({
  atMs: 0,
  memory,
  cpuSeconds,
  pids: 1,
});

/** Every instance uses what `use` says after so many seconds of its own; undefined: it has ended. */
function recorded(
  use: Readonly<Record<string, (second: number) => Sample | undefined>>,
  kept: readonly string[] = [],
) {
  const clock = new FakeClock();
  const recorder = recordUsage(
    {
      observe: async () => kept.map((instance) => running(instance)),
      async *stats(instance, signal) {
        for (let second = 1; ; second += 1) {
          await clock.sleep(1000, signal);
          const sample = use[instance]?.(second);
          if (signal.aborted || sample === undefined) return;
          yield sample;
        }
      },
    },
    clock,
  );
  const done = (kind: 'start' | 'stop', instance: string) => {
    const service = instance.replace(/-\d+$/, '');
    const action: Action =
      kind === 'start'
        ? { kind, service, instance, config: '' }
        : { kind, service, instance, graceMs: 0, signal: 'SIGTERM' };
    const step = {
      id: `app/${service}/${kind}/${instance}`,
      phase: 'app',
      action,
      because: '',
      after: [],
      irreversible: false,
    };
    recorder.heard({ type: 'step-done', step, ms: 0, detail: '' });
  };
  return { clock, recorder, done };
}

describe('what instances use while a run goes on', () => {
  it('is followed from the start of each to its stop, old beside new', async () => {
    const { clock, recorder, done } = recorded(
      {
        'api-1': () => sampleOf(100, undefined),
        'api-2': () => sampleOf(60, undefined),
        'web-1': () => sampleOf(5, undefined),
      },
      ['api-1'],
    );
    await clock.advance(1500);
    done('start', 'api-2');
    await clock.advance(2000);
    done('stop', 'api-1');
    done('start', 'web-1');
    await clock.advance(3000);
    const usage = recorder.stop();
    expect(usage.memoryPeak).toBe(160);
    expect([...usage.memoryPeaks]).toEqual([
      ['api', 160],
      ['web', 5],
    ]);
    expect(usage.lastedMs).toBe(6500);
    expect(usage.samples.filter(({ instance }) => instance === 'api-1').at(-1)).toMatchObject({
      atMs: 3500,
      memory: 0,
    });
    expect(usage.cpuSeconds).toBeUndefined();
    const before = usage.samples.length;
    await clock.advance(5000);
    expect(recorder.stop().samples.length).toBe(before);
  });

  it('counts the CPU of the run alone, through a restart', async () => {
    const { clock, recorder, done } = recorded(
      {
        // It had used an hour before.
        'api-1': (second) => sampleOf(1, 3600 + second / 2),
        // It dies after two seconds, and begins again at 0.
        'web-1': (second) => (second > 2 ? undefined : sampleOf(1, second)),
      },
      ['api-1'],
    );
    done('start', 'web-1');
    await clock.advance(6500);
    const usage = recorder.stop();
    // Half a second in each of the five after the first sample; twice two seconds.
    expect(usage.cpuSeconds).toBeCloseTo(2.5 + 4, 5);
    expect(usage.samples.find(({ instance }) => instance === 'api-1')?.cpus).toBeUndefined();
    expect(usage.samples.filter(({ instance }) => instance === 'api-1').at(-1)?.cpus).toBeCloseTo(0.5, 5);
  });

  it('was not measured where the engine tells nothing', async () => {
    const { clock, recorder, done } = recorded({});
    done('start', 'api-1');
    await clock.advance(5000);
    expect(recorder.stop()).toMatchObject({
      samples: [],
      memoryPeak: undefined,
      cpuSeconds: undefined,
      taken: 0,
    });
  });
});

describe('an engine that tells nothing', () => {
  it('is asked less and less, and as often as before once it has told something', async () => {
    const clock = new FakeClock();
    const asked: number[] = [];
    let isTelling = false;
    const recorder = recordUsage(
      {
        observe: async () => [running('api-1')],
        async *stats() {
          asked.push(clock.monotonicMs());
          if (isTelling) yield sampleOf(1, undefined);
        },
      },
      clock,
    );
    await clock.advance(31_500);
    isTelling = true;
    await clock.advance(10_000);
    recorder.stop();
    const first = asked[0] ?? 0;
    expect(asked.map((at) => at - first)).toEqual([
      ...[0, 1000, 3000, 7000, 15_000, 23_000, 31_000],
      ...[39_000, 40_000, 41_000],
    ]);
  });
});

describe('a long course', () => {
  it('is kept in few samples, of which none of the peaks and no end is lost', () => {
    const course = new UsageCourse(100);
    for (let second = 0; second < 5000; second += 1) {
      const memory = second === 4321 ? 900 : 100 + (second % 7);
      const before = { atMs: (second - 1) * 1000, cpuSeconds: (second - 1) / 4 };
      course.add(
        { service: 'api', instance: 'api-1', atMs: second * 1000 },
        sampleOf(memory, second / 4),
        before,
      );
    }
    course.end('api-1', 5_000_000);
    const { samples, memoryPeak, taken } = course.recorded(5_000_000);
    expect(taken).toBe(5000);
    expect(samples.length).toBeLessThanOrEqual(100);
    expect(samples.length).toBeGreaterThan(20);
    expect(memoryPeak).toBe(900);
    expect(Math.max(...samples.map(({ memory }) => memory))).toBe(900);
    expect(samples.at(-1)?.memory).toBe(0);
    for (const { cpus } of samples.slice(0, -1)) expect(cpus).toBeCloseTo(0.25, 1);
  });
});
