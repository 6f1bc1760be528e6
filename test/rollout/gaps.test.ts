// The gap of a replacement, by the journal of its run.
import { expect, test } from 'vitest';
import type { GateState } from '../../src/model/probe.ts';
import type { JournalRecord, RecordBody } from '../../src/model/record.ts';
import { gapWords, measuredGaps } from '../../src/rollout/gaps.ts';
import { planOf, running, wantedService } from '../plan/small-world.ts';

const state = (firstPassMs: number | undefined): GateState => ({
  phase: 'starting',
  probes: 1,
  passesInRow: firstPassMs === undefined ? 0 : 1,
  failuresInRow: 0,
  flaps: 0,
  restarts: 0,
  firstPassMs,
  lastActivityMs: 0,
  lastReason: '',
  cause: undefined,
});

const records = (events: readonly (readonly [ms: number, body: RecordBody])[]): readonly JournalRecord[] =>
  events.map(([ms, body], seq) => ({ ...body, seq, at: new Date(ms).toISOString(), run: 'r2-1' }));

const intent = (step: string): RecordBody => ({ event: 'intent', step, because: '' });

test('it lasts from the stop of the old one to the first good answer of the new one', () => {
  const plan = planOf([wantedService('db', { volume: 'store' })], {
    observed: [running('db-1', { config: 'db:0' })],
  });
  const journal = records([
    [0, intent('app/db/route')],
    [500, intent('app/db/stop/db-1')],
    [900, intent('app/db/start/db-2')],
    [950, intent('app/db/gate/db-2')],
    [1200, { event: 'gate', step: 'app/db/gate/db-2', state: state(undefined) }],
    [1700, { event: 'gate', step: 'app/db/gate/db-2', state: state(750) }],
    [9000, { event: 'done', step: 'app/db/gate/db-2', ms: 8000, detail: '' }],
  ]);
  const gaps = measuredGaps(plan, () => journal, new Date(10_000));
  expect(gaps).toMatchObject([{ name: 'gap/db', value: 1200, unit: 'ms', outcome: 'pass' }]);
  expect(gaps.map(gapWords)).toEqual(['db: 1.2s without it while it was replaced stop-first']);
});

test('what stands beside the old one has none, and what never answered has no measure', () => {
  const beside = planOf([wantedService('api')], { observed: [running('api-1', { config: 'api:0' })] });
  expect(measuredGaps(beside, () => [], new Date(0))).toEqual([]);
  const stopped = planOf([wantedService('db', { volume: 'store' })], {
    observed: [running('db-1', { config: 'db:0' })],
  });
  const journal = records([[0, intent('app/db/stop/db-1')]]);
  expect(measuredGaps(stopped, () => journal, new Date(0))).toEqual([]);
});
