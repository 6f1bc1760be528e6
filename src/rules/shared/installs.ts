// What of a RUN instruction is no part of the layer that it makes.
import type { Dockerfile, DockerInstruction, Stage } from '../../model/dockerfile.ts';
import { chainOf } from './build.ts';

/** True when a `--mount=type=cache` (or tmpfs) covers the folder, so that it is not part of the layer. */
export function isMountedAway(instruction: DockerInstruction, folder: string): boolean {
  return instruction.flags.some((flag) => {
    if (flag.name !== 'mount' || !/type=(?:cache|tmpfs)/.test(flag.value ?? '')) return false;
    const target = /(?:^|,)(?:target|dst|destination)=([^,]+)/.exec(flag.value ?? '')?.[1];
    return target !== undefined && (folder.startsWith(target) || target.startsWith(folder));
  });
}

/** Everything that a RUN instruction says, here-documents in. */
export function runText(instruction: DockerInstruction): string {
  return [instruction.raw.value, ...instruction.heredocs.map((doc) => doc.content.value)].join('\n');
}

/** The last stage is shipped, with the layers of those that it stands on; what others leave behind weighs nothing. */
export function isShipped(dockerfile: Dockerfile, stage: Stage | undefined): stage is Stage {
  if (stage === undefined) return false;
  return isLast(dockerfile, stage) || chainOf(dockerfile, dockerfile.stages.at(-1)).includes(stage);
}

export function isLast(dockerfile: Dockerfile, stage: Stage | undefined): stage is Stage {
  return stage !== undefined && stage.index === dockerfile.stages.length - 1;
}

export function stageName(stage: Stage | undefined): string {
  return `stage ${stage?.name ?? stage?.index ?? 0}`;
}
