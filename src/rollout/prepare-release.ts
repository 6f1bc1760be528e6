// Plans towards what is kept on record, and what every plan is checked for. No files are read.
import { SeaworthyError } from '../base/errors.ts';
import { count } from '../base/text.ts';
import { version } from '../base/version.ts';
import type { Engine, Preflight } from '../engines/engine.ts';
import type { Phase, Plan, PlannedService } from '../model/plan.ts';
import type { Wanted } from '../model/unit.ts';
import { imagesPhase } from '../plan/images.ts';
import { makePlan } from '../plan/plan.ts';
import type { FormerWanted } from '../plan/steps.ts';

export interface PlannedRun {
  readonly plan: Plan;
  /** Services that cannot run beside themselves on this engine, and why. */
  readonly stopFirst: Readonly<Record<string, string>>;
  /** What stands in the way of carrying it out, each with what to do. */
  readonly obstacles: readonly string[];
}

export function obstacleLines(obstacles: Preflight['obstacles']): readonly string[] {
  return obstacles.map((one) => `${one.message}; ${one.hint}`);
}

/** @throws SeaworthyError PREFLIGHT when something stands in the way; nothing was touched. */
export function requireClear({ obstacles }: Pick<PlannedRun, 'obstacles'>): void {
  const [first, ...others] = obstacles;
  if (first === undefined) return;
  const more = others.length === 0 ? '' : ` (and ${count(others.length, 'more obstacle')})`;
  throw new SeaworthyError('PREFLIGHT', `${first}${more}`, {
    detail: others,
    hint: 'Nothing was touched; once this is mended, run it again.',
  });
}

/** What every plan is made from, whatever it leads to. */
export interface RunInput {
  readonly engine: Engine;
  readonly previousRelease: string | undefined;
  readonly numbers: Readonly<Record<string, number>>;
  readonly now: Date;
  readonly signal: AbortSignal;
  readonly former: FormerWanted;
  readonly distrusted: ReadonlySet<string>;
}

export interface ReleasePlanInput extends RunInput {
  readonly wanted: readonly Wanted[];
  /** Phases as they were, for their grouping. */
  readonly phases: readonly (Pick<Phase, 'name' | 'soakMs'> & {
    readonly services: readonly Pick<PlannedService, 'service'>[];
  })[];
  readonly stack: string;
  readonly environment: string | undefined;
  /** What each leaving service needs. */
  readonly needed?: ReadonlyMap<string, readonly string[]>;
}

/** A plan towards what is kept on record, not in files: an earlier release, or nothing at all. */
export async function planOfRelease(input: ReleasePlanInput): Promise<PlannedRun> {
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
