// What an act has come to, when its doer has nothing more to say of it.
import { type EngineAction, servingIn } from '../engine.ts';
import { labelsOf, ownLabels } from './labels.ts';
import { stateOf } from './observe.ts';

/** `containers`: those of the service afterwards. */
export function describe(action: EngineAction, containers: readonly unknown[]): string {
  if (action.kind === 'pull' || action.kind === 'build') return '';
  if (action.kind === 'route')
    return action.instance === null ? 'no instance' : `to ${servingIn(action).join(', ')}`;
  const one = containers.find((candidate) => labelsOf(candidate)[ownLabels.instance] === action.instance);
  return one === undefined ? 'gone' : stateOf(one);
}
