// Project + engine -> plan: what is wanted, what is there, what stands in the way. Nothing is touched.
import { version } from '../base/version.ts';
import type { MadeObjects } from '../model/kubernetes-spec.ts';
import type { Project } from '../model/project.ts';
import type { Stack } from '../model/service.ts';
import type { PhaseSetting } from '../model/settings.ts';
import type { Wanted } from '../model/unit.ts';
import { makePlan } from '../plan/plan.ts';
import { wantedOf } from '../plan/wanted.ts';
import { withImages } from '../plan/with-images.ts';
import { type Built, builtFrom, type ServiceSources } from './built.ts';
import { givenHashes } from './given-files.ts';
import { obstacleLines, type PlannedRun, type RunInput } from './prepare-release.ts';
import { noWayBack } from './sources.ts';

export interface PrepareInput extends RunInput {
  readonly project: Project;
  readonly stack: Stack;
  readonly putSecret: (value: string) => string;
  /** The name that `putSecret` would give a value. */
  readonly secretRef: (value: string) => string;
  /** What others made under the stack's names is taken over. */
  readonly adopts?: boolean;
  /** What Kubernetes is told of each service, when it is the engine. */
  readonly objects?: ReadonlyMap<string, MadeObjects> | undefined;
  /** Units that are not made from the compose project, and their phases. */
  readonly own?: { readonly wanted: readonly Wanted[]; readonly phases: readonly PhaseSetting[] } | undefined;
}

export interface Prepared extends PlannedRun {
  /** What is to be kept of the sources before the plan is carried out. */
  readonly sources: readonly ServiceSources[];
}

/** @throws SeaworthyError PREFLIGHT when phases and dependencies contradict each other. */
export async function prepare(input: PrepareInput): Promise<Prepared> {
  const { project, stack, engine, signal, own } = input;
  const built = own === undefined ? builtFrom(project, stack, engine.sourcesFolder) : nothingBuilt;
  const notes: Record<string, readonly string[]> = { ...built.notes };
  const units = own?.wanted ?? composeUnits(input, built);
  if (input.adopts === true) await engine.adopt?.(units, signal);
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
    adopted: preflight.adopted,
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
