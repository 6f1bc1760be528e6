// What a run goes back to, as the state folder tells it.
import { expect, test } from 'vitest';
import { openStore } from '../../src/journal/store.ts';
import { beginRun } from '../../src/rollout/history.ts';
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
