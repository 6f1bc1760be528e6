// The shell that runs the text of a RUN instruction.
import type { Dockerfile, DockerInstruction, Stage } from '../../model/dockerfile.ts';

export interface Shell {
  /** `sh`, `bash`, `ash`. */
  readonly name: string;
  /** `-e` and `-o pipefail` of SHELL or of the text itself. */
  readonly stopsOnError: boolean;
  readonly pipefail: boolean;
  /** True without SHELL: the base image's own /bin/sh. */
  readonly isDefault: boolean;
}

export const defaultShell: Shell = { name: 'sh', stopsOnError: false, pipefail: false, isDefault: true };

/** The shell that SHELL above the instruction sets, in its stage or one that it stands on; undefined: no POSIX shell. */
export function shellOf(dockerfile: Dockerfile, instruction: DockerInstruction): Shell | undefined {
  let before: number | undefined = instruction.span.start;
  let at = instruction.stage === undefined ? undefined : dockerfile.stages[instruction.stage];
  const visited = new Set<Stage>();
  while (at !== undefined && !visited.has(at)) {
    visited.add(at);
    const limit = before ?? Number.POSITIVE_INFINITY;
    const set = at.instructions.findLast((one) => one.keyword === 'SHELL' && one.span.start < limit);
    if (set !== undefined) return shellNamed(set.args.map(({ value }) => value));
    if (/windows|nanoserver|servercore/i.test(at.image.rootImage ?? '')) return undefined;
    before = undefined;
    at = at.baseStage === undefined ? undefined : dockerfile.stages[at.baseStage];
  }
  return defaultShell;
}

export const posixShell = /^(?:ba|da|a|z|k|mk)?sh$/;

function shellNamed(words: readonly string[]): Shell | undefined {
  const name = baseName(words[0] ?? '');
  if (!posixShell.test(name)) return undefined;
  const flags = words.slice(1);
  return {
    name,
    stopsOnError: flags.some((word) => /^-[a-zA-Z]*e/.test(word)) || flags.includes('errexit'),
    pipefail: flags.includes('pipefail'),
    isDefault: false,
  };
}

export function baseName(word: string): string {
  return word.slice(word.lastIndexOf('/') + 1);
}
