// A phase's changes as steps with stable ids, reasons and order. `after` is the only order there is.
import type { Action, Step } from '../model/plan.ts';
import type { UnitSpec, Wanted } from '../model/unit.ts';
import type { ServiceDiff } from './diff.ts';
import { type Add, addAll, type Chain, isSwap, type PhaseSteps, step } from './phase-steps.ts';
import { retireAll, yieldActions } from './retire.ts';

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
