// What a run goes back to, as the state folder tells it.
import { expect, test } from 'vitest';
import { replay } from '../../src/journal/replay.ts';
import { openStore } from '../../src/journal/store.ts';
import { beginRun } from '../../src/rollout/history.ts';
import { reachedBy } from '../../src/rollout/reached.ts';
import { temporaryFolder } from '../journal/folder.ts';
import { planOf, running, wantedService } from '../plan/small-world.ts';

const at = new Date('2026-01-01T00:00:00Z');
const leftOut = { skipped: { cache: 'no program' } };

function storeWithFirstRelease() {
  const store = openStore(temporaryFolder());
  beginRun(store, planOf(wanted(), leftOut), at).promote('all', ['api', 'cache']);
  return store;
}

function wanted() {
  return [wantedService('api'), wantedService('cache')];
}

test('going back does not start what the release before had left out', () => {
  const next = planOf(wanted(), { ...leftOut, observed: [running('api-1')] });
  expect([...beginRun(storeWithFirstRelease(), next, at).before.keys()]).toEqual(['api']);
});

test('going back keeps what was left out once and came up since', () => {
  const next = planOf(wanted(), { observed: [running('api-1'), running('cache-1')] });
  expect([...beginRun(storeWithFirstRelease(), next, at).before.keys()]).toEqual(['api', 'cache']);
});

test('a stop that was begun is remembered until one of the same instance has come to its end', () => {
  const common = { at: at.toISOString(), run: 'r1-1', seq: 0 };
  const intent = (step: string) => ({ ...common, event: 'intent', step, because: 'it goes' }) as const;
  const done = (step: string) => ({ ...common, event: 'done', step, ms: 1, detail: '' }) as const;
  const begun = {
    ...common,
    event: 'run-begun',
    release: 'one',
    previous: undefined,
    kind: 'up',
    of: undefined,
    steps: 4,
    pid: 1,
    host: 'here',
    token: 1,
  } as const;
  const killed = [
    begun,
    intent('app/web/stop/web-1'),
    intent('app/api/stop/api-1'),
    done('app/api/stop/api-1'),
  ];
  const endingAfter = (records: Parameters<typeof replay>[0]) => {
    const state = replay(records);
    return state === undefined ? undefined : [...reachedBy(state).ending];
  };
  expect(endingAfter(killed)).toEqual(['web-1']);
  const undone = [intent('undo-app/web/stop/web-1'), done('undo-app/web/stop/web-1')];
  expect(endingAfter([...killed, ...undone])).toEqual([]);
});
