// The objects that a team writes itself, as what is wanted of its stack.
import { SeaworthyError } from '../base/errors.ts';
import { count } from '../base/text.ts';
import type { Project } from '../model/project.ts';
import type { Stack } from '../model/service.ts';
import type { PhaseSetting } from '../model/settings.ts';
import type { Wanted } from '../model/unit.ts';
import { ownWanted } from '../plan/own/wanted.ts';
import { appliedObjects } from '../read/kubernetes/applied.ts';
import { kubernetesSetting, placedLine } from './own-stack.ts';

export interface OwnStack {
  readonly wanted: readonly Wanted[];
  readonly phases: readonly PhaseSetting[];
}

/** @throws SeaworthyError CONFIG_INVALID with every problem of the objects at once */
export async function readOwnStack(
  project: Project,
  { name, environment }: Pick<Stack, 'name' | 'environment'>,
  putSecret: (value: string) => string,
): Promise<OwnStack | undefined> {
  const { root, files, settings } = project;
  const setting = kubernetesSetting(settings, environment);
  if (setting?.from === undefined) return undefined;
  const { namespace } = setting;
  const from = { root, files, settings: settings?.file ?? '', stack: name, namespace };
  const { objects, problems, texts } = await appliedObjects(setting.from, from);
  const own = ownWanted(objects, settings, putSecret);
  const all = [...problems, ...own.problems];
  if (all.length === 0) return own;
  const textOf = (file: string) => texts.get(file) ?? project.texts.get(file)?.text ?? '';
  throw new SeaworthyError('CONFIG_INVALID', `the manifests have ${count(all.length, 'problem')}`, {
    detail: [...new Set(all.map((one) => placedLine(textOf(one.span.file), one)))],
    hint: 'Mend these and run again; nothing was touched.',
  });
}
