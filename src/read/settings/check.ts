// What the settings say of services and files, held against the compose files: a name that is wrong has no effect.
import { type Located, located } from '../../base/span.ts';
import { nearest } from '../../base/text.ts';
import type { ReadProblem } from '../../model/artifact.ts';
import type { Stack } from '../../model/service.ts';
import type { Settings } from '../../model/settings.ts';
import { folderOf, joinPath } from '../paths.ts';

/** The settings with the problems that only the compose files beside them show. */
export function checkedSettings(
  settings: Settings,
  stacks: readonly Stack[],
  exists: (file: string) => boolean,
): Settings {
  const problems = [
    ...settings.problems,
    ...unknownServices(settings, stacks),
    ...repeatedServices(settings),
    ...repeatedPhases(settings),
    ...missingFiles(settings, exists),
  ];
  return { ...settings, problems: problems.sort((a, b) => a.span.start - b.span.start) };
}

function unknownServices(settings: Settings, stacks: readonly Stack[]): ReadProblem[] {
  const beside = stacks.filter(({ folder }) => folder === folderOf(settings.file));
  const known = new Set(
    (beside.length > 0 ? beside : stacks).flatMap(({ services }) => [...services.keys()]),
  );
  // Services may be missing because their file could not be read.
  const isTorn = stacks.some(({ problems }) => problems.some(({ code }) => code.startsWith('yaml-')));
  // Where a team applies objects of its own, services are their workloads, which are known when they are read.
  const hasOwn = [settings, ...settings.environments.values()].some(
    (one) => one.kubernetes?.from !== undefined,
  );
  if (known.size === 0 || isTorn || hasOwn) return [];
  const unknown = (where: string, { value, span }: Located<string>): ReadProblem[] => {
    if (known.has(value)) return [];
    const guess = nearest(value, known);
    const hint =
      guess === undefined ? `The services are ${[...known].join(', ')}.` : `Did you mean ${guess}?`;
    const message = `${where} names ${value}, which is no service of the compose files`;
    return [{ code: 'unknown-service', message, span, hint }];
  };
  return [
    ...settings.phases.flatMap((phase) =>
      phase.services.flatMap((one) => unknown(`phase ${phase.name}`, one)),
    ),
    ...settings.smoke.flatMap((check) =>
      check.kind === 'exec' || check.kind === 'log'
        ? unknown(`smoke check ${check.name}`, located(check.service, check.span))
        : [],
    ),
    ...[...settings.services].flatMap(([name, { span }]) => unknown('services', located(name, span))),
  ];
}

function repeatedServices({ phases }: Settings): ReadProblem[] {
  const first = new Map<string, { readonly phase: string; readonly at: Located<string> }>();
  const problems: ReadProblem[] = [];
  for (const { name, services } of phases) {
    for (const service of services) {
      const known = first.get(service.value);
      if (known === undefined) first.set(service.value, { phase: name, at: service });
      else
        problems.push({
          code: 'service-twice',
          message: `phase ${name} names ${service.value}, which phase ${known.phase} has already`,
          span: service.span,
          hint: 'Keep it in the phase that must start it.',
          related: [{ at: known.at.span, message: 'it stands here first' }],
        });
    }
  }
  return problems;
}

function repeatedPhases({ phases }: Settings): ReadProblem[] {
  return phases
    .filter(({ name }, index) => phases.findIndex((other) => other.name === name) < index)
    .map(({ name, span }) => ({
      code: 'phase-twice',
      message: `there are two phases named ${name}`,
      span,
      hint: 'Give each phase a name of its own, or put their services together.',
    }));
}

function missingFiles({ file, compose }: Settings, exists: (file: string) => boolean): ReadProblem[] {
  return compose
    .filter(({ value }) => !exists(joinPath(folderOf(file), value)))
    .map(({ value, span }) => ({
      code: 'file-missing',
      message: `compose names ${value}, which does not exist`,
      span,
      hint: 'Correct the path; it is relative to this file.',
    }));
}
