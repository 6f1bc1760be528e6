// What the steps of a phase are made from: its differences, and the chains of steps of each service.
import type { Action, Step } from '../model/plan.ts';
import type { Wanted } from '../model/unit.ts';
import type { ServiceDiff } from './diff.ts';

/** What an instance that leaves was started from: its own grace, signal and drain hold, not those of its successor. */
export type FormerWanted = (service: string, config: string) => Wanted | undefined;

export interface PhaseSteps {
  readonly phase: string;
  readonly diffs: readonly ServiceDiff[];
  readonly soakMs: number;
  /** Ids that every first step of this phase waits for. */
  readonly after: readonly string[];
  /** Number of the next instance of a service. */
  readonly nextNumber: (service: string) => number;
  /** The phase was begun and not promoted: it is soaked and promoted even when nothing is left to start. */
  readonly unpromoted?: boolean;
  /** What each leaving service needed: it goes before what it needed. */
  readonly needed?: ReadonlyMap<string, readonly string[]>;
  readonly former?: FormerWanted;
  /** What leaves is not waited for until it has nothing under way: its memory is needed now. */
  readonly hasty?: boolean;
  /** Nothing of the stack stays. */
  readonly ends?: boolean;
}

export interface Chain {
  readonly diff: ServiceDiff;
  /** What dependents with `service_started` wait for. */
  started: readonly string[];
  /** What dependents with `service_healthy` or `service_completed_successfully` wait for. */
  good: readonly string[];
}

export function step(
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

export type Add = (action: Action, because: string, after: readonly string[]) => readonly string[];

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

/**
 * Probe-first where a container publishes the fixed port: a trial without it is proved beside the old one, which then
 * makes room.
 */
export function isSwap({
  wanted,
  replace,
  change,
}: Pick<ServiceDiff, 'wanted' | 'replace' | 'change'>): boolean {
  return change === 'replace' && replace === 'probe-first' && wanted?.unit.container !== undefined;
}
