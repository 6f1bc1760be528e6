// Pipes of a RUN whose first program may fail unseen.
import type { Dockerfile, DockerInstruction } from '../../model/dockerfile.ts';
import { type RunCommand, runScripts } from './run.ts';

interface HiddenFailure {
  /** The program whose failure the pipe hides. */
  readonly from: RunCommand;
  readonly to: RunCommand;
}

/** Programs that do not fail, or whose end before that of the reader is no failure. */
const harmless = new Set(
  `echo printf yes cat true ls env set grep test [ awk sed sort find uname dpkg id date head tail tr cut uniq xargs ldd scanelf cd`.split(
    ' ',
  ),
);

const cache = new WeakMap<DockerInstruction, readonly HiddenFailure[]>();

/** Pipes without pipefail whose left side can fail. */
export function hiddenFailures(
  dockerfile: Dockerfile,
  instruction: DockerInstruction,
): readonly HiddenFailure[] {
  const known = cache.get(instruction);
  if (known !== undefined) return known;
  const found: HiddenFailure[] = [];
  cache.set(instruction, found);
  for (const { commands, shell } of runScripts(dockerfile, instruction)) {
    if (shell.pipefail) continue;
    for (const [index, to] of commands.entries()) {
      const from = pipedFrom(commands, index);
      if (from === undefined || from.program === '' || harmless.has(from.program)) continue;
      if (to.depth > 0 && !isAssigned(commands, index)) continue;
      found.push({ from, to });
    }
  }
  return found;
}

/**
 * `TAG=$(curl … | jq …)`: the status of an assignment alone is that of what is assigned. Inside of any other `$(…)` the
 * status is not looked at.
 */
function isAssigned(commands: readonly RunCommand[], index: number): boolean {
  const depth = commands[index]?.depth ?? 0;
  const holder = commands.slice(0, index).findLast((one) => one.depth < depth);
  return depth === 1 && holder?.program === '' && holder.assignments.length > 0;
}

/** The command whose output the one at `index` reads; those of its own `$(…)` stand between the two. */
export function pipedFrom(commands: readonly RunCommand[], index: number): RunCommand | undefined {
  const to = commands[index];
  if (to?.operatorBefore !== '|') return undefined;
  for (let at = index - 1; at >= 0; at--) if (commands[at]?.depth === to.depth) return commands[at];
  return undefined;
}

export function isDownload({ program }: RunCommand): boolean {
  return program === 'curl' || program === 'wget';
}
