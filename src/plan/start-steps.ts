// The new instances of a service: started, proved, and given the traffic; dependencies first.
import type { Action, Step } from '../model/plan.ts';
import type { Wanted } from '../model/unit.ts';
import { newcomersOf, type ServiceDiff } from './diff.ts';
import { makeRoom } from './leave-steps.ts';
import { type Add, addAll, addingTo, isCalled, routeTo, stopAction } from './step.ts';
import type { PhaseSteps } from './steps.ts';

/** What others of the phase wait for. */
export interface Chain {
  readonly diff: ServiceDiff;
  /** What dependents with `service_started` wait for. */
  started: readonly string[];
  /** What dependents with `service_healthy` or `service_completed_successfully` wait for. */
  good: readonly string[];
}

/** An instance that is to prove itself, and what has to be done before it can. */
interface Newcomer {
  readonly instance: string;
  readonly after: readonly string[];
  /** It served before, and is judged by that. */
  readonly isRevived: boolean;
}

export function startSteps(
  input: PhaseSteps,
  diff: ServiceDiff,
  chain: Chain,
  chains: ReadonlyMap<string, Chain>,
): readonly Step[] {
  const { service, wanted } = diff;
  if (wanted === undefined || diff.change === 'remove' || diff.change === 'skip') return [];
  const steps: Step[] = [];
  const add = addingTo(steps, input.phase, ({ kind }) => kind === 'start' && wanted.irreversible);
  if (newcomersOf(diff) === 0) {
    keepServing(input, diff, chain, add);
    return steps;
  }
  const tries = isSwap(diff) && diff.keep.length + diff.unproved.length === 0;
  const numbers = input.nextNumbers(service, diff.starts + (tries ? 1 : 0));
  const names = numbers.map((number) => `${service}-${number}`);
  const trial = tries ? names.shift() : undefined;
  const first = [...input.after, ...waitsFor(wanted, chains)];
  let after = makeRoom(input, diff, wanted, add, first);
  if (trial !== undefined) after = tryBeside(add, diff, wanted, trial, after);
  const newcomers = begin(diff, wanted, names, add, after);
  after = isBeside(diff)
    ? proveThenServe(diff, wanted, chain, newcomers, add)
    : serveThenProve(diff, wanted, chain, newcomers, add);
  if (trial !== undefined)
    after = addAll(add, endTrial(wanted, trial), 'it has proved what it was for', after);
  chain.good = after;
  return steps;
}

/** Something serves until the new ones are good. */
function isBeside(diff: ServiceDiff): boolean {
  return (
    diff.change === 'scale' || (diff.change === 'replace' && diff.replace !== 'stop-first' && !isSwap(diff))
  );
}

function begin(
  diff: ServiceDiff,
  wanted: Wanted,
  names: readonly string[],
  add: Add,
  after: readonly string[],
): readonly Newcomer[] {
  const { service, because } = diff;
  const alone = isBeside(diff) ? {} : { alone: true };
  const start = (instance: string) =>
    add({ kind: 'start', service, instance, config: wanted.config, ...alone }, because, after);
  return [
    ...diff.unproved.map(({ instance }) => ({ instance, after, isRevived: false })),
    ...diff.revive.map(({ instance }) => ({ instance, after: start(instance), isRevived: true })),
    ...names.map((instance) => ({ instance, after: start(instance), isRevived: false })),
  ];
}

/** The traffic goes to all of them at once when the last of them is good: until then those before them serve. */
function proveThenServe(
  diff: ServiceDiff,
  wanted: Wanted,
  chain: Chain,
  newcomers: readonly Newcomer[],
  add: Add,
): readonly string[] {
  const { service } = diff;
  const beside = diff.change === 'scale' ? 'those that serve' : 'the old one';
  const proved = newcomers.flatMap(({ instance, after, isRevived }) =>
    isRevived
      ? after
      : add({ kind: 'gate', service, instance }, `${instance} must prove itself beside ${beside}`, after),
  );
  const names = newcomers.map(({ instance }) => instance);
  const passed = names.length === 1 ? 'passed its gate' : 'passed their gates';
  chain.started = isServing(wanted)
    ? add(routeTo(service, [...names, ...stayingIn(diff)]), `${names.join(', ')} ${passed}`, proved)
    : proved;
  return chain.started;
}

/** Nothing else serves it, and peers that call each other while they start would wait for ever otherwise. */
function serveThenProve(
  diff: ServiceDiff,
  wanted: Wanted,
  chain: Chain,
  newcomers: readonly Newcomer[],
  add: Add,
): readonly string[] {
  const { service } = diff;
  const begun = [...new Set(newcomers.flatMap(({ after }) => after))];
  const names = newcomers.map(({ instance }) => instance);
  const routed = isServing(wanted)
    ? add(routeTo(service, [...names, ...stayingIn(diff)]), 'nothing else serves it', begun)
    : undefined;
  chain.started = routed ?? begun;
  return newcomers.flatMap(({ instance, after, isRevived }) =>
    // What was taken over is judged by what it did before, not by a gate that was made for its successor.
    isRevived
      ? (routed ?? after)
      : add(
          { kind: 'gate', service, instance },
          `others may rely on ${service} only when it is good`,
          routed ?? after,
        ),
  );
}

function isServing({ unit }: Wanted): boolean {
  return isCalled(unit) && !unit.oneShot;
}

function stayingIn({ keep }: ServiceDiff): readonly string[] {
  return keep.map(({ instance }) => instance);
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
    last = add(stopAction(wanted.unit, instance), 'its port is needed: the gap begins', last);
  }
  return last;
}

function endTrial({ unit }: Wanted, instance: string): readonly Action[] {
  return [stopAction(unit, instance), { kind: 'remove', service: unit.service, instance }];
}

function keepServing(input: PhaseSteps, diff: ServiceDiff, chain: Chain, add: Add): void {
  const { keep, wanted, service } = diff;
  const idle = keep.filter(({ routed }) => !routed).map(({ instance }) => instance);
  if (idle.length === 0 || wanted === undefined || !isServing(wanted) || keep.some(({ oneShot }) => oneShot))
    return;
  const verb = idle.length === 1 ? 'runs as wanted but gets' : 'run as wanted but get';
  const done = add(routeTo(service, stayingIn(diff)), `${idle.join(', ')} ${verb} no traffic`, input.after);
  chain.started = done;
  chain.good = done;
}

function waitsFor(wanted: Wanted, chains: ReadonlyMap<string, Chain>): readonly string[] {
  return wanted.dependsOn.flatMap((on) => {
    const chain = chains.get(on.service);
    if (chain === undefined) return [];
    return on.condition === 'service_started' ? chain.started : chain.good;
  });
}
