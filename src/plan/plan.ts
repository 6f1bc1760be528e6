// The whole plan: phases, steps, budgets. Pure: the engine's answers come in as values.
import { hashOf } from '../base/hash.ts';
import { count } from '../base/text.ts';
import { formatBytes } from '../base/units.ts';
import type { FoundImages } from '../model/image.ts';
import type { Phase, Plan, PlannedService, Step } from '../model/plan.ts';
import type { BudgetSetting, PhaseSetting } from '../model/settings.ts';
import { type Capacity, type Observed, replicasWanted, type Wanted } from '../model/unit.ts';
import { type AdmissionInput, admit } from './admission.ts';
import { adviceFor } from './advice.ts';
import { diffService, newcomersOf, type ServiceDiff } from './diff.ts';
import { phaseOfImages, summaryOf } from './images.ts';
import { numbersFrom } from './numbers.ts';
import { groupPhases, type PhaseGroup } from './phases.ts';
import { admitReserved } from './reserved.ts';
import { type FormerWanted, stepsOfPhase } from './steps.ts';

export interface PlanInput {
  readonly stack: string;
  readonly engine: string;
  readonly environment: string | undefined;
  readonly version: string;
  readonly wanted: readonly Wanted[];
  readonly phases: readonly PhaseSetting[];
  readonly budget: BudgetSetting;
  readonly observed: readonly Observed[];
  readonly capacity: Capacity;
  /** The engine's preflight: what it skips, replaces stop-first, and has to say. */
  readonly skipped: Readonly<Record<string, string>>;
  readonly stopFirst: Readonly<Record<string, string>>;
  readonly notes: Readonly<Record<string, readonly string[]>>;
  readonly adopted?: readonly { readonly service: string; readonly id: string }[] | undefined;
  readonly previousRelease: string | undefined;
  /** Highest instance number ever used, by service. */
  readonly numbers: Readonly<Record<string, number>>;
  readonly now: Date;
  /** Phases of an earlier release, taken as they were; `phases` is not looked at then. */
  readonly grouping?: readonly {
    readonly name: string;
    readonly services: readonly string[];
    readonly soakMs: number;
  }[];
  /** What each leaving service needs: it goes before that. */
  readonly needed?: ReadonlyMap<string, readonly string[]>;
  readonly former?: FormerWanted;
  readonly distrusted?: ReadonlySet<string>;
  /** Of an engine that has images. */
  readonly images?: FoundImages | undefined;
  readonly imageWarnings?: readonly string[];
}

/** Name of the last phase, which takes away what is no longer wanted. */
export const cleanupPhase = 'cleanup';

/** Content hash of what is wanted: equal configuration and content give an equal release. */
export function releaseOf(wanted: readonly Wanted[]): string {
  const configs = wanted.map((one) => {
    const replicas = replicasWanted(one);
    return [one.unit.service, one.config, ...(replicas === 1 ? [] : [replicas])] as const;
  });
  return hashOf(
    configs.sort(([a], [b]) => (a < b ? -1 : 1)),
    12,
  );
}

/** Hash of what a plan rests on, to tell later whether the world has changed. Use and counters do not count. */
export function worldHash(observed: readonly Observed[], numbers: Readonly<Record<string, number>>): string {
  const facts = observed.map(({ instance, config, state, routed, changed }) => ({
    instance,
    config,
    routed,
    changed,
    alive: state !== 'exited',
  }));
  return hashOf({ facts: facts.sort((a, b) => (a.instance < b.instance ? -1 : 1)), numbers }, 16);
}

/** @throws SeaworthyError PREFLIGHT when phases and dependencies contradict each other. */
export function makePlan(input: PlanInput): Plan {
  const groups = groupsOf(input);
  const wanted = new Map(input.wanted.map((one) => [one.unit.service, one]));
  const loads = groups.map((group) => ({ group, diffs: diffsOf(group, wanted, input) }));
  const leaving = leavingDiffs(wanted, input);
  if (leaving.length > 0) loads.push({ group: cleanupGroup(leaving), diffs: leaving });
  const admission: AdmissionInput = {
    phases: loads.map(({ group, diffs }) => ({ group, services: diffs.map((diff) => planned(diff, input)) })),
    wanted,
    observed: input.observed,
    total: input.budget,
    capacity: input.capacity,
  };
  const first = imagesFirst(
    input,
    loads.flatMap((load) => load.diffs),
  );
  const phases: Phase[] = first === undefined ? [] : [first];
  let after: readonly string[] = first?.steps.slice(-1).map((step) => step.id) ?? [];
  for (const [index, { group, diffs }] of loads.entries()) {
    const steps = stepsOfPhase({
      phase: group.name,
      diffs,
      soakMs: group.soakMs,
      after,
      nextNumbers: numbersFrom(input),
      ends: wanted.size === 0,
      ...(input.needed === undefined ? {} : { needed: input.needed }),
      ...(input.former === undefined ? {} : { former: input.former }),
    });
    const last = steps.at(-1);
    if (last !== undefined) after = [last.id];
    phases.push(phaseOf(admission, index, steps));
  }
  return {
    schema: 'seaworthy.plan/1',
    version: input.version,
    stack: input.stack,
    engine: input.engine,
    environment: input.environment,
    release: releaseOf(input.wanted),
    previousRelease: input.previousRelease,
    phases,
    ...(input.images === undefined ? {} : { images: summaryOf(input.images) }),
    wanted: Object.fromEntries(wanted),
    observed: worldHash(input.observed, input.numbers),
    numbers: input.numbers,
    ...adoptedIn(input),
    warnings: warningsOf(input),
    createdAt: input.now.toISOString(),
  };
}

function adoptedIn({ observed, adopted: others = [] }: PlanInput): Pick<Plan, 'adopted'> {
  const instances = observed.flatMap(({ service, adopted: id, state }) =>
    id === undefined ? [] : [{ service, id, ran: state !== 'exited' }],
  );
  const besides = others.filter(({ id }) => !instances.some((one) => one.id === id));
  const adopted = [...instances, ...besides.map((one) => ({ ...one, ran: false }))];
  return adopted.length === 0 ? {} : { adopted };
}

/** Images come before everything: nothing is stopped for what then cannot be had. */
function imagesFirst({ images, budget }: PlanInput, diffs: readonly ServiceDiff[]): Phase | undefined {
  if (images === undefined) return undefined;
  const started = new Set(diffs.filter((diff) => newcomersOf(diff) > 0).map(({ service }) => service));
  return phaseOfImages(images, budget, (service) => started.has(service));
}

function groupsOf({ grouping, wanted, phases, budget }: PlanInput): readonly PhaseGroup[] {
  if (grouping === undefined) return groupPhases(wanted, phases, budget);
  const known = new Set(wanted.map((one) => one.unit.service));
  return grouping.map(({ name, services, soakMs }) => ({
    name,
    services: services.filter((service) => known.has(service)),
    budget: {},
    scope: 'cumulative' as const,
    soakMs,
  }));
}

/** Steps of a plan in order. */
export function allSteps(plan: Plan): readonly Step[] {
  return plan.phases.flatMap((phase) => phase.steps);
}

function diffsOf(
  group: PhaseGroup,
  wanted: ReadonlyMap<string, Wanted>,
  input: PlanInput,
): readonly ServiceDiff[] {
  return group.services.map((name) =>
    diffService(
      name,
      wanted.get(name),
      input.observed.filter((one) => one.service === name),
      {
        skipped: input.skipped[name],
        stopFirst: input.stopFirst[name],
        distrusted: input.distrusted,
      },
    ),
  );
}

function leavingDiffs(wanted: ReadonlyMap<string, Wanted>, input: PlanInput): readonly ServiceDiff[] {
  const names = new Set(input.observed.map((one) => one.service).filter((name) => !wanted.has(name)));
  return [...names].map((name) => diffService(name, undefined, instancesOf(name, input.observed), {}));
}

function cleanupGroup(leaving: readonly ServiceDiff[]): PhaseGroup {
  const services = leaving.map((diff) => diff.service);
  return { name: cleanupPhase, services, budget: {}, scope: 'phase', soakMs: 0 };
}

function instancesOf(service: string, observed: readonly Observed[]): readonly Observed[] {
  return observed.filter((one) => one.service === service);
}

function planned(diff: ServiceDiff, input: PlanInput): PlannedService {
  return {
    service: diff.service,
    change: diff.change,
    because: diff.because,
    replace: diff.replace,
    requests: diff.wanted?.requests,
    ...countsOf(diff),
    notes: input.notes[diff.service] ?? [],
  };
}

/** Said where it is not one of one. */
function countsOf({ wanted, starts, change }: ServiceDiff): Pick<PlannedService, 'replicas' | 'starts'> {
  const replicas = wanted === undefined ? 1 : replicasWanted(wanted);
  const isUsual = replicas === 1 && (starts === 1 || change === 'keep');
  return isUsual || change === 'remove' || change === 'skip' ? {} : { replicas, starts };
}

function phaseOf(admission: AdmissionInput, index: number, steps: readonly Step[]): Phase {
  const load = admission.phases[index];
  const admissions = [...admit(admission, index), ...admitReserved(admission, index)];
  const starts = steps.some((step) => step.action.kind === 'start');
  const refused = starts ? admissions.filter((one) => !one.admitted) : [];
  return {
    name: load?.group.name ?? '',
    services: load?.services ?? [],
    admissions,
    admitted: refused.length === 0,
    advice: refused.length === 0 ? [] : adviceFor(admission, index, refused),
    steps,
    soakMs: load?.group.soakMs ?? 0,
  };
}

function warningsOf(input: PlanInput): readonly string[] {
  const limits = input.wanted.reduce(
    (sum, one) => sum + (one.unit.memoryLimit ?? 0) * replicasWanted(one),
    0,
  );
  const without = input.wanted
    .filter((one) => one.requests.memoryFrom === 'default' && replicasWanted(one) > 0)
    .map((one) => one.unit.service);
  const warnings: string[] = [...(input.imageWarnings ?? [])];
  if (limits > input.capacity.memoryTotal) {
    warnings.push(
      `memory limits add up to ${formatBytes(limits)}, more than the host's ${formatBytes(input.capacity.memoryTotal)}`,
    );
  }
  if (without.length > 0) {
    const request = formatBytes(
      input.wanted.find((one) => one.requests.memoryFrom === 'default')?.requests.memory ?? 0,
    );
    warnings.push(
      `${count(without.length, 'service')} without a memory request, counted as ${request} each: ${without.join(', ')}`,
    );
  }
  return warnings;
}
