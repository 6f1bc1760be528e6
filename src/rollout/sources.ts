// Kept copies of sources: made before a run, and looked for when a release is run again.
import { statSync } from 'node:fs';
import { messageOf } from '../base/errors.ts';
import type { Plan } from '../model/plan.ts';
import type { Project } from '../model/project.ts';
import type { Stack } from '../model/service.ts';
import type { Observed, UnitSpec, Wanted } from '../model/unit.ts';
import type { FormerWanted } from '../plan/steps.ts';
import { keepSources } from '../read/keep-sources.ts';
import { builtFrom, type ServiceSources } from './built.ts';

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
