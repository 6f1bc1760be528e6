// A phase's changes as steps with stable ids, reasons and order. `after` is the only order there is.
import type { Action, Step } from '../model/plan.ts';
import type { Wanted } from '../model/unit.ts';
import { newcomersOf, type ServiceDiff } from './diff.ts';
import { retireAll } from './leave-steps.ts';
import type { NextNumbers } from './numbers.ts';
import { type Chain, startSteps } from './start-steps.ts';
import { makeStep } from './step.ts';

/** What an instance that leaves was started from: its own grace, signal and drain hold, not those of its successor. */
export type FormerWanted = (service: string, config: string) => Wanted | undefined;

export interface PhaseSteps {
  readonly phase: string;
  readonly diffs: readonly ServiceDiff[];
  readonly soakMs: number;
  /** Ids that every first step of this phase waits for. */
  readonly after: readonly string[];
  /** Numbers of the next instances of a service. */
  readonly nextNumbers: NextNumbers;
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

/** Steps of one phase: starts and gates in dependency order, then the soak, then the old instances go, then promote. */
export function stepsOfPhase(input: PhaseSteps): readonly Step[] {
  const steps: Step[] = [];
  const chains = new Map<string, Chain>();
  for (const diff of dependencyOrder(input.diffs)) {
    const chain: Chain = { diff, started: [], good: [] };
    chains.set(diff.service, chain);
    steps.push(...startSteps(input, diff, chain, chains));
  }
  const gated = steps.map((step) => step.id);
  const soak = soakStep(input, gated);
  const proved = soak === undefined ? gated : [soak.id];
  if (soak !== undefined) steps.push(soak);
  steps.push(...retireAll(input, chains, proved));
  if (steps.length === 0 && input.unpromoted !== true) return [];
  steps.push(promoteStep(input, steps));
  return steps;
}

function soakStep(input: PhaseSteps, after: readonly string[]): Step | undefined {
  const services = input.diffs.filter((diff) => newcomersOf(diff) > 0).map((diff) => diff.service);
  if (input.soakMs === 0 || services.length === 0) return undefined;
  const action: Action = { kind: 'soak', phase: input.phase, services, soakMs: input.soakMs };
  return makeStep(input.phase, action, 'a service that dies just after its gate must not be promoted', after);
}

function promoteStep(input: PhaseSteps, steps: readonly Step[]): Step {
  const services = input.diffs.map((diff) => diff.service);
  const awaited = new Set(steps.flatMap((one) => one.after));
  const leaves = steps.map((one) => one.id).filter((id) => !awaited.has(id));
  return makeStep(
    input.phase,
    { kind: 'promote', phase: input.phase, services },
    'everything of the phase is good',
    leaves,
  );
}

/** Dependencies before dependents; the given order otherwise. There is no cycle here (checked when grouping). */
function dependencyOrder(diffs: readonly ServiceDiff[]): readonly ServiceDiff[] {
  const byName = new Map(diffs.map((diff) => [diff.service, diff]));
  const ordered = new Map<string, ServiceDiff>();
  const visit = (diff: ServiceDiff): void => {
    if (ordered.has(diff.service)) return;
    for (const on of diff.wanted?.dependsOn ?? []) {
      const before = byName.get(on.service);
      if (before !== undefined) visit(before);
    }
    ordered.set(diff.service, diff);
  };
  for (const diff of diffs) visit(diff);
  return [...ordered.values()];
}
