// Where an instruction stands in the image's folders.
import type { Dockerfile, DockerInstruction } from '../../model/dockerfile.ts';
import { chainOf } from './build.ts';

/** Absolute on either system, or whatever a variable makes of it. */
export function isAbsolute(path: string): boolean {
  return /^["']?(?:[/\\$]|[A-Za-z]:)/.test(path);
}

/** WORKDIR lines above the instruction, in its stage and those that it stands on. */
export function workdirsBefore(
  dockerfile: Dockerfile,
  instruction: DockerInstruction,
): readonly DockerInstruction[] {
  const stage = instruction.stage === undefined ? undefined : dockerfile.stages[instruction.stage];
  return chainOf(dockerfile, stage)
    .flatMap((one) => one.instructions)
    .filter(({ keyword, span }) => keyword === 'WORKDIR' && span.start < instruction.span.start);
}
