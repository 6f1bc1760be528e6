import { describe, expect, it } from 'vitest';
import type { Evidence } from '../../src/model/evidence.ts';
import type { JournalRecord, RecordBody } from '../../src/model/record.ts';
import { readSettings } from '../../src/read/settings/settings.ts';
import { type KpiInput, rolloutKpis } from '../../src/rollout/kpis.ts';
import { planOf, running, wantedService } from '../plan/small-world.ts';

const mebibyte = 1024 ** 2;
const api = wantedService('api');
const limited = { ...api, unit: { ...api.unit, memoryLimit: 100 * mebibyte } };
const plan = planOf([limited, wantedService('web', { needs: ['api'] })], { previousRelease: 'before' });

/** Each step of the plan takes a second, one after the other, but for the gate of `web`, which takes 20. */
function journal(): readonly JournalRecord[] {
  const records: JournalRecord[] = [];
  let seconds = 0;
  const add = (body: RecordBody, took: number) => {
    seconds += took;
    const at = new Date(Date.UTC(2026, 0, 1, 0, 0, seconds)).toISOString();
    records.push({ ...body, seq: records.length + 1, at, run: 'r1-1' });
  };
  const who = { pid: 1, host: 'here', token: 1 };
  add(
    {
      event: 'run-begun',
      release: plan.release,
      previous: 'before',
      kind: 'up',
      of: undefined,
      steps: 1,
      ...who,
    },
    0,
  );
  add({ event: 'phase-begun', phase: 'app' }, 2);
  for (const step of plan.phases.flatMap(({ steps }) => steps)) {
    const took = step.action.kind === 'gate' && step.action.service === 'web' ? 20 : 1;
    add({ event: 'intent', step: step.id, because: '' }, 0);
    if (step.action.kind === 'gate' && step.action.service === 'api') add(firstPass(step.id, 250), 0);
    add({ event: 'done', step: step.id, ms: took * 1000, detail: '' }, took);
  }
  return records;
}

/** The gate of this step first passed after so many ms, and went on to be stable. */
function firstPass(step: string, firstPassMs: number): RecordBody {
  const counts = { probes: 9, passesInRow: 9, failuresInRow: 0, flaps: 0, restarts: 0, lastActivityMs: 0 };
  const state = { phase: 'good', ...counts, firstPassMs, lastReason: '', cause: undefined } as const;
  return { event: 'gate', step, state };
}

const observed = [
  running('api-1', { config: api.config, memoryPeak: 90 * mebibyte, cpuSeconds: 3 }),
  running('web-1', { config: wantedService('web').config, memory: 30 * mebibyte, cpuSeconds: 1 }),
];

/** 100 s, of which two processors were busy for 4 s together; old and new instances were there at one time. */
const usage: KpiInput['usage'] = {
  memoryPeak: 200 * mebibyte,
  memoryPeaks: new Map([['api', 95 * mebibyte]]),
  cpuSeconds: 4,
  lastedMs: 100_000,
  taken: 200,
  raw: 'evidence/usage.json',
};

function measured(
  settings = '',
  earlier: readonly Evidence[] = [],
  seen = observed,
  used: KpiInput['usage'] = undefined,
) {
  const { kpis, problems } = readSettings('seaworthy.yaml', settings);
  expect(problems).toEqual([]);
  const capacity = { memory: 1, memoryTotal: 1, cpus: 2 };
  const at = new Date('2026-01-01T00:01:00Z');
  const input = {
    plan,
    records: journal(),
    observed: seen,
    capacity,
    kpis,
    earlier,
    at,
    raw: 'evidence/x.json',
    usage: used,
  };
  return rolloutKpis(input);
}

const shown = (evidence: readonly Evidence[]) =>
  evidence.map(({ name, outcome, value, unit }) => `${outcome} ${name} ${value}${unit}`);

describe('the KPIs of a rollout', () => {
  it('are what was measured beside the targets', () => {
    const total = journal().length;
    expect(total).toBeGreaterThan(4);
    expect(shown(measured())).toEqual([
      'pass kpi/setup 2000ms',
      'pass kpi/start/api 1250ms',
      'fail kpi/start/web 21000ms',
      'fail kpi/start 21000ms',
      expect.stringMatching(/^pass kpi\/total \d+ms$/),
      `pass kpi/memory ${120 * mebibyte}bytes`,
      'fail kpi/use/api 90%',
      'pass kpi/healthy 100%',
    ]);
    const [first] = measured();
    expect(first).toMatchObject({
      release: plan.release,
      raw: 'evidence/x.json',
      at: '2026-01-01T00:01:00.000Z',
    });
    expect(first?.what).toBe('from the beginning to the first start; target at most 2m00s');
  });

  it('are held against the targets of the settings', () => {
    const outcomes = new Map(
      measured('kpis: { start: 30s, use: 95%, memory: 100MiB }').map(({ name, outcome }) => [name, outcome]),
    );
    expect(outcomes.get('kpi/start')).toBe('pass');
    expect(outcomes.get('kpi/use/api')).toBe('pass');
    expect(outcomes.get('kpi/memory')).toBe('fail');
  });

  it('rest on what was sampled over the run, where the engine gave samples', () => {
    const found = measured('', [], observed, usage);
    const memory = found.find(({ name }) => name === 'kpi/memory');
    expect(memory).toMatchObject({
      value: 200 * mebibyte,
      limit: '<= 2 GiB',
      raw: 'evidence/usage.json',
      what: 'of memory at the peak of 200 samples over 1m40s; target at most 2 GiB',
    });
    expect(found.find(({ name }) => name === 'kpi/cpu')).toMatchObject({
      outcome: 'pass',
      value: 2,
      raw: 'evidence/usage.json',
      what: 'of 2 processors, all services over 1m40s; target at most 50 %',
    });
    // The kernel's own peak counts before that of the samples, which can miss one.
    const use = (seen: typeof observed) =>
      measured('', [], seen, usage).find(({ name }) => name === 'kpi/use/api')?.value;
    expect([use(observed), use([running('api-1', { config: api.config })])]).toEqual([90, 95]);
  });

  it('leave out what the engine does not know, and say who does not run', () => {
    const [, web] = observed;
    const seen = [
      running('api-1', { config: api.config }),
      { ...running('web-1'), state: 'restarting' as const },
    ];
    const names = shown(measured('', [], seen)).filter((one) => !/start|total|setup/.test(one));
    expect(web?.memory).toBeDefined();
    expect(names).toEqual(['fail kpi/healthy 50%']);
  });

  it('say how a release differs from the last one', () => {
    const settings = 'kpis: { change: [memory smaller by 20%, total larger by at most 10%] }';
    const earlier = (bytes: number, release = 'before'): Evidence => ({
      name: 'kpi/memory',
      outcome: 'pass',
      what: '',
      value: bytes,
      unit: 'bytes',
      at: '',
      by: '',
      release,
      raw: undefined,
    });
    const changes = (earlier: readonly Evidence[]) =>
      shown(measured(settings, earlier).filter(({ name }) => name.startsWith('kpi/change/')));
    const unknown = 'unknown kpi/change/total larger by at most 10% undefinedundefined';
    expect(changes([earlier(150 * mebibyte)])).toEqual([
      'pass kpi/change/memory smaller by 20% -20%',
      unknown,
    ]);
    expect(changes([earlier(140 * mebibyte)])).toEqual([
      'fail kpi/change/memory smaller by 20% -14.3%',
      unknown,
    ]);
    expect(changes([earlier(150 * mebibyte, 'other')])[0]).toMatch(/^unknown/);
  });
});
