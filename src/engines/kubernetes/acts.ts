// What the engine says of an act, before it and after.
import { SeaworthyError } from '../../base/errors.ts';
import type { Observed } from '../../model/unit.ts';
import type { ApplyContext, EngineAction } from '../engine.ts';
import { workloadKinds } from './spec.ts';

/** Who may not even look at the stack, or hold it, has touched nothing of it. */
export function beforeAnything(error: unknown): unknown {
  if (!(error instanceof SeaworthyError) || error.code !== 'ENGINE_REFUSED') return error;
  const { message, hint, detail } = error;
  return new SeaworthyError('PREFLIGHT', message, {
    ...(hint === undefined ? {} : { hint }),
    detail,
    cause: error,
  });
}

/** Of what was just started or given the traffic; others may be of any kind. */
export function kindFor(action: EngineAction, { wanted }: Pick<ApplyContext, 'wanted'>): string | undefined {
  if (action.kind !== 'start' && (action.kind !== 'route' || action.instance === null)) return undefined;
  return wanted?.unit.kubernetes?.objects.find(({ kind }) => workloadKinds.has(kind))?.kind;
}

export function describe(action: EngineAction, observed: readonly Observed[]): string {
  if (action.kind === 'pull' || action.kind === 'build') return '';
  if (action.kind === 'route') return action.instance === null ? 'no instance' : `to ${action.instance}`;
  return observed.find(({ instance }) => instance === action.instance)?.state ?? 'gone';
}
