// Inputs of actions that are run as code.
import type { Step, TextValue } from '../../model/workflow.ts';
import { actionName, inputOf } from './workflow.ts';

const scriptInputs: Readonly<Record<string, readonly string[]>> = {
  'actions/github-script': ['script'],
  'amadevus/pwsh-script': ['script'],
  'appleboy/ssh-action': ['script'],
  'azure/cli': ['inlinescript'],
  'azure/powershell': ['inlinescript'],
  'cardinalby/js-eval-action': ['expression'],
  'jannekem/run-python-script-action': ['script'],
  'nick-fields/retry': ['command'],
  'nick-invision/retry': ['command'],
  'addnab/docker-run-action': ['run'],
  'cypress-io/github-action': ['command', 'build', 'start', 'install-command'],
  'mikefarah/yq': ['cmd'],
};

/** The texts of a step that a shell or an interpreter runs. */
export function scriptsOf(step: Step): readonly TextValue[] {
  const name = actionName(step) ?? '';
  const inputs = Object.hasOwn(scriptInputs, name) ? (scriptInputs[name] ?? []) : [];
  const own = step.run === undefined ? [] : [step.run];
  return [...own, ...inputs.flatMap((input) => inputOf(step, input) ?? [])];
}
