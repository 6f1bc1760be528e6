// Source files of programs that the image's build compiles: the package of `go build`; `java.ts` has those of Java.
import { posix } from 'node:path';
import type { Dockerfile, DockerInstruction, Stage } from '../../model/dockerfile.ts';
import type { FileTree } from '../../model/project.ts';
import { commandsOf } from '../../syntax/shell.ts';
import { candidatesInContext, copiesOf } from '../dockerfile/copies-of.ts';
import { joinPath } from '../paths.ts';

export interface CompiledPlace {
  readonly context: string;
  readonly dockerfile: Dockerfile;
  readonly files: FileTree;
  /** The program that the container starts: `/usr/local/bin/server`. */
  readonly program: string | undefined;
}

/** Files of the Go package that is started, without those that it imports. */
export function goFiles(stage: Stage, place: CompiledPlace): readonly string[] {
  const built = place.dockerfile.stages.slice(0, stage.index + 1).flatMap((each) => goBuilds(each, place));
  const name = posix.basename(place.program ?? '');
  const named = built.filter(({ output }) => output === name && name !== '');
  const chosen = named.length > 0 ? named : built.length === 1 ? built : [];
  return chosen.flatMap(({ folder }) => {
    const prefix = folder === '' ? '' : `${folder}/`;
    return place.files.below(folder).filter((file) => {
      const rest = file.slice(prefix.length);
      return rest.endsWith('.go') && !rest.includes('/') && !rest.endsWith('_test.go');
    });
  });
}

interface GoBuild {
  /** Relative to the root. */
  readonly folder: string;
  readonly output: string;
}

function goBuilds(stage: Stage, place: CompiledPlace): readonly GoBuild[] {
  const found: GoBuild[] = [];
  for (const { text, workdir } of runsOf(stage)) {
    if (!/\bgo\s+(?:build|install|run)\b/.test(text)) continue;
    let folder = workdir;
    for (const { words } of commandsOf(text)) {
      const texts = words.map((word) => word.text);
      if (texts[0] === 'cd') folder = posix.resolve('/', folder, texts[1] ?? '');
      const at = texts.findIndex((word) => /^(?:.*\/)?go$/.test(word));
      if (at === -1 || !/^(?:build|install|run)$/.test(texts[at + 1] ?? '')) continue;
      const { target, output } = goArguments(texts.slice(at + 2));
      const path = posix.resolve('/', folder, target);
      const isFile = path.endsWith('.go');
      const own = onDisk(place, stage, isFile ? posix.dirname(path) : path);
      if (own !== undefined) found.push({ folder: own, output: output ?? posix.basename(path) });
    }
  }
  return found;
}

const valued = /^-(?:o|ldflags|tags|mod|gcflags|asmflags|p|installsuffix|pkgdir|buildmode|trimpath=.*)$/;

function goArguments(words: readonly string[]): { target: string; output: string | undefined } {
  let target = '.';
  let output: string | undefined;
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    if (word === '-o') output = posix.basename(words[at + 1] ?? '');
    if (valued.test(word)) at += 1;
    else if (/^-o=/.test(word)) output = posix.basename(word.slice(3));
    else if (!word.startsWith('-')) target = word;
  }
  return { target, output };
}

interface RunText {
  readonly text: string;
  readonly workdir: string;
}

/** What RUN lines of a stage run, each in its folder. */
export function* runsOf(stage: Stage): Iterable<RunText> {
  let workdir = '/';
  for (const instruction of stage.instructions) {
    if (instruction.keyword === 'WORKDIR')
      workdir = posix.resolve('/', workdir, instruction.args[0]?.value ?? '');
    else if (instruction.keyword === 'RUN') yield { text: textOf(instruction), workdir };
  }
}

function textOf({ raw, heredocs }: DockerInstruction): string {
  return [raw.value, ...heredocs.map(({ content }) => content.value)].join('\n');
}

/** The folder of the repository that a folder of a stage was copied from. */
export function onDisk(
  { context, dockerfile, files }: CompiledPlace,
  stage: Stage,
  path: string,
): string | undefined {
  const kindOf = (each: string) => files.kind(joinPath(context, each));
  const copies = copiesOf(dockerfile, stage.index, kindOf);
  const isFolder = (each: string) => each === '' || files.kind(each) === 'folder';
  const whole = candidatesInContext(copies, path)
    .map((each) => joinPath(context, each))
    .find(isFolder);
  if (whole !== undefined) return whole;
  // `COPY src ./src`: what lies in the folder was copied, not the folder itself.
  for (const { from, to } of copies) {
    const rest = posix.relative(path, from);
    if (rest === '' || rest.startsWith('..')) continue;
    const folder = to === rest ? '' : to.endsWith(`/${rest}`) ? to.slice(0, -rest.length - 1) : undefined;
    if (folder !== undefined && isFolder(joinPath(context, folder))) return joinPath(context, folder);
  }
  return undefined;
}
