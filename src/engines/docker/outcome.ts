// What an act has come to, when its doer has nothing more to say of it.
import type { Observed } from '../../model/unit.ts';
import { type EngineAction, servingIn } from '../engine.ts';

/** No container is another afterwards, so that the last look will do. */
export function changesNothing(action: EngineAction): boolean {
  return action.kind === 'drain' || (action.kind === 'route' && action.leaves === true);
}

export function describe(action: EngineAction, observed: readonly Observed[]): string {
  if (action.kind === 'pull' || action.kind === 'build') return '';
  if (action.kind === 'route')
    return action.instance === null ? 'no instance' : `to ${servingIn(action).join(', ')}`;
  const one = observed.find((candidate) => candidate.instance === action.instance);
  return one === undefined ? 'gone' : one.state;
}
