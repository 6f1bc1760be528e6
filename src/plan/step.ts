// One step with its stable id, and lists of them that wait for each other.
import type { Action, Step } from '../model/plan.ts';
import type { UnitSpec } from '../model/unit.ts';

export function makeStep(
  phase: string,
  action: Action,
  because: string,
  after: readonly string[],
  irreversible = false,
): Step {
  const subject = 'service' in action ? `${action.service}/` : '';
  const object = 'instance' in action && action.instance !== null ? `/${action.instance}` : '';
  return { id: `${phase}/${subject}${action.kind}${object}`, phase, action, because, after, irreversible };
}

/** Adds a step; the answer is what the next one waits for. */
export type Add = (action: Action, because: string, after: readonly string[]) => readonly string[];

export function addingTo(
  steps: Step[],
  phase: string,
  isIrreversible: (action: Action) => boolean = () => false,
): Add {
  return (action, because, after) => {
    const made = makeStep(phase, action, because, after, isIrreversible(action));
    steps.push(made);
    return [made.id];
  };
}

/** One after the other. */
export function addAll(
  add: Add,
  actions: readonly Action[],
  because: string,
  after: readonly string[],
): readonly string[] {
  let last = after;
  for (const action of actions) last = add(action, because, last);
  return last;
}

/** All traffic of the service goes to these, and to no other; to none: it serves nobody. */
export function routeTo(service: string, instances: readonly string[]): Action {
  const [instance = null, ...beside] = instances;
  return { kind: 'route', service, instance, ...(beside.length === 0 ? {} : { beside }) };
}

export function stopAction({ service, stopGraceMs, stopSignal }: UnitSpec, instance: string): Action {
  const signal = stopSignal === undefined ? {} : { signal: stopSignal };
  return { kind: 'stop', service, instance, graceMs: stopGraceMs, ...signal };
}

/** Others may call it: on ports that are known, or on any by its name in a network of containers. */
export function isCalled({ ports, container }: UnitSpec): boolean {
  return ports.length > 0 || Object.keys(container?.networks ?? {}).length > 0;
}
