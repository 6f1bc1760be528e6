import { expect, test } from 'vitest';
import { BugError } from '../../src/base/errors.ts';
import {
  nextState,
  type RunEvent,
  type RunPhase,
  runEvents,
  runStates,
  transitions,
} from '../../src/rollout/machine.ts';

test.each<[RunPhase, RunEvent, RunPhase]>([
  ['pending', 'begin', 'running'],
  ['running', 'finished', 'done'],
  ['running', 'step-failed', 'rolling-back'],
  ['running', 'cancel', 'rolling-back'],
  ['running', 'stop', 'interrupted'],
  ['rolling-back', 'undone', 'rolled-back'],
  ['rolling-back', 'undo-failed', 'failed'],
  ['rolling-back', 'stop', 'interrupted'],
  ['interrupted', 'resume', 'running'],
  ['interrupted', 'undo', 'rolling-back'],
])('%s, %s: %s', (state, event, next) => {
  expect(nextState(state, event)).toBe(next);
});

test('a transition that is not listed is a bug error that names it', () => {
  const unlisted = runStates.flatMap((state) =>
    runEvents
      .filter((event) => transitions[state][event] === undefined)
      .map((event) => [state, event] as const),
  );
  expect(unlisted.length).toBeGreaterThan(40);
  for (const [state, event] of unlisted) {
    expect(() => nextState(state, event)).toThrow(BugError);
    expect(() => nextState(state, event)).toThrow(`a run that is ${state} cannot ${event}`);
  }
});

test('a run that has ended stays so', () => {
  for (const state of ['done', 'rolled-back', 'failed'] as const) expect(transitions[state]).toEqual({});
});

test('every state is reached from the first', () => {
  const reached = new Set<RunPhase>(['pending']);
  for (const state of reached) for (const next of Object.values(transitions[state])) reached.add(next);
  expect([...reached].sort()).toEqual([...runStates].sort());
});
