// Project + engine -> plan: what is wanted, what is there, what stands in the way. Nothing is touched.
import { SeaworthyError } from '../base/errors.ts';
import { count } from '../base/text.ts';
import { version } from '../base/version.ts';
import type { Engine, Preflight } from '../engines/engine.ts';
import type { MadeObjects } from '../model/kubernetes-spec.ts';
import type { Phase, Plan, PlannedService } from '../model/plan.ts';
import type { Project } from '../model/project.ts';
import type { Stack } from '../model/service.ts';
import type { PhaseSetting } from '../model/settings.ts';
import type { Wanted } from '../model/unit.ts';
import { imagesPhase } from '../plan/images.ts';
import type { FormerWanted } from '../plan/phase-steps.ts';
import { makePlan } from '../plan/plan.ts';
import { wantedOf } from '../plan/wanted.ts';
import { withImages } from '../plan/with-images.ts';
import { type Built, builtFrom, type ServiceSources } from './built.ts';
import { givenHashes } from './given-files.ts';
import { noWayBack } from './sources.ts';

export interface PrepareInput {
  readonly project: Project;
  readonly stack: Stack;
  readonly engine: Engine;
  readonly putSecret: (value: string) => string;
  /** The name that `putSecret` would give a value. */
  readonly secretRef: (value: string) => string;
  readonly previousRelease: string | undefined;
  readonly numbers: Readonly<Record<string, number>>;
  readonly now: Date;
  readonly signal: AbortSignal;
  readonly former: FormerWanted;
  readonly distrusted: ReadonlySet<string>;
  /** What Kubernetes is told of each service, when it is the engine. */
  readonly objects?: ReadonlyMap<string, MadeObjects> | undefined;
  /** Units that are not made from the compose project, and their phases. */
  readonly own?: { readonly wanted: readonly Wanted[]; readonly phases: readonly PhaseSetting[] } | undefined;
}

export interface Prepared {
  readonly plan: Plan;
  /** Services that cannot run beside themselves on this engine, and why. */
  readonly stopFirst: Readonly<Record<string, string>>;
  /** What stands in the way of carrying it out, each with what to do. */
  readonly obstacles: readonly string[];
  /** What is to be kept of the sources before the plan is carried out. */
  readonly sources: readonly ServiceSources[];
}

/** @throws SeaworthyError PREFLIGHT when phases and dependencies contradict each other. */
export async function prepare(input: PrepareInput): Promise<Prepared> {
  const { project, stack, engine, signal, own } = input;
  const built = own === undefined ? builtFrom(project, stack, engine.sourcesFolder) : nothingBuilt;
  const notes: Record<string, readonly string[]> = { ...built.notes };
  const units = own?.wanted ?? composeUnits(input, built);
  const [preflight, observed, capacity, images] = await Promise.all([
    engine.preflight(units, signal),
    engine.observe(signal),
    engine.capacity(signal),
    engine.images?.(units, 'files', signal),
  ]);
  const wanted = images === undefined ? units : withImages(units, images.images);
  const merged = { ...preflight.notes };
  for (const service of Object.keys(preflight.stopFirst)) {
    const note =
      engine.sourcesFolder === undefined ? undefined : noWayBack(service, wanted, observed, input.former);
    if (note !== undefined) notes[service] = [...(notes[service] ?? []), note];
  }
  for (const [service, own] of Object.entries(notes)) merged[service] = [...(merged[service] ?? []), ...own];
  const plan = makePlan({
    stack: stack.name,
    engine: engine.name,
    environment: stack.environment,
    version,
    wanted,
    phases: own?.phases ?? project.settings?.phases ?? [],
    budget: project.settings?.budget ?? {},
    observed,
    capacity,
    skipped: preflight.skipped,
    stopFirst: preflight.stopFirst,
    notes: merged,
    previousRelease: input.previousRelease,
    numbers: input.numbers,
    now: input.now,
    former: input.former,
    distrusted: input.distrusted,
    images,
    imageWarnings: images?.warnings ?? [],
  });
  const { stopFirst } = preflight;
  return {
    plan,
    stopFirst,
    obstacles: obstacleLines([...preflight.obstacles, ...(images?.obstacles ?? [])]),
    sources: built.sources,
  };
}

const nothingBuilt: Built = {
  contentHashes: new Map(),
  copies: new Map(),
  kept: new Map(),
  sources: [],
  notes: {},
};

function composeUnits(
  { project, stack, engine, putSecret, secretRef, objects }: PrepareInput,
  built: Built,
): readonly Wanted[] {
  return wantedOf({
    root: project.root,
    stack,
    builds: project.builds,
    settings: project.settings,
    putSecret,
    givenHashes: givenHashes(stack, project.root, secretRef),
    containers: engine.name === 'docker',
    objects,
    ...built,
  });
}

function obstacleLines(obstacles: Preflight['obstacles']): readonly string[] {
  return obstacles.map((one) => `${one.message}; ${one.hint}`);
}

/** @throws SeaworthyError PREFLIGHT when something stands in the way; nothing was touched. */
export function requireClear({ obstacles }: Pick<Prepared, 'obstacles'>): void {
  const [first, ...others] = obstacles;
  if (first === undefined) return;
  const more = others.length === 0 ? '' : ` (and ${count(others.length, 'more obstacle')})`;
  throw new SeaworthyError('PREFLIGHT', `${first}${more}`, {
    detail: others,
    hint: 'Nothing was touched; once this is mended, run it again.',
  });
}

export interface ReleasePlanInput {
  readonly wanted: readonly Wanted[];
  /** Phases as they were, for their grouping. */
  readonly phases: readonly (Pick<Phase, 'name' | 'soakMs'> & {
    readonly services: readonly Pick<PlannedService, 'service'>[];
  })[];
  readonly engine: Engine;
  readonly stack: string;
  readonly environment: string | undefined;
  readonly previousRelease: string | undefined;
  readonly numbers: Readonly<Record<string, number>>;
  readonly now: Date;
  readonly signal: AbortSignal;
  readonly former: FormerWanted;
  readonly distrusted: ReadonlySet<string>;
  /** What each leaving service needs. */
  readonly needed?: ReadonlyMap<string, readonly string[]>;
}

/** A plan towards what is kept on record, not in files: an earlier release, or nothing at all. */
export async function planOfRelease(input: ReleasePlanInput): Promise<Omit<Prepared, 'sources'>> {
  const { engine, signal, wanted } = input;
  const [preflight, observed, capacity, images] = await Promise.all([
    engine.preflight(wanted, signal),
    engine.observe(signal),
    engine.capacity(signal),
    engine.images?.(wanted, 'record', signal),
  ]);
  const grouping = input.phases
    .filter(({ name }) => name !== imagesPhase)
    .map((phase) => ({
      name: phase.name,
      services: phase.services.map((one) => one.service),
      soakMs: phase.soakMs,
    }));
  const plan = makePlan({
    ...input,
    ...preflight,
    engine: engine.name,
    version,
    grouping,
    phases: [],
    budget: {},
    observed,
    capacity,
    images,
    imageWarnings: images?.warnings ?? [],
  });
  const obstacles = obstacleLines([...preflight.obstacles, ...(images?.obstacles ?? [])]);
  return { plan, stopFirst: preflight.stopFirst, obstacles };
}
