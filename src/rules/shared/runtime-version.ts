// Versions of a language: what a package asks for, and what an image brings.
import { posix } from 'node:path';
import type { Located } from '../../base/span.ts';
import type { Dockerfile, Stage } from '../../model/dockerfile.ts';
import type { PackageFile } from '../../model/package-file.ts';
import type { BuildLink, Project } from '../../model/project.ts';
import { contextsOf } from './contexts.ts';
import { heldAt, workdirAt } from './held-files.ts';
import { parseImage } from './image.ts';
import { type RunCommand, runCommands } from './run.ts';

export type Version = readonly number[];

/** `1.22.3-alpine` gives 1, 22, 3; undefined for names. */
export function versionOf(text: string | undefined): Version | undefined {
  const match = /^v?(\d+)(?:\.(\d+))?(?:\.(\d+))?(?=$|[-.])/.exec(text ?? '');
  return match?.slice(1).flatMap((part) => (part === undefined ? [] : [Number(part)]));
}

/** Negative when `a` is older; parts that one of them leaves open count as equal. */
export function compare(a: Version, b: Version): number {
  for (let at = 0; at < Math.min(a.length, b.length); at++) {
    const difference = (a[at] ?? 0) - (b[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** The version of the language in the stage's base image, by the tag of the official image. */
export function versionIn(stage: Stage, repository: string): Version | undefined {
  const image = stage.image.rootImage === undefined ? undefined : parseImage(stage.image.rootImage);
  return image?.repository === repository ? versionOf(image.tag) : undefined;
}

interface Wanted {
  readonly file: PackageFile;
  readonly runtime: Located<string>;
  readonly command: RunCommand;
}

/** The package whose files lie in the working folder of a command of the stage that `uses` accepts. */
export function packageUsed(
  project: Project,
  { dockerfile, links }: { readonly dockerfile: Dockerfile; readonly links: readonly BuildLink[] },
  stage: Stage,
  { name, uses }: { readonly name: string; readonly uses: (command: RunCommand) => boolean },
): Wanted | undefined {
  for (const instruction of stage.instructions) {
    if (instruction.keyword !== 'RUN' || instruction.flags.length > 0) continue;
    const folder = workdirAt(dockerfile, instruction);
    const command = runCommands(dockerfile, instruction).find(uses);
    const moves = runCommands(dockerfile, instruction).some(({ program }) => program === 'cd');
    if (folder === undefined || command === undefined || moves) continue;
    for (const context of contextsOf(project, dockerfile, links, stage.index)) {
      const held = heldAt({ project, dockerfile, context }, instruction, posix.join(folder, name));
      const file = held.kind === 'file' ? project.packages.find((one) => one.file === held.file) : undefined;
      if (file?.runtime !== undefined) return { file, runtime: file.runtime, command };
    }
  }
  return undefined;
}

/**
 * The lowest version that a requirement takes: `>=3.11,<4`, `^20.10`, `>=18 || >=20`; undefined where it has none
 * or a form that is not read.
 */
export function lowestOf(requirement: string): Version | undefined {
  const lows = requirement.split('||').map((part) => {
    const match = /(?:^|[\s,])(?:>=|\^|~=?|==?)?\s*v?(\d+(?:\.\d+){0,2})(?:\.[x*])*(?=$|[\s,])/.exec(
      part.trim(),
    );
    const isUpper = /^\s*(?:<|!=|>(?!=))/.test(part);
    return match === null || isUpper ? undefined : versionOf(match[1]);
  });
  let lowest: Version | undefined;
  for (const low of lows) {
    if (low === undefined) return undefined;
    if (lowest === undefined || compare(low, lowest) < 0) lowest = low;
  }
  return lowest;
}
