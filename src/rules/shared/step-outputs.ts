// What a step of a workflow sets as its outputs, as far as it is known.
import type { Project } from '../../model/project.ts';
import type { Step, TextValue, Workflow } from '../../model/workflow.ts';
import { readYaml } from '../../syntax/yaml.ts';
import { outputsOfAction } from './action-outputs-table.ts';
import { actionName, inputOf, localAction, usedBy } from './workflow.ts';
import { writtenOutputs } from './written-outputs.ts';

interface Outputs {
  /** Who sets them, as a reader knows it. */
  readonly source: string;
  readonly lack: string;
  /** Lower case. */
  readonly names: readonly string[];
  /** False for what may have more. */
  readonly whole: boolean;
}

const noOutput = 'has no such output';

/** Undefined where nobody knows; an action in JavaScript or a container may set what it does not declare. */
export function outputsOf(project: Project, workflow: Workflow | undefined, step: Step): Outputs | undefined {
  const used = usedBy(step.uses);
  if (used?.kind === 'local') {
    const action = localAction(project, workflow, used.path);
    if (action?.using?.value !== 'composite' || !action.whole) return undefined;
    const names = action.outputs.map(({ name }) => name.toLowerCase());
    return { source: used.path, lack: noOutput, names, whole: true };
  }
  const name = actionName(step);
  if (name === undefined || name === 'actions/github-script') {
    const written = writtenOutputs(step);
    return written && { ...written, source: `step ${step.id?.value}`, lack: 'does not set it' };
  }
  if (name === 'dorny/paths-filter') return filtersOf(name, inputOf(step, 'filters'));
  const names = outputsOfAction(name);
  return names && { source: name, lack: noOutput, names, whole: false };
}

/** Each filter is an output, with the number of its files and their names. */
function filtersOf(source: string, filters: TextValue | undefined): Outputs | undefined {
  if (filters === undefined || filters.value.includes('${{')) return undefined;
  const root = readYaml('', filters.value).documents[0]?.root;
  if (root?.kind !== 'map') return undefined;
  const keys = root.entries.map(({ key }) => key.text.toLowerCase());
  const names = keys.flatMap((key) => [key, `${key}_count`, `${key}_files`]);
  return { source, lack: 'has no such filter', names: ['changes', ...names], whole: true };
}
