// Shedding load: what may be stopped for what matters more, in which order, and how it comes back. Pure.
import type { Phase, Plan, PlannedService } from '../model/plan.ts';
import { type Priority, priorities } from '../model/settings.ts';
import type { Observed, Wanted } from '../model/unit.ts';
import { diffService } from './diff.ts';
import { numbersFrom } from './numbers.ts';
import { releaseOf, worldHash } from './plan.ts';
import { type FormerWanted, stepsOfPhase } from './steps.ts';

export interface PriorityGroup {
  readonly priority: Priority;
  readonly services: readonly string[];
}

/** A service is as important as the most important one that cannot do without it. */
function effectivePriorities(wanted: readonly Wanted[]): ReadonlyMap<string, Priority> {
  const byName = new Map(wanted.map((one) => [one.unit.service, one]));
  const found = new Map<string, Priority>();
  for (const priority of priorities) {
    const waiting = wanted.filter((one) => one.priority === priority).map((one) => one.unit.service);
    for (let service = waiting.pop(); service !== undefined; service = waiting.pop()) {
      if (found.has(service)) continue;
      found.set(service, priority);
      const needs = byName.get(service)?.dependsOn.filter((on) => on.required) ?? [];
      waiting.push(...needs.map((on) => on.service).filter((name) => byName.has(name)));
    }
  }
  return found;
}

/** These services by priority, the least important first. */
function byPriority(
  services: readonly string[],
  effective: ReadonlyMap<string, Priority>,
): readonly PriorityGroup[] {
  return [...priorities].reverse().flatMap((priority) => {
    const own = services.filter((service) => effective.get(service) === priority);
    return own.length === 0 ? [] : [{ priority, services: own }];
  });
}

/** What runs and matters less than `keep`, and nothing that is kept needs. What ends by itself is never among it. */
export function shedGroups(
  wanted: readonly Wanted[],
  observed: readonly Observed[],
  keep: Priority,
): readonly PriorityGroup[] {
  const running = new Set(observed.filter((one) => one.state !== 'exited').map((one) => one.service));
  const candidates = wanted.filter(({ unit }) => !unit.oneShot && running.has(unit.service));
  const effective = effectivePriorities(wanted);
  return byPriority(
    candidates.map((one) => one.unit.service),
    effective,
  ).filter(({ priority }) => !isAtLeast(priority, keep));
}

function isAtLeast(priority: Priority, least: Priority): boolean {
  return priorities.indexOf(priority) <= priorities.indexOf(least);
}

/** Something matters so much that it would stay. */
export function keepsAny(wanted: readonly Wanted[], keep: Priority): boolean {
  return [...effectivePriorities(wanted).values()].some((one) => isAtLeast(one, keep));
}

export interface ShedInput {
  readonly stack: string;
  readonly engine: string;
  readonly environment: string | undefined;
  readonly version: string;
  /** Everything that is rolled out, each service as its own release wants it. */
  readonly wanted: readonly Wanted[];
  readonly groups: readonly PriorityGroup[];
  readonly observed: readonly Observed[];
  readonly numbers: Readonly<Record<string, number>>;
  readonly previousRelease: string | undefined;
  readonly releases: Readonly<Record<string, number>>;
  readonly former: FormerWanted;
  readonly now: Date;
}

/** One phase a priority, dependents before what they need; nothing of what stays is part of it. */
export function makeShedPlan(input: ShedInput): Plan {
  const { groups, observed, numbers, wanted } = input;
  const gone = new Set(groups.flatMap((group) => group.services));
  const kept = wanted.filter((one) => !gone.has(one.unit.service));
  const phases: Phase[] = [];
  for (const group of groups) phases.push(shedPhase(input, group, phases.at(-1)?.steps.at(-1)?.id));
  return {
    schema: 'seaworthy.plan/1',
    version: input.version,
    stack: input.stack,
    engine: input.engine,
    environment: input.environment,
    release: releaseOf(kept),
    previousRelease: input.previousRelease,
    phases,
    wanted: Object.fromEntries(kept.map((one) => [one.unit.service, one])),
    observed: worldHash(observed, numbers),
    numbers,
    load: {
      kind: 'shed',
      releases: Object.fromEntries(Object.entries(input.releases).filter(([service]) => gone.has(service))),
    },
    warnings: [],
    createdAt: input.now.toISOString(),
  };
}

function shedPhase(
  { observed, numbers, wanted, former }: ShedInput,
  { priority, services }: PriorityGroup,
  before: string | undefined,
): Phase {
  const name = `shed-${priority}`;
  const leaving = `its priority is ${priority}`;
  const diffs = services.map((service) =>
    diffService(
      service,
      undefined,
      observed.filter((one) => one.service === service),
      { leaving },
    ),
  );
  const steps = stepsOfPhase({
    phase: name,
    diffs,
    soakMs: 0,
    after: before === undefined ? [] : [before],
    nextNumbers: numbersFrom({ observed, numbers }),
    needed: neededBy(wanted),
    former,
    hasty: true,
  });
  const planned = diffs.map(({ service, change, because }): PlannedService => {
    return { service, change, because, replace: undefined, requests: undefined, notes: [] };
  });
  return { name, services: planned, admissions: [], admitted: true, advice: [], steps, soakMs: 0 };
}

/** What each service needs, for the order in which they leave. */
export function neededBy(wanted: Iterable<Wanted>): ReadonlyMap<string, readonly string[]> {
  return new Map(
    [...wanted].map((one) => [one.unit.service, one.dependsOn.map((on) => on.service)] as const),
  );
}

/** Phases in which shed services come back: the most important first. */
export function restoreGroups(shed: readonly string[], wanted: readonly Wanted[]) {
  return [...byPriority(shed, effectivePriorities(wanted))].reverse().map(({ priority, services }) => ({
    name: `restore-${priority}`,
    services: services.map((service) => ({ service })),
    soakMs: 0,
  }));
}
