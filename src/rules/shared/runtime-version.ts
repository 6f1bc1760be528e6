// Versions of a language: what a package asks for, and what an image brings.
import { posix } from 'node:path';
import type { Located } from '../../base/span.ts';
import type { Dockerfile, Stage } from '../../model/dockerfile.ts';
import type { Problem } from '../../model/finding.ts';
import type { PackageFile } from '../../model/package-file.ts';
import type { BuildLink, Project } from '../../model/project.ts';
import { offer, replace, review } from '../fix.ts';
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

interface Runtime {
  /** Its name, for messages. */
  readonly language: string;
  /** Repository of the official image. */
  readonly image: string;
  /** The file that asks for a version. */
  readonly file: string;
  /** Commands that compare the versions. */
  readonly uses: (command: RunCommand) => boolean;
}

interface AroundStage {
  readonly project: Project;
  readonly dockerfile: Dockerfile;
  readonly links: readonly BuildLink[];
}

/** The stage's base image brings an older version of the language than the package that it builds asks for. */
export function* olderRuntime(stage: Stage, context: AroundStage, runtime: Runtime): Generator<Problem> {
  const version = versionIn(stage, runtime.image);
  const used = version && packageUsed(stage, context, runtime);
  const lowest = used && lowestOf(used.runtime.value);
  if (version === undefined || used === undefined || lowest === undefined) return;
  if (compare(version, lowest) >= 0) return;
  const { language } = runtime;
  const newer = newerBase(stage, lowest);
  yield {
    at: stage.base.span,
    message: `the stage builds with ${language} ${version.join('.')}, and ${used.file.file} asks for ${used.runtime.value}`,
    object: `${language} version`,
    ...offer(newer === undefined ? undefined : review(`Write ${newer}`, replace(stage.base.span, newer))),
    related: [
      { at: used.runtime.span, message: 'the version is asked for here' },
      { at: used.command.span, message: `${used.command.program} meets the older one here` },
    ],
  };
}

/** The same image in the version that is asked for; tags that name a release of a distribution are not made for all. */
function newerBase({ base, baseResolved }: Stage, lowest: Version): string | undefined {
  const [, name, major, suffix] = /^([^:@]+:)v?(\d+)[\d.]*((?:-(?:alpine|slim))?)$/.exec(base.value) ?? [];
  if (name === undefined || base.value !== baseResolved) return undefined;
  // Node.js counts by majors, the others by minors.
  const isSame = Number(major) === lowest[0];
  const version =
    isSame || lowest[1] === undefined || lowest[0] === 3 || lowest[0] === 1
      ? lowest.slice(0, 2)
      : lowest.slice(0, 1);
  return `${name}${version.join('.')}${suffix}`;
}

const packageCache = new WeakMap<Project, ReadonlyMap<string, PackageFile>>();

/** The first of the file that is read. */
function packageAt(project: Project, file: string): PackageFile | undefined {
  const known =
    packageCache.get(project) ?? new Map(project.packages.toReversed().map((one) => [one.file, one]));
  packageCache.set(project, known);
  return known.get(file);
}

interface Wanted {
  readonly file: PackageFile;
  readonly runtime: Located<string>;
  readonly command: RunCommand;
}

/** The package whose files lie in the working folder of a command of the stage that `uses` accepts. */
function packageUsed(
  stage: Stage,
  { project, dockerfile, links }: AroundStage,
  { file: name, uses }: Runtime,
): Wanted | undefined {
  for (const instruction of stage.instructions) {
    if (instruction.keyword !== 'RUN' || instruction.flags.length > 0) continue;
    const folder = workdirAt(dockerfile, instruction);
    const command = runCommands(dockerfile, instruction).find(uses);
    const moves = runCommands(dockerfile, instruction).some(({ program }) => program === 'cd');
    if (folder === undefined || command === undefined || moves) continue;
    for (const context of contextsOf(project, dockerfile, links, stage.index)) {
      const held = heldAt({ project, dockerfile, context }, instruction, posix.join(folder, name));
      const file = held.kind === 'file' ? packageAt(project, held.file) : undefined;
      if (file?.runtime !== undefined) return { file, runtime: file.runtime, command };
    }
  }
  return undefined;
}

/**
 * The lowest version that a requirement takes: `>=3.11,<4`, `^20.10`, `>=18 || >=20`; undefined where it has none
 * or a form that is not read.
 */
function lowestOf(requirement: string): Version | undefined {
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
