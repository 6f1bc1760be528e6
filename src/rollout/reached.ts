// What an earlier try of a run has come to, as its journal tells it.
import type { RunOutcome, RunState } from '../model/record.ts';
import type { Reached } from './run-context.ts';

/** What the journal says an earlier try has reached. */
export function reachedBy(state: RunState): Reached {
  return {
    phasesDone: new Set(state.phasesDone),
    gates: state.gates,
    unproved: unprovedBy(state),
    ending: endingBy(state),
    started: startedBy(state),
    undoing: undoingOf(state),
  };
}

/** Instances whose start was begun and whose gate is not done. */
export function unprovedBy(state: RunState): ReadonlySet<string> {
  const started = new Set<string>();
  for (const id of state.steps.keys()) {
    const match = /^(.*)\/start\/([^/]+)$/.exec(id);
    if (match === null) continue;
    if (state.steps.get(`${match[1]}/gate/${match[2]}`) !== 'done') started.add(match[2] ?? '');
  }
  return started;
}

/** An undoing that brought the stop to its end did so under a name of its own. */
function endingBy(state: RunState): ReadonlySet<string> {
  const begun = new Set<string>();
  const ended = new Set<string>();
  for (const [id, how] of state.steps) {
    const instance = /\/stop\/([^/]+)$/.exec(id)?.[1];
    if (instance !== undefined) (how === 'done' ? ended : begun).add(instance);
  }
  return new Set([...begun].filter((instance) => !ended.has(instance)));
}

function startedBy(state: RunState): ReadonlySet<string> {
  const services = [...state.steps].flatMap(([id, how]) => {
    const service = /^[^/]+\/(.+)\/start\/[^/]+$/.exec(id)?.[1];
    return service === undefined || how !== 'done' ? [] : [service];
  });
  return new Set(services);
}

function undoingOf(state: RunState): Reached['undoing'] {
  if (state.rollingBack === undefined) return undefined;
  const { phase, because } = state.rollingBack;
  const outcome: RunOutcome =
    state.failure !== undefined ? 'rolled-back' : because === 'cancelled' ? 'cancelled' : 'undone';
  return { phases: (phase ?? '').split(',').filter((name) => name !== ''), because, outcome };
}
