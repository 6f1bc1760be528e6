import { expect, test } from 'vitest';
import { undoSteps } from '../../src/plan/remaining.ts';
import { planOf, running, wantedService } from './small-world.ts';

test('an instance whose start was begun and that nobody sees is removed all the same', () => {
  const groups = undoSteps({
    phases: planOf([wantedService('db')]).phases,
    before: new Map(),
    observed: [],
    numbers: {},
    stopFirst: {},
    unproved: new Set(['db-1']),
    ending: new Set(),
    needed: new Map(),
    former: () => undefined,
  });
  const ids = groups.flatMap((group) => group.steps.map((step) => step.id));
  expect(ids).toEqual(['undo-app/db/remove/db-1', 'undo-app/promote']);
});

test('a stop that was begun is brought to its end, and then it is started again', () => {
  const db = wantedService('db', { volume: 'data' });
  const groups = undoSteps({
    phases: planOf([db]).phases,
    before: new Map([['db', db]]),
    observed: [running('db-1')],
    numbers: { db: 1 },
    stopFirst: {},
    unproved: new Set(),
    ending: new Set(['db-1']),
    needed: new Map(),
    former: () => undefined,
  });
  const ids = groups.flatMap((group) => group.steps.map((step) => step.id));
  expect(ids).toEqual([
    'undo-app/db/stop/db-1',
    'undo-app/db/remove/db-1',
    'undo-app/db/start/db-2',
    'undo-app/db/route/db-2',
    'undo-app/db/gate/db-2',
    'undo-app/promote',
  ]);
});
