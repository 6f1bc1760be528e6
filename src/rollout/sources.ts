// Kept copies of sources: made before a run, looked for when a release is run again, removed when nothing needs them.
import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf } from '../base/errors.ts';
import type { Release, StateStore } from '../journal/store.ts';
import type { Plan } from '../model/plan.ts';
import type { Project } from '../model/project.ts';
import type { Stack } from '../model/service.ts';
import type { Observed, UnitSpec, Wanted } from '../model/unit.ts';
import type { FormerWanted } from '../plan/phase-steps.ts';
import { keepSources } from '../read/keep-sources.ts';
import { builtFrom, type ServiceSources } from './built.ts';
import { rolledOut } from './shed.ts';

/** The content that the unit names can be run again, whatever its folder holds now. */
export function isKept({ build }: UnitSpec): boolean {
  return build?.kept !== undefined && statSync(build.kept, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** Makes the copies that are not there. The answer: what could not be kept, which is no reason not to deploy. */
export function keepAllSources(sources: readonly ServiceSources[]): readonly string[] {
  return sources.flatMap(({ service, ...copy }) => {
    try {
      keepSources(copy);
      return [];
    } catch (error) {
      return [`${service} runs from its folder, no copy of its source is kept: ${messageOf(error)}`];
    }
  });
}

/** Where services run from their folders, an old instance that had to go first cannot come back as it was. */
export function noWayBack(
  service: string,
  wanted: readonly Wanted[],
  observed: readonly Observed[],
  former: FormerWanted,
): string | undefined {
  const content = wanted.find((one) => one.unit.service === service)?.unit.contentHash;
  const replaced = observed.some((one) => {
    if (one.service !== service || one.state === 'exited') return false;
    const was = former(service, one.config);
    return was !== undefined && was.unit.contentHash !== content && !isKept(was.unit);
  });
  return replaced
    ? 'its earlier source is not kept: should the new one fail, a rollback starts it from the new source'
    : undefined;
}

/** Services that the plan starts from sources of which there is no copy. */
export function startedUnkept(plan: Plan): readonly UnitSpec[] {
  return plan.phases
    .flatMap((phase) => phase.steps)
    .flatMap(({ action }) => (action.kind === 'start' ? [plan.wanted[action.service]?.unit] : []))
    .filter((unit) => unit !== undefined)
    .filter((unit) => unit.contentHash !== undefined && !isKept(unit));
}

/**
 * What an engine that runs services from their folders cannot bring back: content that has changed since and is not
 * kept. A release that is started from other content would not be that release.
 */
export function changedSources(plan: Plan, project: Project, stack: Stack): readonly string[] {
  const { contentHashes } = builtFrom(project, stack, undefined);
  return startedUnkept(plan).flatMap(({ service, contentHash = '', build }) => {
    const now = contentHashes.get(service);
    if (now === undefined || now === contentHash) return [];
    const change = `${contentHash.slice(0, 7)} → ${now.slice(0, 7)}`;
    return [
      `${service}: ${build?.context ?? 'its folder'} no longer holds what that release ran (content ${change}); check its sources out again, then run seaworthy up`,
    ];
  });
}

const keptReleases = 5;

/** Hashes of the releases that can be gone back to: the newest, and those that a service is still of. */
export function keptReleasesOf(store: StateStore): readonly string[] {
  const releases = store.releases();
  const current = new Set(Object.values(rolledOut(store)));
  const kept = [...newestOf(releases), ...releases.filter(({ number }) => current.has(number))];
  return [...new Set(kept.map(({ hash }) => hash))];
}

function newestOf(releases: readonly Release[]): readonly Release[] {
  return releases.filter(({ plan }) => Object.keys(plan.wanted).length > 0).slice(-keptReleases);
}

/** Removes copies that neither one of the newest releases nor a current service names. */
export function forgetSources(store: StateStore, folder: string | undefined): void {
  if (folder === undefined) return;
  const releases = store.releases();
  const newest = newestOf(releases);
  const current = rolledOut(store);
  const needed = [
    ...newest.flatMap(({ plan }) => Object.values(plan.wanted)),
    ...releases.flatMap(({ number, plan }) =>
      Object.values(plan.wanted).filter(({ unit }) => current[unit.service] === number),
    ),
  ].flatMap(({ unit }) => unit.build?.kept ?? []);
  for (const name of namesIn(folder)) {
    const own = join(folder, name);
    if (needed.some((path) => path === own || path.startsWith(`${own}/`))) continue;
    try {
      rmSync(own, { recursive: true, force: true });
    } catch {
      // A service may have left what cannot be removed; the next run tries again.
    }
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    // Nothing was ever kept.
    return [];
  }
}
