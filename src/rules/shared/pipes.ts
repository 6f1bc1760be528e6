// Pipes of a RUN whose first program may fail unseen.
import type { Dockerfile, DockerInstruction } from '../../model/dockerfile.ts';
import { type RunCommand, runScripts } from './run.ts';

interface HiddenFailure {
  /** The program whose failure the pipe hides. */
  readonly from: RunCommand;
  readonly to: RunCommand;
}

/** Programs that do not fail, or whose end before that of the reader is no failure. */
const harmless = new Set([
  'echo',
  'printf',
  'yes',
  'cat',
  'true',
  'ls',
  'env',
  'set',
  'grep',
  'test',
  '[',
  '',
]);

/** Pipes without pipefail whose left side can fail. */
export function hiddenFailures(
  dockerfile: Dockerfile,
  instruction: DockerInstruction,
): readonly HiddenFailure[] {
  const found: HiddenFailure[] = [];
  for (const { commands, shell } of runScripts(dockerfile, instruction)) {
    if (shell.pipefail) continue;
    for (const [index, to] of commands.entries()) {
      const from = to.operatorBefore === '|' ? commands[index - 1] : undefined;
      // Inside of `$(…)` and conditions the status is rarely looked at anyway.
      if (from === undefined || to.depth > 0 || from.depth !== to.depth || harmless.has(from.program))
        continue;
      found.push({ from, to });
    }
  }
  return found;
}

export function isDownload({ program }: RunCommand): boolean {
  return program === 'curl' || program === 'wget';
}
