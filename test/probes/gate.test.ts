import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { GatePolicy, GateState, Verdict } from '../../src/model/probe.ts';
import { type GateEvent, type GateProgress, gateStep } from '../../src/probes/gate.ts';
import {
  gateSummary,
  initialGate,
  initialSoak,
  nextProbeAt,
  resumeGate,
} from '../../src/probes/gate-state.ts';

const base: GatePolicy = {
  initialDelayMs: 0,
  periodMs: 1000,
  timeoutMs: 5000,
  successThreshold: 3,
  failureThreshold: 0,
  startPeriodMs: 0,
  stableForMs: 10_000,
  deadlineMs: 60_000,
  noActivityMs: 0,
  soakMs: 0,
  restarts: 2,
};

const pass: Verdict = { state: 'pass', reason: 'GET / → 200' };
const miss: Verdict = { state: 'fail', reason: 'GET / → 503' };
const wait: Verdict = { state: 'wait', reason: 'not yet' };
const bad: Verdict = { state: 'bad', reason: 'exec curl: exit 127 (program not found)' };

type Timed = readonly [atMs: number, event: GateEvent | Verdict];

const began = 1_000_000;

function play(events: readonly Timed[], policy: GatePolicy, start = initialGate(began)): GateProgress {
  let state = start;
  for (const [atMs, event] of events) {
    const full: GateEvent = 'state' in event ? { kind: 'verdict', verdict: event } : event;
    state = gateStep(state, full, policy, began + atMs);
  }
  return state;
}

/** The verdict each second, from and up to the given times. */
function each(verdict: Verdict, fromMs: number, toMs: number): readonly Timed[] {
  const events: Timed[] = [];
  for (let at = fromMs; at <= toMs; at += 1000) events.push([at, verdict]);
  return events;
}

const tick: GateEvent = { kind: 'tick' };
const restart = (count: number, exit = 1): GateEvent => ({ kind: 'restart', count, exit });
const trouble = (cause: string, isFinal: boolean, ends?: number): GateEvent => ({
  kind: 'trouble',
  trouble: { cause, isFinal, ...(ends === undefined ? {} : { ends }) },
});
const exited = (code: number | undefined, oom = false): GateEvent => ({ kind: 'exited', code, oom });

const cases: readonly (readonly [
  string,
  Partial<GatePolicy>,
  readonly Timed[],
  GateState['phase'],
  string | undefined,
])[] = [
  ['passes long enough', {}, each(pass, 1000, 11_000), 'good', undefined],
  [
    'is not ready a moment before it is stable',
    {},
    [...each(pass, 1000, 10_000), [10_999, pass]],
    'starting',
    undefined,
  ],
  [
    'needs the passes even when time has passed',
    {},
    [
      [0, pass],
      [20_000, pass],
    ],
    'starting',
    undefined,
  ],
  ['starts just under the deadline', {}, each(pass, 50_000, 60_000), 'good', undefined],
  [
    'starts just over the deadline',
    {},
    [...each(pass, 50_200, 59_200), [60_200, pass]],
    'failed',
    'not ready after 1m00s, 0.2s past the deadline: 11 passes in a row (3 needed), stable for 10s of 10s: GET / → 200',
  ],
  [
    'never answers well',
    {},
    [...each(miss, 0, 59_000), [60_000, tick]],
    'failed',
    'not ready after 1m00s, 0s past the deadline: GET / → 503',
  ],
  ['flaps', {}, [...each(pass, 0, 9000), [9500, miss], ...each(pass, 10_000, 19_000)], 'starting', undefined],
  ['flaps and then holds', {}, [[0, pass], [500, miss], ...each(pass, 1000, 11_000)], 'good', undefined],
  [
    'counts failures once a period',
    { failureThreshold: 3 },
    [
      [50, miss],
      [100, miss],
      [200, miss],
    ],
    'starting',
    undefined,
  ],
  [
    'fails early at the failure threshold',
    { failureThreshold: 3 },
    each(miss, 0, 3000),
    'failed',
    '3 failures in a row: GET / → 503',
  ],
  [
    'does not count failures in the start period',
    { failureThreshold: 3, startPeriodMs: 9000 },
    each(miss, 0, 11_000),
    'starting',
    undefined,
  ],
  [
    'does not count "not yet" as failure',
    { failureThreshold: 3 },
    each(wait, 0, 9000),
    'starting',
    undefined,
  ],
  [
    'starts in silence',
    { noActivityMs: 15_000 },
    [...each(wait, 0, 14_000), [15_000, tick]],
    'failed',
    "no activity for 15s (no log, no CPU, no change of the probe's answer): not yet",
  ],
  [
    'is silent but busy',
    { noActivityMs: 15_000 },
    [
      [0, wait],
      [10_000, { kind: 'activity' }],
      [20_000, tick],
    ],
    'starting',
    undefined,
  ],
  [
    'is silent but passes',
    { noActivityMs: 5000, stableForMs: 20_000 },
    each(pass, 0, 20_000),
    'good',
    undefined,
  ],
  [
    'restarts within what is tolerated, then holds',
    {},
    [[100, restart(1)], [3000, restart(2)], ...each(pass, 4000, 14_000)],
    'good',
    undefined,
  ],
  [
    'loses its passes by a restart',
    {},
    [...each(pass, 0, 9000), [9100, restart(1)], [10_000, pass]],
    'starting',
    undefined,
  ],
  [
    'is in a crash loop',
    {},
    [
      [100, restart(1)],
      [200, restart(2)],
      [300, restart(3, 137)],
    ],
    'failed',
    'crash loop: 3 restarts, 2 tolerated, last exit 137',
  ],
  ['exits for good', {}, [[100, exited(1)]], 'failed', 'instance exited with code 1'],
  ['is killed for memory', {}, [[100, exited(137, true)]], 'failed', 'instance was killed for memory (OOM)'],
  [
    'what the engine calls hopeless ends the wait at once, in its words',
    {},
    [[100, trouble('image web:9 cannot be pulled: not found', true)]],
    'failed',
    'image web:9 cannot be pulled: not found',
  ],
  [
    'trouble that may pass ends nothing, however long',
    {},
    [[100, trouble('no node takes its pod', false)], ...each(pass, 1000, 11_000)],
    'good',
    undefined,
  ],
  [
    'ends as often as the policy tolerates, by the word of the engine',
    {},
    [
      [100, trouble('crash loop', false, 1)],
      [200, trouble('crash loop', false, 2)],
      ...each(pass, 1000, 11_000),
    ],
    'good',
    undefined,
  ],
  [
    'ends once more than that',
    {},
    [
      [100, trouble('crash loop', false, 2)],
      [200, trouble('crash loop: exits with code 1', false, 3)],
    ],
    'failed',
    'crash loop: exits with code 1',
  ],
  [
    'ends oftener, where the policy says so',
    { restarts: 5 },
    [[200, trouble('crash loop', false, 5)], ...each(pass, 1000, 11_000)],
    'good',
    undefined,
  ],
  [
    'an end loses the row of passes',
    {},
    [...each(pass, 0, 9000), [9100, trouble('crash loop', false, 1)], [10_000, pass]],
    'starting',
    undefined,
  ],
  [
    'is killed for memory at a limit',
    {},
    [[100, { kind: 'exited', code: 137, oom: true, limit: 96 * 1024 ** 2, peak: 95.6 * 1024 ** 2 }]],
    'failed',
    'instance was killed for memory (OOM), limit 96 MiB, peak 96 MiB seen; raise deploy.resources.limits.memory, or let it need less',
  ],
  [
    'has a check that cannot work',
    {},
    [
      [0, bad],
      [100, bad],
      [200, bad],
    ],
    'failed',
    'bad check: exec curl: exit 127 (program not found)',
  ],
  [
    'has a check that could not work twice',
    {},
    [[0, bad], [100, bad], ...each(pass, 1000, 11_000)],
    'good',
    undefined,
  ],
];

describe('a gate on a service that', () => {
  it.each(cases)('%s', (_name, policy, events, phase, cause) => {
    const state = play(events, { ...base, ...policy });
    expect([state.phase, state.cause]).toEqual([phase, cause]);
  });
});

const quick: Partial<GatePolicy> = { successThreshold: 1, stableForMs: 0, soakMs: 10_000 };

const soaks: typeof cases = [
  ['stops at ready before the soak', quick, [[1000, pass]], 'ready', undefined],
  [
    'soaks from the first event after that',
    quick,
    [
      [1000, pass],
      [5000, tick],
    ],
    'soaking',
    undefined,
  ],
  ['holds', quick, [[1000, pass], ...each(pass, 5000, 15_000)], 'good', undefined],
  [
    'dies in the soak',
    quick,
    [[1000, pass], ...each(pass, 5000, 13_000), [14_000, exited(1)]],
    'failed',
    'instance exited with code 1, 9s into the soak',
  ],
  [
    'restarts in the soak',
    quick,
    [
      [1000, pass],
      [2000, tick],
      [3000, restart(1)],
    ],
    'failed',
    'restarted in the soak, last exit 1',
  ],
  [
    'misses once, so the soak begins anew',
    quick,
    [[1000, pass], ...each(pass, 2000, 9000), [10_000, miss], ...each(pass, 11_000, 19_000)],
    'soaking',
    undefined,
  ],
  [
    'misses three times in a row',
    quick,
    [[1000, pass], [2000, tick], ...each(miss, 3000, 5000)],
    'failed',
    'not steady in the soak, 3 misses in a row: GET / → 503',
  ],
];

describe('a soak of a service that', () => {
  it.each(soaks)('%s', (_name, policy, events, phase, cause) => {
    const state = play(events, { ...base, ...policy });
    expect([state.phase, state.cause]).toEqual([phase, cause]);
  });

  it('never stays steady ends all the same', () => {
    const events = Array.from(
      { length: 60 },
      (_, index): Timed => [index * 1000, index % 5 === 4 ? miss : pass],
    );
    const state = play(events, { ...base, ...quick });
    expect(state.cause).toMatch(/^not steady for 10s within 36s of soak/);
  });

  it('was up before can begin with its restarts known', () => {
    const state = play(
      [[0, restart(4)], ...each(pass, 0, 10_000)],
      { ...base, ...quick },
      initialSoak(began, 4),
    );
    expect(state.phase).toBe('good');
  });
});

describe('what a gate says', () => {
  it('gives the margin before the deadline', () => {
    const state = play(each(pass, 49_200, 59_200), base);
    expect(gateSummary(state, base)).toBe('ready after 59.2s, 0.8s before the deadline');
  });

  it('counts flaps', () => {
    const state = play([[0, pass], [500, miss], [600, pass], [700, miss], ...each(pass, 1000, 11_000)], base);
    expect(state.flaps).toBe(2);
    expect(gateSummary(state, base)).toBe('ready after 11s, 49s before the deadline, 2 flaps seen');
  });
});

describe('a resumed gate', () => {
  it('goes on counting as if the deployer had not been gone', () => {
    const before = play(each(pass, 0, 6000), base);
    const journaled: GateState = JSON.parse(JSON.stringify(before));
    // The new process has a clock of its own, which may be behind the old one's.
    let state = resumeGate(journaled, 42);
    expect(state.passesInRow).toBe(7);
    for (let at = 1000; at <= 4000; at += 1000) {
      expect(state.phase).toBe('starting');
      state = gateStep(state, { kind: 'verdict', verdict: pass }, base, 42 + at);
    }
    expect([state.phase, state.readyMs]).toEqual(['good', 10_000]);
  });

  it('keeps what is left of the deadline', () => {
    const before: GateState = JSON.parse(JSON.stringify(play(each(miss, 0, 50_000), base)));
    const state = gateStep(resumeGate(before, 0), { kind: 'tick' }, base, 9999);
    expect(state.phase).toBe('starting');
    expect(gateStep(state, { kind: 'tick' }, base, 10_000).phase).toBe('failed');
  });
});

describe('the next probe', () => {
  const times = (policy: GatePolicy, verdict: Verdict, count: number, growth?: number) => {
    let state = initialGate(0);
    return Array.from({ length: count }, () => {
      const at = nextProbeAt(state, policy, state.elapsedMs, growth);
      state = gateStep(state, { kind: 'verdict', verdict }, policy, at);
      return Math.round(at);
    });
  };

  it('comes often at first, then once a period', () => {
    expect(times(base, miss, 8)).toEqual([50, 100, 200, 400, 800, 1600, 2600, 3600]);
  });

  it('comes each second at least while nothing has passed, however long the period', () => {
    expect(times({ ...base, periodMs: 30_000 }, miss, 7)).toEqual([50, 100, 200, 400, 800, 1600, 2600]);
  });

  it('is spread over the stable time and falls on its end', () => {
    expect(times({ ...base, periodMs: 30_000 }, pass, 3)).toEqual([50, 5050, 10_050]);
    expect(times({ ...base, periodMs: 4000 }, pass, 4)).toEqual([50, 4050, 8050, 10_050]);
  });

  it('waits for the initial delay', () => {
    expect(times({ ...base, initialDelayMs: 3000 }, miss, 4)).toEqual([3000, 3050, 3100, 3200]);
  });
});

describe('any course of a gate', () => {
  const verdict = fc.constantFrom(pass, pass, pass, miss, wait, bad);
  const event: fc.Arbitrary<GateEvent> = fc.oneof(
    { weight: 6, arbitrary: verdict.map((one): GateEvent => ({ kind: 'verdict', verdict: one })) },
    { weight: 1, arbitrary: fc.constantFrom<GateEvent>(tick, { kind: 'activity' }) },
    { weight: 1, arbitrary: fc.nat(5).map((count) => restart(count)) },
  );
  const course = fc.array(fc.tuple(fc.nat(3000), event), { maxLength: 80 });
  const policies = fc.record({
    successThreshold: fc.integer({ min: 1, max: 5 }),
    stableForMs: fc.nat(5000),
    soakMs: fc.constantFrom(0, 4000),
    failureThreshold: fc.nat(4),
    noActivityMs: fc.constantFrom(0, 9000),
  });

  it('is never ready on fewer passes in a row than asked for, and a miss always resets', () => {
    fc.assert(
      fc.property(policies, course, (part, steps) => {
        const policy = { ...base, ...part };
        let state = initialGate(0);
        let now = 0;
        let row: number[] = [];
        for (const [pause, one] of steps) {
          now += pause;
          const before = state;
          state = gateStep(state, one, policy, now);
          if (one.kind === 'verdict') row = one.verdict.state === 'pass' ? [...row, now] : [];
          if (one.kind === 'restart' && one.count > before.restarts) row = [];
          if (row.length === 0 && state.phase !== 'good' && before.phase !== 'failed') {
            expect(state.passesInRow).toBe(0);
          }
          if (before.phase === 'starting' && (state.phase === 'ready' || state.phase === 'good')) {
            expect(row.length).toBeGreaterThanOrEqual(policy.successThreshold);
            expect(now - (row[0] ?? now)).toBeGreaterThanOrEqual(policy.stableForMs);
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  it('ends alike whether or not the deployer dies in it', () => {
    fc.assert(
      fc.property(policies, course, fc.nat(80), (part, steps, cut) => {
        const policy = { ...base, ...part };
        let whole = initialGate(0);
        let resumed = initialGate(0);
        let now = 0;
        let lost = 0;
        for (const [index, [pause, one]] of steps.entries()) {
          if (index === cut) {
            resumed = resumeGate(JSON.parse(JSON.stringify(resumed)), 5);
            lost = 5 - now;
          }
          now += pause;
          whole = gateStep(whole, one, policy, now);
          resumed = gateStep(resumed, one, policy, now + lost);
        }
        expect({ ...resumed, beganAt: 0 }).toEqual({ ...whole, beganAt: 0 });
      }),
      { numRuns: 300 },
    );
  });
});
