// How a RUN is told to notice the failure of any program of a pipe, in the shell that it runs in.
import type { Dockerfile, DockerInstruction, Stage } from '../../model/dockerfile.ts';
import type { Fix } from '../../model/finding.ts';
import type { Project } from '../../model/project.ts';
import { insertBefore, review } from '../fix.ts';
import { lineAbove } from './dockerfile-edits.ts';
import { parseImage } from './image.ts';
import { defaultShellOf } from './image-families.ts';
import { hiddenFailures } from './pipes.ts';
import { runScripts } from './run.ts';

const cache = new WeakMap<DockerInstruction, Fix | 'none'>();

/** Undefined where the shell is not known, and for texts that another command hands to a shell. */
export function pipefailFix(
  project: Project,
  dockerfile: Dockerfile,
  stage: Stage | undefined,
  instruction: DockerInstruction,
): Fix | undefined {
  // A RUN may hold many pipes, which are put right together.
  const known = cache.get(instruction) ?? fixOf(project, dockerfile, stage, instruction) ?? 'none';
  cache.set(instruction, known);
  return known === 'none' ? undefined : known;
}

function fixOf(
  project: Project,
  dockerfile: Dockerfile,
  stage: Stage | undefined,
  instruction: DockerInstruction,
): Fix | undefined {
  const [own] = runScripts(dockerfile, instruction);
  if (stage === undefined || instruction.keyword !== 'RUN' || instruction.form === 'exec') return undefined;
  if (own === undefined || own.shell.pipefail || instruction.heredocs.length > 0) return undefined;
  const root = stage.image.rootImage === undefined ? undefined : parseImage(stage.image.rootImage);
  const byDefault = root === undefined ? undefined : defaultShellOf(root);
  const shell = own.shell.isDefault ? byDefault : own.shell.name;
  // busybox and bash know the option; dash does only since 0.5.13.
  if (shell === 'ash' || shell === 'bash')
    return review('Set pipefail', insertBefore(instruction.raw.span, 'set -o pipefail && '));
  if (shell !== 'dash' || !own.shell.isDefault) return undefined;
  const first = stage.instructions.find((one) => hiddenFailures(dockerfile, one).length > 0) ?? instruction;
  const line = 'SHELL ["/bin/bash", "-o", "pipefail", "-c"]';
  return review('Run the lines below in bash with pipefail', lineAbove(project, first, line));
}
