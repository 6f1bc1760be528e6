// What is left to do of a plan, looked up and not remembered: for resuming, and for undoing.
import type { Phase, Plan, PlannedService, Step } from '../model/plan.ts';
import { absentInstance, adoptedConfig, type Observed, type Wanted } from '../model/unit.ts';
import { diffService, type ServiceDiff } from './diff.ts';
import { imagesPhase } from './images.ts';
import { stopOf } from './leave-steps.ts';
import { numbersFrom, serviceOf } from './numbers.ts';
import { addingTo } from './step.ts';
import { type FormerWanted, stepsOfPhase } from './steps.ts';

export interface PhaseSteps {
  readonly name: string;
  readonly steps: readonly Step[];
}

export interface RemainingInput {
  readonly plan: Plan;
  readonly observed: readonly Observed[];
  readonly phasesDone: ReadonlySet<string>;
  /** Instances of this run whose gate is not done. */
  readonly unproved: ReadonlySet<string>;
  readonly stopFirst: Readonly<Record<string, string>>;
  readonly former: FormerWanted;
  /** What each leaving service needs: it goes before what it needs. */
  readonly needed?: ReadonlyMap<string, readonly string[]>;
}

/** The steps that bring the world from what is observed to what the plan wanted; equal ids where a step is the same. */
export function remainingSteps(input: RemainingInput): readonly PhaseSteps[] {
  const phases: PhaseSteps[] = [];
  let after: readonly string[] = [];
  for (const phase of input.plan.phases) {
    const unpromoted = !input.phasesDone.has(phase.name) && phase.steps.length > 0;
    if (phase.name === imagesPhase) {
      // What is here already is a look; it is not remembered, as it may have been removed since.
      if (unpromoted) after = phase.steps.slice(-1).map((step) => step.id);
      phases.push({ name: phase.name, steps: unpromoted ? phase.steps : [] });
      continue;
    }
    const steps = stepsOfPhase({
      phase: phase.name,
      diffs: phase.services.map((one) => diffAgain(one, input)),
      soakMs: unpromoted ? phase.soakMs : 0,
      after,
      nextNumbers: numbersFrom({ ...input, numbers: input.plan.numbers, asked: input.unproved }),
      unpromoted,
      former: input.former,
      ...(input.needed === undefined ? {} : { needed: input.needed }),
      hasty: input.plan.load?.kind === 'shed',
      ends: Object.keys(input.plan.wanted).length === 0,
    });
    const last = steps.at(-1);
    if (last !== undefined) after = [last.id];
    phases.push({ name: phase.name, steps });
  }
  return phases;
}

function diffAgain({ service, change, because }: PlannedService, input: RemainingInput) {
  const own = input.observed.filter((one) => one.service === service);
  const context = {
    skipped: change === 'skip' ? because : undefined,
    leaving: change === 'remove' ? because : undefined,
    stopFirst: input.stopFirst[service],
    unproved: input.unproved,
  };
  return diffService(service, input.plan.wanted[service], own, context);
}

export interface UndoInput {
  /** Phases to undo, in plan order. */
  readonly phases: readonly Phase[];
  /** What each service was before; a service that is absent did not exist. */
  readonly before: ReadonlyMap<string, Wanted>;
  readonly observed: readonly Observed[];
  readonly numbers: Readonly<Record<string, number>>;
  readonly stopFirst: Readonly<Record<string, string>>;
  readonly unproved: ReadonlySet<string>;
  /** Instances whose stop was begun and of which nobody heard: they may run for a moment yet. */
  readonly ending: ReadonlySet<string>;
  /** What each service of the undone plan needs: it goes before what it needs. */
  readonly needed: ReadonlyMap<string, readonly string[]>;
  readonly former: FormerWanted;
}

/** The steps that bring the services of some phases back to what they were; the last phase first. */
export function undoSteps(input: UndoInput): readonly PhaseSteps[] {
  const groups: PhaseSteps[] = [];
  const ended = endedFirst(input);
  if (ended.steps.length > 0) groups.push({ name: ended.name, steps: ended.steps });
  let after: readonly string[] = ended.steps.map((step) => step.id);
  const observed = [...ended.observed, ...unseen(input)];
  for (const phase of [...input.phases].reverse()) {
    const name = undoing(phase);
    const diffs = phase.services.map((one) => {
      const { own, before } = undone(one.service, observed, input.before.get(one.service));
      const stopFirst = input.stopFirst[one.service] ?? provedBefore(before);
      const diff = diffService(one.service, before, own, { stopFirst, unproved: input.unproved });
      return before?.irreversible === true && before.unit.oneShot ? withoutStarts(diff) : diff;
    });
    const nextNumbers = numbersFrom({ observed, numbers: input.numbers });
    const steps = stepsOfPhase({
      phase: name,
      diffs,
      soakMs: 0,
      after,
      nextNumbers,
      unpromoted: true,
      needed: input.needed,
      former: input.former,
    });
    after = steps.slice(-1).map((step) => step.id);
    groups.push({ name, steps });
  }
  return groups;
}

function undoing({ name }: Phase): string {
  return `undo-${name}`;
}

/** A stop that was asked for cannot be called off: it is brought to its end, and what ends by it is no longer counted on. */
function endedFirst(input: UndoInput): PhaseSteps & { readonly observed: readonly Observed[] } {
  const steps: Step[] = [];
  const isEnding = ({ instance, state }: Observed) => input.ending.has(instance) && state !== 'exited';
  const observed = input.observed.map((one): Observed => {
    const phase = input.phases.find(({ services }) =>
      services.some(({ service }) => service === one.service),
    );
    if (phase === undefined || !isEnding(one)) return one;
    addingTo(steps, undoing(phase))(
      stopOf(input, one, input.before.get(one.service)),
      'its stop was begun',
      [],
    );
    return { ...one, state: 'exited' };
  });
  return { name: steps[0]?.phase ?? '', steps, observed };
}

/** What cannot be undone is not done again by going back: an old migration has nothing to do with newer data. */
function withoutStarts(diff: ServiceDiff): ServiceDiff {
  const keep = [...diff.keep, ...diff.unproved];
  return { ...diff, change: 'keep', replace: undefined, keep, unproved: [], revive: [], starts: 0 };
}

/** What was taken over is never taken away by going back, and what has taken its place by now stays there. */
function undone(
  service: string,
  observed: readonly Observed[],
  before: Wanted | undefined,
): { readonly own: readonly Observed[]; readonly before: Wanted | undefined } {
  const all = observed.filter((instance) => instance.service === service);
  const own = before === undefined ? all.filter(({ adopted }) => adopted === undefined) : all;
  const isGone = before?.config === adoptedConfig && !all.some(({ adopted }) => adopted !== undefined);
  const successor = isGone ? all.find(({ state }) => state === 'running') : undefined;
  if (before === undefined || successor === undefined) return { own, before };
  return { own, before: { ...before, config: successor.config } };
}

/** What served before needs no second proof: its port is given back at once. */
function provedBefore(before: Wanted | undefined): string | undefined {
  const isSwapped = before?.replace === 'probe-first' && before.unit.container !== undefined;
  return isSwapped ? 'it served before, and its port is fixed' : undefined;
}

/**
 * Instances whose start was begun and which the engine does not show: what was prepared for them may be there
 * (half a data folder, a program at work on it), and is removed under their name.
 */
function unseen({ observed, unproved }: UndoInput): readonly Observed[] {
  const seen = new Set(observed.map((one) => one.instance));
  return [...unproved]
    .filter((instance) => !seen.has(instance))
    .map((instance) => absentInstance(serviceOf(instance), instance));
}
