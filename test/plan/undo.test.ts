import { expect, test } from 'vitest';
import { undoSteps } from '../../src/plan/remaining.ts';
import { planOf, wantedService } from './small-world.ts';

test('an instance whose start was begun and that nobody sees is removed all the same', () => {
  const groups = undoSteps({
    phases: planOf([wantedService('db')]).phases,
    before: new Map(),
    observed: [],
    numbers: {},
    stopFirst: {},
    unproved: new Set(['db-1']),
    needed: new Map(),
    former: () => undefined,
  });
  const ids = groups.flatMap((group) => group.steps.map((step) => step.id));
  expect(ids).toEqual(['undo-app/db/remove/db-1', 'undo-app/promote']);
});
