// Instances that are no longer needed: taken off the traffic, drained, stopped and removed.
import { flagAt, listAt, textAt } from '../base/json.ts';
import type { Action, Step } from '../model/plan.ts';
import type { Observed, Wanted } from '../model/unit.ts';
import { newcomersOf, type ServiceDiff } from './diff.ts';
import { type Chain, isSwap } from './start-steps.ts';
import { type Add, addAll, addingTo, isCalled, routeTo, stopAction } from './step.ts';
import type { PhaseSteps } from './steps.ts';

/**
 * What must not be there beside the new ones, or is dead, goes before they start. Stop-first: the front holds new
 * requests back while the old ones end those they have.
 */
export function makeRoom(
  input: PhaseSteps,
  diff: ServiceDiff,
  wanted: Wanted,
  add: Add,
  after: readonly string[],
): readonly string[] {
  const isBeside = diff.replace !== 'stop-first' && diff.change !== 'create';
  const leaving = isBeside ? diff.stale.filter((old) => isDeadEqual(diff, old)) : diff.stale;
  if (leaving.length === 0) return after;
  const because = 'it must be gone before the new one starts';
  const serving = leaving.filter(({ routed, state }) => routed && state !== 'exited');
  const kept = diff.keep.map(({ instance }) => instance);
  const first = serving.length === 0 ? after : add(routeTo(diff.service, kept), because, after);
  return leaving.flatMap((old) => {
    const drain = serving.includes(old) ? [drainAction(input, old, wanted)] : [];
    const gone = goneActions(input, old, wanted).filter(({ kind }) => kind !== 'remove' || !isAdopted(old));
    return addAll(add, [...drain, ...gone], because, first);
  });
}

/** A dead one that is like those to be started: beside them it would count as one of theirs that has died. */
function isDeadEqual({ wanted }: ServiceDiff, old: Observed): boolean {
  return old.state === 'exited' && old.config === wanted?.config && !isAdopted(old);
}

/** Dependents go before what they need, as they would fail in between otherwise. */
export function retireAll(
  input: PhaseSteps,
  chains: ReadonlyMap<string, Chain>,
  proved: readonly string[],
): readonly Step[] {
  const steps: Step[] = [];
  const endsOf = new Map<string, readonly string[]>();
  const dependents = new Map<string, string[]>();
  for (const [service, needs] of input.needed ?? []) {
    for (const need of needs) dependents.set(need, [...(dependents.get(need) ?? []), service]);
  }
  const names = new Map(input.diffs.map((diff) => [diff.service, diff]));
  const visited = new Set<string>();
  const isDoor = ({ service, stale }: ServiceDiff) =>
    !(dependents.get(service) ?? []).some((name) => names.has(name)) &&
    stale.some((old) => isOpenOutside(input, old));
  const doors = new Set(input.ends === true ? input.diffs.filter(isDoor) : []);
  // What came in from outside ends before anything that serves it is stopped.
  const closed: string[] = [];
  const visit = (diff: ServiceDiff): void => {
    if (visited.has(diff.service)) return;
    visited.add(diff.service);
    const before: string[] = [];
    for (const name of dependents.get(diff.service) ?? []) {
      const dependent = names.get(name);
      if (dependent !== undefined) visit(dependent);
      before.push(...(endsOf.get(name) ?? []));
    }
    const first = [...proved, ...before, ...(doors.has(diff) ? [] : closed)];
    const own = retireSteps(input, diff, chains.get(diff.service), first);
    if (doors.has(diff))
      closed.push(...own.filter(({ action }) => action.kind === 'drain').map(({ id }) => id));
    endsOf.set(diff.service, endsIn(own));
    steps.push(...own);
  };
  for (const diff of [...doors, ...input.diffs]) visit(diff);
  return steps;
}

/** Once it is stopped it needs nothing any more; what had ended before has only its removal. */
function endsIn(steps: readonly Step[]): readonly string[] {
  const stopped = new Set(steps.flatMap(({ action }) => (action.kind === 'stop' ? [action.instance] : [])));
  return steps
    .filter(
      ({ action }) => action.kind === 'stop' || (action.kind === 'remove' && !stopped.has(action.instance)),
    )
    .map((one) => one.id);
}

/** Instances that are no longer needed go only after everything of the phase has proved itself. */
function retireSteps(
  input: PhaseSteps,
  diff: ServiceDiff,
  chain: Chain | undefined,
  proved: readonly string[],
): Step[] {
  const steps: Step[] = [];
  const first = [...(proved.length > 0 ? proved : input.after), ...(chain?.good ?? [])];
  const add = addingTo(steps, input.phase);
  const because = reasonOf(diff);
  const leaving = newcomersOf(diff) === 0 ? diff.stale : diff.stale.filter((old) => !isDeadEqual(diff, old));
  if (hasMadeRoom(diff)) {
    // All others made room before the start; what was taken over was only stopped, to serve again should that fail.
    const left = isSwap(diff) ? leaving : leaving.filter(isAdopted);
    for (const { service, instance } of left) add({ kind: 'remove', service, instance }, because, first);
    return steps;
  }
  const isServing = (old: Observed) => old.routed && (input.ends !== true || isOpenOutside(input, old));
  const start = [...new Set(first)];
  const unrouted = diff.stale.some(isServing) ? takeOff(diff, add, because, start) : start;
  for (const old of leaving) {
    const after =
      input.hasty !== true && (isServing(old) || old.inFlight > 0)
        ? add(drainAction(input, old, diff.wanted), because, unrouted)
        : unrouted;
    addAll(add, goneActions(input, old, diff.wanted), because, after);
  }
  return steps;
}

function reasonOf(diff: ServiceDiff): string {
  const isReplaced = diff.change !== 'remove' && diff.change !== 'skip' && diff.change !== 'scale';
  return isReplaced ? `${diff.service} has been replaced` : diff.because;
}

function hasMadeRoom(diff: ServiceDiff): boolean {
  if (diff.change === 'create') return true;
  if (diff.change !== 'replace') return false;
  return diff.replace === 'stop-first' || (isSwap(diff) && diff.keep.length + diff.unproved.length === 0);
}

/** Where no switch to new instances has done so already, those that go lose the traffic first. */
function takeOff(diff: ServiceDiff, add: Add, because: string, after: readonly string[]): readonly string[] {
  const { service, wanted, keep } = diff;
  if (!diff.stale.some(({ routed }) => routed)) return after;
  const leaves = diff.change === 'remove' || diff.change === 'skip';
  if (leaves || keep.length + newcomersOf(diff) === 0)
    return add({ kind: 'route', service, instance: null, leaves: true }, because, after);
  const isSwitched = newcomersOf(diff) > 0 || !keep.every(({ routed }) => routed);
  if (isSwitched || wanted === undefined || !isCalled(wanted.unit)) return after;
  return add(
    routeTo(
      service,
      keep.map(({ instance }) => instance),
    ),
    because,
    after,
  );
}

/** Others than the services of its stack may call it. What nothing is known of counts as such. */
function isOpenOutside(input: PhaseSteps, old: Observed): boolean {
  const unit = formerOf(input, old)?.unit;
  if (unit?.container === undefined || unit.ports.some(({ published }) => published !== undefined))
    return true;
  const { networks, keys } = unit.container;
  const mode = textAt(keys, 'network_mode') ?? 'none';
  // A host port that the engine chooses is in no list of fixed ones.
  if (listAt(keys, 'ports').length > 0) return true;
  return mode !== 'none' || Object.values(networks).some((network) => flagAt(network, 'external'));
}

function goneActions(input: PhaseSteps, old: Observed, wanted: Wanted | undefined): readonly Action[] {
  const { service, instance } = old;
  const stops = old.state === 'exited' ? [] : [stopOf(input, old, wanted)];
  return [...stops, { kind: 'remove', service, instance }];
}

/** As it was started to be stopped. `wanted`: where nothing is known of that. */
export function stopOf(input: Pick<PhaseSteps, 'former'>, old: Observed, wanted: Wanted | undefined): Action {
  const { service, instance } = old;
  const { unit } = formerOf(input, old) ?? wanted ?? {};
  return unit === undefined
    ? { kind: 'stop', service, instance, graceMs: 10_000 }
    : stopAction(unit, instance);
}

function isAdopted({ adopted }: Observed): boolean {
  return adopted !== undefined;
}

function drainAction(input: PhaseSteps, old: Observed, wanted: Wanted | undefined): Action {
  const drainMs = (formerOf(input, old) ?? wanted)?.drainMs ?? 10_000;
  return { kind: 'drain', service: old.service, instance: old.instance, drainMs };
}

function formerOf({ former }: Pick<PhaseSteps, 'former'>, old: Observed): Wanted | undefined {
  return former?.(old.service, old.config);
}
