// Project + engine -> plan: what is wanted, what is there, what stands in the way. Nothing is touched.
import { SeaworthyError } from '../base/errors.ts';
import { count } from '../base/text.ts';
import { version } from '../base/version.ts';
import type { Engine, Preflight } from '../engines/engine.ts';
import type { Phase, Plan } from '../model/plan.ts';
import type { BuildLink, Project } from '../model/project.ts';
import type { Stack } from '../model/service.ts';
import type { Observed, Wanted } from '../model/unit.ts';
import { makePlan } from '../plan/plan.ts';
import type { FormerWanted } from '../plan/steps.ts';
import { wantedOf } from '../plan/wanted.ts';
import { contentHash } from '../read/content-hash.ts';
import { copiesOf } from '../read/dockerfile/copies-of.ts';
import { copySourcesOf } from '../read/dockerfile/copy-sources.ts';

export interface PrepareInput {
  readonly project: Project;
  readonly stack: Stack;
  readonly engine: Engine;
  readonly putSecret: (value: string) => string;
  readonly previousRelease: string | undefined;
  readonly numbers: Readonly<Record<string, number>>;
  readonly now: Date;
  readonly signal: AbortSignal;
  readonly former: FormerWanted;
  readonly distrusted: ReadonlySet<string>;
}

export interface Prepared {
  readonly plan: Plan;
  /** Services that cannot run beside themselves on this engine, and why. */
  readonly stopFirst: Readonly<Record<string, string>>;
  /** What stands in the way of carrying it out, each with what to do. */
  readonly obstacles: readonly string[];
}

/** @throws SeaworthyError PREFLIGHT when phases and dependencies contradict each other. */
export async function prepare(input: PrepareInput): Promise<Prepared> {
  const { project, stack, engine, signal } = input;
  const notes: Record<string, readonly string[]> = {};
  const wanted = wantedOf({
    root: project.root,
    stack,
    builds: project.builds,
    settings: project.settings,
    putSecret: input.putSecret,
    ...builtFrom(project, stack, notes),
  });
  const [preflight, observed, capacity] = await Promise.all([
    engine.preflight(wanted, signal),
    engine.observe(signal),
    engine.capacity(signal),
  ]);
  const merged = { ...preflight.notes };
  for (const service of Object.keys(preflight.stopFirst)) {
    const note = engine.name === 'local' ? noWayBack(service, wanted, observed, input.former) : undefined;
    if (note !== undefined) notes[service] = [...(notes[service] ?? []), note];
  }
  for (const [service, own] of Object.entries(notes)) merged[service] = [...(merged[service] ?? []), ...own];
  const plan = makePlan({
    stack: stack.name,
    engine: engine.name,
    environment: stack.environment,
    version,
    wanted,
    phases: project.settings?.phases ?? [],
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
  });
  return { plan, stopFirst: preflight.stopFirst, obstacles: obstacleLines(preflight.obstacles) };
}

/** Where services run from their folders, an old instance that had to go first cannot come back as it was. */
function noWayBack(
  service: string,
  wanted: readonly Wanted[],
  observed: readonly Observed[],
  former: FormerWanted,
): string | undefined {
  const content = wanted.find((one) => one.unit.service === service)?.unit.contentHash;
  const replaced = observed.some((one) => {
    if (one.service !== service || one.state === 'exited') return false;
    const was = former(service, one.config);
    return was !== undefined && was.unit.contentHash !== content;
  });
  return replaced
    ? 'its earlier source is not kept: should the new one fail, a rollback starts it from the new source'
    : undefined;
}

/**
 * What an engine that runs services from their folders cannot bring back: content that has changed since. A release
 * that is started from other content would not be that release.
 */
export function changedSources(plan: Plan, project: Project, stack: Stack): readonly string[] {
  const { contentHashes } = builtFrom(project, stack, {});
  const started = plan.phases
    .flatMap((phase) => phase.steps)
    .flatMap(({ action }) => (action.kind === 'start' ? [action.service] : []));
  return started.flatMap((service) => {
    const unit = plan.wanted[service]?.unit;
    const now = contentHashes.get(service);
    if (unit?.contentHash === undefined || now === undefined || now === unit.contentHash) return [];
    const change = `${unit.contentHash.slice(0, 7)} → ${now.slice(0, 7)}`;
    return [
      `${service}: ${unit.build?.context ?? 'its folder'} no longer holds what that release ran (content ${change}); check its sources out again, then run seaworthy up`,
    ];
  });
}

/** Content hashes and copied folders of the services that are built from this repository. */
function builtFrom(project: Project, stack: Stack, notes: Record<string, readonly string[]>) {
  const hashes = new Map<string, string>();
  const copies = new Map<string, readonly { readonly from: string; readonly to: string }[]>();
  for (const link of project.builds) {
    if (link.stack !== stack || link.service.build === undefined || link.service.build.isRemote) continue;
    const dockerfile = link.service.build.dockerfile.value;
    const only = link.dockerfile === undefined ? undefined : copySourcesOf(link.dockerfile);
    const { hash, note } = contentHash(project.root, link.context, dockerfile, project.files, { only });
    hashes.set(link.service.name, hash);
    if (note !== undefined) notes[link.service.name] = [note];
    copies.set(link.service.name, copiesFor(project, link));
  }
  return { contentHashes: hashes, copies };
}

function copiesFor({ files }: Project, link: BuildLink) {
  if (link.dockerfile === undefined || link.stage === undefined) return [];
  const prefix = link.context === '' ? '' : `${link.context}/`;
  return copiesOf(link.dockerfile, link.stage, (path) => files.kind(`${prefix}${path}`));
}

function obstacleLines(obstacles: Preflight['obstacles']): readonly string[] {
  return obstacles.map((one) => `${one.message}; ${one.hint}`);
}

/** @throws SeaworthyError PREFLIGHT when something stands in the way; nothing was touched. */
export function requireClear({ obstacles }: Pick<Prepared, 'obstacles'>): void {
  if (obstacles.length === 0) return;
  throw new SeaworthyError('PREFLIGHT', `${count(obstacles.length, 'obstacle')} before anything is started`, {
    detail: obstacles,
    hint: 'Remove these and run again; nothing was touched.',
  });
}

export interface ReleasePlanInput {
  readonly wanted: readonly Wanted[];
  /** Phases as they were, for their grouping. */
  readonly phases: readonly Phase[];
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
export async function planOfRelease(input: ReleasePlanInput): Promise<Prepared> {
  const { engine, signal, wanted } = input;
  const [preflight, observed, capacity] = await Promise.all([
    engine.preflight(wanted, signal),
    engine.observe(signal),
    engine.capacity(signal),
  ]);
  const grouping = input.phases.map((phase) => ({
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
  });
  return { plan, stopFirst: preflight.stopFirst, obstacles: obstacleLines(preflight.obstacles) };
}
