// The states of a run and what moves it between them. An unlisted transition is a bug.
import { BugError } from '../base/errors.ts';

export const runStates = [
  'pending',
  'running',
  'rolling-back',
  'interrupted',
  'done',
  'rolled-back',
  'failed',
] as const;
export type RunPhase = (typeof runStates)[number];

export const runEvents = [
  'begin',
  'finished',
  'step-failed',
  'fenced',
  'cancel',
  'stop',
  'resume',
  'undone',
  'undo-failed',
  'undo',
] as const;
export type RunEvent = (typeof runEvents)[number];

/** `docs/rollout.md` shows this table as a diagram. */
export const transitions: Readonly<Record<RunPhase, Readonly<Partial<Record<RunEvent, RunPhase>>>>> = {
  pending: { begin: 'running' },
  running: {
    finished: 'done',
    'step-failed': 'rolling-back',
    fenced: 'failed',
    cancel: 'rolling-back',
    stop: 'interrupted',
    undo: 'rolling-back',
  },
  'rolling-back': { undone: 'rolled-back', 'undo-failed': 'failed', stop: 'interrupted' },
  interrupted: { resume: 'running', undo: 'rolling-back' },
  done: {},
  'rolled-back': {},
  failed: {},
};

/** @throws BugError for a transition that the table does not list. */
export function nextState(state: RunPhase, event: RunEvent): RunPhase {
  const next = transitions[state][event];
  if (next === undefined) throw new BugError(`a run that is ${state} cannot ${event}`);
  return next;
}
