// A phase's changes as steps with stable ids, reasons and order. `after` is the only order there is.
import type { Action, Step } from '../model/plan.ts';
import type { Observed, UnitSpec, Wanted } from '../model/unit.ts';
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
}

interface Chain {
  readonly diff: ServiceDiff;
  /** What dependents with `service_started` wait for. */
  started: readonly string[];
  /** What dependents with `service_healthy` or `service_completed_successfully` wait for. */
  good: readonly string[];
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

function step(
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

/** The new instance: started, proved, and given the traffic; dependencies first. */
function startSteps(
  input: PhaseSteps,
  diff: ServiceDiff,
  chain: Chain,
  chains: ReadonlyMap<string, Chain>,
): Step[] {
  const { service, wanted } = diff;
  if (wanted === undefined || diff.change === 'skip') return [];
  if (diff.change === 'keep') return keepSteps(input, diff, chain);
  if (diff.change !== 'create' && diff.change !== 'replace') return [];
  const swap = isSwap(diff);
  const tries = swap && diff.keep === undefined;
  const number = input.nextNumber(service);
  const instance = (diff.keep ?? diff.revive)?.instance ?? `${service}-${tries ? number + 1 : number}`;
  const steps: Step[] = [];
  const add = (action: Action, because: string, after: readonly string[]): readonly string[] => {
    const made = step(input.phase, action, because, after, action.kind === 'start' && wanted.irreversible);
    steps.push(made);
    return [made.id];
  };
  let after: readonly string[] = [...input.after, ...waitsFor(wanted, chains)];
  // A dead instance, or one that must not write beside the new one, goes first.
  for (const old of diff.replace === 'stop-first' || diff.change === 'create' ? diff.stale : []) {
    after = addAll(add, yieldActions(input, old, wanted), 'it must be gone before the new one starts', after);
  }
  const trial = tries ? `${service}-${number}` : undefined;
  if (trial !== undefined) after = tryBeside(add, diff, wanted, trial, after);
  const isBeside = diff.change === 'replace' && diff.replace !== 'stop-first' && !swap;
  if (diff.keep === undefined) {
    const alone = isBeside ? {} : { alone: true };
    after = add({ kind: 'start', service, instance, config: wanted.config, ...alone }, diff.because, after);
  }
  const route: Action = { kind: 'route', service, instance };
  const gate: Action = { kind: 'gate', service, instance };
  // What was taken over is judged by what it did before, not by a gate that was made for its successor.
  const prove = (because: string, last: readonly string[]) =>
    diff.revive === undefined ? add(gate, because, last) : last;
  const hasPorts = isCalled(wanted.unit) && !wanted.unit.oneShot;
  if (isBeside) {
    after = prove(`${instance} must prove itself beside the old one`, after);
    if (hasPorts) after = add(route, `${instance} passed its gate`, after);
    chain.started = after;
  } else {
    if (hasPorts) after = add(route, 'nothing else serves it', after);
    chain.started = after;
    after = prove(`others may rely on ${service} only when it is good`, after);
  }
  if (trial !== undefined)
    after = addAll(add, endTrial(wanted, trial), 'it has proved what it was for', after);
  chain.good = after;
  return steps;
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

/** Proved in vain is better than a gap in vain: until the trial is good the old one serves. */
function tryBeside(
  add: Add,
  diff: ServiceDiff,
  wanted: Wanted,
  trial: string,
  after: readonly string[],
): readonly string[] {
  const { service } = diff;
  // Another configuration than what is wanted: it must never be taken for the real one.
  const config = `${wanted.config}-trial`;
  const start: Action = { kind: 'start', service, instance: trial, config, trial: true };
  let last = add(start, diff.because, after);
  last = add({ kind: 'gate', service, instance: trial }, 'it must prove itself without the fixed port', last);
  for (const { instance, state } of diff.stale) {
    if (state === 'exited') continue;
    const { stopGraceMs: graceMs, stopSignal: signal } = wanted.unit;
    last = add(
      { kind: 'stop', service, instance, graceMs, signal },
      'its port is needed: the gap begins',
      last,
    );
  }
  return last;
}

function endTrial({ unit }: Wanted, instance: string): readonly Action[] {
  const { service, stopGraceMs: graceMs, stopSignal: signal } = unit;
  return [
    { kind: 'stop', service, instance, graceMs, signal },
    { kind: 'remove', service, instance },
  ];
}

function keepSteps(input: PhaseSteps, diff: ServiceDiff, chain: Chain): Step[] {
  const keep = diff.keep;
  const serves = diff.wanted !== undefined && isCalled(diff.wanted.unit) && keep?.oneShot !== true;
  if (keep === undefined || keep.routed || !serves) return [];
  const action: Action = { kind: 'route', service: diff.service, instance: keep.instance };
  const made = step(input.phase, action, `${keep.instance} runs as wanted but gets no traffic`, input.after);
  chain.started = [made.id];
  chain.good = [made.id];
  return [made];
}

/** Others may call it: on ports that are known, or on any by its name in a network of containers. */
export function isCalled({ ports, container }: UnitSpec): boolean {
  return ports.length > 0 || Object.keys(container?.networks ?? {}).length > 0;
}

function waitsFor(wanted: Wanted, chains: ReadonlyMap<string, Chain>): readonly string[] {
  return wanted.dependsOn.flatMap((on) => {
    const chain = chains.get(on.service);
    if (chain === undefined) return [];
    return on.condition === 'service_started' ? chain.started : chain.good;
  });
}

/** Dependents go before what they need, as they would fail in between otherwise. */
function retireAll(
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
  const visit = (diff: ServiceDiff): void => {
    if (visited.has(diff.service)) return;
    visited.add(diff.service);
    const before: string[] = [];
    for (const name of dependents.get(diff.service) ?? []) {
      const dependent = names.get(name);
      if (dependent !== undefined) visit(dependent);
      before.push(...(endsOf.get(name) ?? []));
    }
    const own = retireSteps(input, diff, chains.get(diff.service), [...proved, ...before]);
    endsOf.set(diff.service, endsIn(own));
    steps.push(...own);
  };
  for (const diff of input.diffs) visit(diff);
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
  if (leaves && diff.stale.some((one) => one.routed)) {
    unrouted = add({ kind: 'route', service: diff.service, instance: null, leaves: true }, because, unrouted);
  }
  for (const old of diff.stale) {
    const after =
      input.hasty !== true && (old.routed || old.inFlight > 0)
        ? add(drainAction(input, old, diff.wanted), because, unrouted)
        : unrouted;
    addAll(add, goneActions(input, old, diff.wanted), because, after);
  }
  return steps;
}

type Add = (action: Action, because: string, after: readonly string[]) => readonly string[];

function addAll(
  add: Add,
  actions: readonly Action[],
  because: string,
  after: readonly string[],
): readonly string[] {
  let last = after;
  for (const action of actions) last = add(action, because, last);
  return last;
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
function yieldActions(input: PhaseSteps, old: Observed, wanted: Wanted): readonly Action[] {
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

function soakStep(input: PhaseSteps, after: readonly string[]): Step | undefined {
  const services = input.diffs
    .filter((diff) => diff.change === 'create' || diff.change === 'replace')
    .map((diff) => diff.service);
  if (input.soakMs === 0 || services.length === 0) return undefined;
  const action: Action = { kind: 'soak', phase: input.phase, services, soakMs: input.soakMs };
  return step(input.phase, action, 'a service that dies just after its gate must not be promoted', after);
}

function promoteStep(input: PhaseSteps, steps: readonly Step[]): Step {
  const services = input.diffs.map((diff) => diff.service);
  const awaited = new Set(steps.flatMap((one) => one.after));
  const leaves = steps.map((one) => one.id).filter((id) => !awaited.has(id));
  return step(
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
