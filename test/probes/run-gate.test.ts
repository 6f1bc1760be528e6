import { describe, expect, it } from 'vitest';
import { systemClock } from '../../src/base/clock.ts';
import type { GatePolicy, GateState, Probe } from '../../src/model/probe.ts';
import type { GateProgress } from '../../src/probes/gate.ts';
import { type GateRun, runGate } from '../../src/probes/run-gate.ts';
import type { ProbeTarget } from '../../src/probes/target.ts';
import { FakeClock } from '../fake-clock.ts';
import { observed, policy, targetOf } from './target.ts';

const check: Probe = { kind: 'exec', argv: ['check'] };
const once = { successThreshold: 1, stableForMs: 0 };

function start(
  clock: FakeClock,
  probe: Probe,
  part: Partial<GatePolicy>,
  target: ProbeTarget,
  more: Partial<GateRun> = {},
) {
  const changes: GateState[] = [];
  let ended: GateProgress | undefined;
  const done = runGate({
    gate: { probe, policy: { ...policy, ...part }, from: 'settings', weak: false },
    target,
    clock,
    signal: new AbortController().signal,
    onChange: (state) => changes.push(state),
    ...more,
  }).then((state) => {
    ended = state;
    return state;
  });
  return { changes, done, ended: () => ended };
}

/** Exit codes by time. */
function execAt(clock: FakeClock, exitAt: (ms: number) => number): Partial<ProbeTarget> {
  return { exec: async () => ({ exitCode: exitAt(clock.monotonicMs()), output: '' }) };
}

describe('a running gate', () => {
  it('ends as soon as the service has been well long enough', async () => {
    const clock = new FakeClock();
    const gate = start(clock, check, {}, targetOf(execAt(clock, (ms) => (ms < 3000 ? 1 : 0))));
    await clock.advance(13_500);
    expect(gate.ended()).toBeUndefined();
    await clock.advance(500);
    expect(gate.ended()?.phase).toBe('good');
    expect(gate.ended()?.firstPassMs).toBeLessThan(4000);
  });

  it('ends at the very deadline, though a probe hangs', async () => {
    const clock = new FakeClock();
    const hang = () => new Promise<never>(() => undefined);
    const gate = start(clock, check, { timeoutMs: 100_000 }, targetOf({ exec: hang }));
    await clock.advance(59_999);
    expect(gate.ended()).toBeUndefined();
    await clock.advance(1);
    expect(gate.ended()?.cause).toBe('not ready after 1m00s, 0s past the deadline: not probed yet');
  });

  it('is not misled by a wall clock that jumps', async () => {
    const clock = new FakeClock();
    const gate = start(clock, check, {}, targetOf(execAt(clock, () => 1)));
    for (let at = 0; at < 59; at++) {
      clock.jumpWall(at % 2 === 0 ? 3_600_000 : -3_600_000);
      await clock.advance(1000);
    }
    expect(gate.ended()).toBeUndefined();
    await clock.advance(1000);
    expect(gate.ended()?.phase).toBe('failed');
  });

  it('sees an exit between two probes', async () => {
    const clock = new FakeClock();
    const observe = async () =>
      clock.monotonicMs() < 2000 ? observed() : observed({ state: 'exited', exitCode: 3 });
    const gate = start(clock, check, { periodMs: 30_000 }, targetOf({ observe }));
    await clock.advance(2300);
    expect(gate.ended()?.cause).toBe('instance exited with code 3');
  });

  it('does not trust an answer on a port whose process is gone', async () => {
    const clock = new FakeClock();
    let probed = false;
    const target = targetOf({
      exec: async () => {
        probed = true;
        return { exitCode: 0, output: '' };
      },
      observe: async () => (probed ? observed({ state: 'exited', exitCode: 1 }) : observed()),
    });
    const gate = start(clock, check, once, target);
    await clock.advance(100);
    expect(gate.ended()?.cause).toBe('instance exited with code 1');
  });

  it('tolerates restarts and fails in a crash loop', async () => {
    const clock = new FakeClock();
    const observe = async () =>
      observed({ restarts: Math.floor(clock.monotonicMs() / 1000), exitCode: 7, state: 'restarting' });
    const gate = start(clock, check, { restarts: 2 }, targetOf({ ...execAt(clock, () => 1), observe }));
    await clock.advance(2900);
    expect(gate.ended()).toBeUndefined();
    await clock.advance(400);
    expect(gate.ended()?.cause).toBe('crash loop: 3 restarts, 2 tolerated, last exit 7');
  });

  it('takes an instance that vanished as ended', async () => {
    const clock = new FakeClock();
    const gate = start(clock, check, {}, targetOf({ observe: async () => undefined }));
    await clock.advance(500);
    expect(gate.ended()?.cause).toBe('instance exited');
  });

  it('does not blame the service for an engine that fails to answer', async () => {
    const clock = new FakeClock();
    const observe = async () => {
      throw new Error('engine is down');
    };
    const gate = start(clock, check, {}, targetOf({ observe }));
    await clock.advance(11_500);
    expect(gate.ended()?.phase).toBe('good');
  });

  it('notices silence where CPU and log are known, and only there', async () => {
    const quiet = { noActivityMs: 10_000 };
    const clock = new FakeClock();
    const idle = async () => observed({ cpuSeconds: 1 + clock.monotonicMs() / 1_000_000, lastLogMs: 5 });
    const busy = async () => observed({ cpuSeconds: clock.monotonicMs() / 5000, lastLogMs: 5 });
    const exec = execAt(clock, () => 1);
    const gates = [idle, busy, async () => observed()].map((observe) =>
      start(clock, check, quiet, targetOf({ ...exec, observe })),
    );
    await clock.advance(12_500);
    expect(gates.map((gate) => gate.ended()?.phase)).toEqual(['failed', undefined, undefined]);
    expect(gates[0]?.ended()?.cause).toMatch(/^no activity for 10s/);
    await clock.advance(60_000);
  });

  it('passes a one-shot on its exit 0 and fails it on another', async () => {
    const probe: Probe = { kind: 'engine', expect: 'completed' };
    const clock = new FakeClock();
    const end = (exitCode: number) => async () =>
      clock.monotonicMs() < 5000 ? observed() : observed({ state: 'exited', exitCode });
    const good = start(clock, probe, {}, targetOf({ observe: end(0) }));
    const failed = start(clock, probe, {}, targetOf({ observe: end(4) }));
    await clock.advance(6100);
    expect(good.ended()?.phase).toBe('good');
    expect(failed.ended()?.cause).toBe('instance exited with code 4');
  });

  it('ends unjudged when aborted', async () => {
    const clock = new FakeClock();
    const stop = new AbortController();
    const gate = start(clock, check, {}, targetOf(execAt(clock, () => 1)), { signal: stop.signal });
    await clock.advance(1000);
    stop.abort();
    await clock.advance(0);
    expect(gate.ended()?.phase).toBe('starting');
  });

  it('stops at ready when asked, and the soak goes on from there', async () => {
    const clock = new FakeClock();
    const soak = { ...once, soakMs: 5000 };
    const ready = start(clock, check, soak, targetOf(), { until: 'ready' });
    await clock.advance(60);
    const state = ready.ended();
    expect(state?.phase).toBe('ready');
    if (state === undefined) return;
    const soaked = start(clock, check, soak, targetOf(), { from: state });
    await clock.advance(4900);
    expect(soaked.ended()).toBeUndefined();
    await clock.advance(1100);
    expect(soaked.ended()?.phase).toBe('good');
  });

  it('reports changes, and counters once a second', async () => {
    const clock = new FakeClock();
    const gate = start(clock, check, {}, targetOf(execAt(clock, (ms) => (ms < 9000 ? 1 : 0))));
    await clock.advance(60_000);
    expect(gate.ended()?.phase).toBe('good');
    expect(gate.changes.length).toBeLessThan(30);
    expect(gate.changes.at(-1)?.phase).toBe('good');
    expect(new Set(gate.changes.map((state) => state.lastReason))).toEqual(
      new Set(['exec check: exit 1', 'exec check: exit 0']),
    );
  });
});

describe('a gate on a log line', () => {
  function tail() {
    const lines: string[] = [];
    let wake = () => {};
    return {
      say(line: string) {
        lines.push(line);
        wake();
      },
      async *logs(signal: AbortSignal) {
        signal.addEventListener('abort', () => wake());
        for (let at = 0; !signal.aborted; ) {
          const line = lines[at];
          if (line === undefined) {
            await new Promise<void>((resolve) => {
              wake = resolve;
            });
          } else {
            at += 1;
            yield line;
          }
        }
      },
    };
  }

  it('passes within 20 ms of the line', async () => {
    const clock = new FakeClock();
    const log = tail();
    const gate = start(
      clock,
      { kind: 'log', pattern: 'ready to accept' },
      once,
      targetOf({ logs: log.logs }),
    );
    log.say('starting');
    await clock.advance(450);
    log.say('database is ready to accept connections');
    await clock.advance(20);
    expect(gate.ended()?.phase).toBe('good');
    expect(await gate.done).toMatchObject({ lastReason: 'log: database is ready to accept connections' });
  });

  it('does not pass a restarted instance on what its predecessor said', async () => {
    const clock = new FakeClock();
    const log = tail();
    const restarted = () => clock.monotonicMs() >= 3000;
    const observe = async () =>
      restarted() ? observed({ restarts: 1, startedAt: '2026-01-01T00:00:03.000Z' }) : observed();
    const gate = start(clock, { kind: 'log', pattern: 'ready' }, {}, targetOf({ logs: log.logs, observe }));
    log.say('ready');
    await clock.advance(20_000);
    expect(gate.ended()).toBeUndefined();
    log.say('ready again');
    await clock.advance(10_500);
    expect(gate.ended()?.phase).toBe('good');
  });

  it('fails soon on a pattern that is none', async () => {
    const clock = new FakeClock();
    const gate = start(clock, { kind: 'log', pattern: '(' }, {}, targetOf());
    await clock.advance(1000);
    expect(gate.ended()?.cause).toMatch(/^bad check: .*Invalid regular expression/);
  });
});

describe('many gates at once', () => {
  it('cost little CPU', async () => {
    const before = process.cpuUsage();
    const gates = Array.from({ length: 32 }, () =>
      runGate({
        gate: { probe: check, policy: { ...policy, stableForMs: 1000 }, from: 'settings', weak: false },
        target: targetOf(),
        clock: systemClock,
        signal: new AbortController().signal,
      }),
    );
    const states = await Promise.all(gates);
    const used = process.cpuUsage(before);
    expect(states.every((state) => state.phase === 'good')).toBe(true);
    expect((used.user + used.system) / 1000).toBeLessThan(400);
  });
});

describe('a gate that is told of changes', () => {
  const running: Probe = { kind: 'engine', expect: 'running' };

  /** An instance that is starting until it is changed; how often it was looked at. */
  function toldTarget() {
    let state: 'starting' | 'running' = 'starting';
    let looks = 0;
    let tell: () => void = () => undefined;
    const target = targetOf({
      observe: async () => {
        looks += 1;
        return observed({ state });
      },
      changed: (signal) =>
        new Promise((resolve) => {
          tell = resolve;
          signal.addEventListener('abort', () => resolve(), { once: true });
        }),
    });
    return {
      target,
      looks: () => looks,
      change: (to: 'starting' | 'running') => {
        state = to;
        tell();
      },
    };
  }

  it('asks seldom while nothing changes, whatever its period, and at once when something does', async () => {
    const clock = new FakeClock();
    const told = toldTarget();
    const gate = start(clock, running, { ...once, periodMs: 100 }, told.target);
    await clock.advance(10_000);
    // Twice a second, by the probe and by the look for what only time brings, and the first few.
    expect(told.looks()).toBeLessThan(30);
    told.change('running');
    await clock.advance(1);
    expect(gate.ended()?.phase).toBe('good');
  });

  it('counts no pass before its initial delay is over', async () => {
    const clock = new FakeClock();
    const told = toldTarget();
    const gate = start(clock, running, { ...once, initialDelayMs: 5000 }, told.target);
    await clock.advance(1000);
    told.change('running');
    await clock.advance(3900);
    expect(gate.ended()).toBeUndefined();
    await clock.advance(200);
    expect(gate.ended()?.phase).toBe('good');
  });
});
