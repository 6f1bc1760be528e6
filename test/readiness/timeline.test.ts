import { describe, expect, it } from 'vitest';
import { replay } from '../../src/journal/replay.ts';
import type { Plan } from '../../src/model/plan.ts';
import type { JournalRecord } from '../../src/model/record.ts';
import { timelineOf } from '../../src/readiness/timeline.ts';
import { records } from './facts.ts';

function runWith(more: readonly JournalRecord[] = []) {
  const all = [...records.slice(0, -1), ...more, ...records.slice(-1)];
  const state = replay(all);
  if (state === undefined) throw new Error('the records begin no run');
  return { run: 'r1-1', path: 'p', records: all, state };
}

/** A plan with the steps of the records and what each waits for. */
function planOf(after: Readonly<Record<string, readonly string[]>>): Plan {
  const action = { kind: 'gate', service: 'api', instance: 'api-1' } as const;
  const steps = Object.entries(after).map(([id, before]) => ({
    id,
    phase: 'core',
    action,
    because: '',
    after: before,
    irreversible: false,
  }));
  return {
    schema: 'seaworthy.plan/1',
    version: '0',
    stack: 'shop',
    engine: 'local',
    environment: undefined,
    release: 'r',
    previousRelease: undefined,
    phases: [{ name: 'core', services: [], admissions: [], admitted: true, advice: [], steps, soakMs: 0 }],
    wanted: {},
    observed: '',
    numbers: {},
    warnings: [],
    createdAt: '',
  };
}

describe('the timeline of a run', () => {
  it('has each step from its intent to its outcome', () => {
    expect(timelineOf(runWith(), undefined).map(({ id, fromMs, toMs }) => [id, fromMs, toMs])).toEqual([
      ['core/api/start/api-1', 1000, 2000],
      ['core/api/gate/api-1', 2000, 6000],
    ]);
  });

  it('marks the chain that ended last, and nothing beside it', () => {
    const step = 'core/web/start/web-1';
    const at = (second: number) => `2026-03-01T10:00:0${second}.000Z`;
    const run = runWith([
      { seq: 7, at: at(1), run: 'r1-1', event: 'intent', step, because: '' },
      { seq: 8, at: at(3), run: 'r1-1', event: 'done', step, ms: 2000, detail: '' },
    ]);
    const plan = planOf({
      'core/api/start/api-1': [],
      'core/api/gate/api-1': ['core/api/start/api-1'],
      [step]: [],
    });
    const critical = timelineOf(run, plan).flatMap((one) => (one.critical ? [one.id] : []));
    expect(critical).toEqual(['core/api/start/api-1', 'core/api/gate/api-1']);
  });

  it('says which step failed', () => {
    const failed: JournalRecord = {
      seq: 7,
      at: '2026-03-01T10:00:06.500Z',
      run: 'r1-1',
      event: 'failed',
      step: 'core/web/gate/web-1',
      code: 'GATE_FAILED',
      cause: 'c',
      evidence: undefined,
    };
    expect(timelineOf(runWith([failed]), undefined).at(-1)).toMatchObject({
      service: 'web',
      kind: 'gate',
      failed: true,
      fromMs: 6500,
    });
  });
});
