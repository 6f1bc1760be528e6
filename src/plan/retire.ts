// How instances leave: new requests kept off, those under way finished, dependents before what they need.
import { flagAt, listAt, textAt } from '../base/json.ts';
import type { Action, Step } from '../model/plan.ts';
import type { Observed, Wanted } from '../model/unit.ts';
import type { ServiceDiff } from './diff.ts';
import { addAll, type Chain, isSwap, type PhaseSteps, step } from './phase-steps.ts';

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
  const add = (action: Action, because: string, after: readonly string[]): readonly string[] => {
    const made = step(input.phase, action, because, after);
    steps.push(made);
    return [made.id];
  };
  const leaves = diff.change === 'remove' || diff.change === 'skip';
  const because = leaves ? diff.because : `${diff.service} has been replaced`;
  if (diff.change === 'create' || (diff.change === 'replace' && diff.replace === 'stop-first')) {
    // All others made room before the start; what was taken over was only stopped, to serve again should that fail.
    for (const { service, instance } of diff.stale.filter(isAdopted))
      add({ kind: 'remove', service, instance }, because, first);
    return steps;
  }
  if (isSwap(diff) && diff.keep === undefined) {
    for (const { service, instance } of diff.stale)
      add({ kind: 'remove', service, instance }, because, first);
    return steps;
  }
  let unrouted: readonly string[] = [...new Set(first)];
  const isServing = (old: Observed) => old.routed && (input.ends !== true || isOpenOutside(input, old));
  if (leaves && diff.stale.some(isServing)) {
    unrouted = add({ kind: 'route', service: diff.service, instance: null, leaves: true }, because, unrouted);
  }
  for (const old of diff.stale) {
    const after =
      input.hasty !== true && (isServing(old) || old.inFlight > 0)
        ? add(drainAction(input, old, diff.wanted), because, unrouted)
        : unrouted;
    addAll(add, goneActions(input, old, diff.wanted), because, after);
  }
  return steps;
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
  const { unit } = formerOf(input, old) ?? wanted ?? {};
  const graceMs = unit?.stopGraceMs ?? 10_000;
  const stop: Action = { kind: 'stop', service, instance, graceMs, signal: unit?.stopSignal ?? 'SIGTERM' };
  return [...(old.state === 'exited' ? [] : [stop]), { kind: 'remove', service, instance }];
}

function isAdopted({ adopted }: Observed): boolean {
  return adopted !== undefined;
}

/** Stop-first: the front holds new requests back while the old instance ends those it has. */
export function yieldActions(input: PhaseSteps, old: Observed, wanted: Wanted): readonly Action[] {
  const gone = goneActions(input, old, wanted).filter(({ kind }) => kind !== 'remove' || !isAdopted(old));
  if (!old.routed || old.state === 'exited') return gone;
  const off: Action = { kind: 'route', service: old.service, instance: null };
  return [off, drainAction(input, old, wanted), ...gone];
}

function drainAction(input: PhaseSteps, old: Observed, wanted: Wanted | undefined): Action {
  const drainMs = (formerOf(input, old) ?? wanted)?.drainMs ?? 10_000;
  return { kind: 'drain', service: old.service, instance: old.instance, drainMs };
}

function formerOf({ former }: PhaseSteps, old: Observed): Wanted | undefined {
  return former?.(old.service, old.config);
}
