// The folder of an image in which its program lies.
import { posix } from 'node:path';
import type { Dockerfile, DockerInstruction, Stage } from '../../model/dockerfile.ts';
import { chainOf } from './build.ts';
import { isBelow } from './mounts.ts';

interface ProgramFolder {
  readonly path: string;
  readonly copy: DockerInstruction;
}

/** Where the program stands that a stage starts from its working folder; undefined where that is not plain. */
export function programFolder(dockerfile: Dockerfile, stage: Stage): ProgramFolder | undefined {
  const workdir = stage.image.workdir?.value;
  if (workdir === undefined || !workdir.startsWith('/') || workdir === '/' || workdir.includes('$'))
    return undefined;
  const line = stage.image.entrypoint ?? stage.image.cmd;
  const words = (line?.words ?? []).map(({ value }) => value);
  // Programs of a package manager may lie anywhere, and a path of its own is none of the working folder.
  const named = words.slice(0, 4).find((word) => /\.(?:[cm]?js|py|jar|dll|rb|php)$|^\.\//.test(word));
  if (named === undefined || (named.startsWith('/') && !isBelow(named, workdir))) return undefined;
  const copies = chainOf(dockerfile, stage).flatMap(({ instructions }) => instructions);
  const copy = copies.findLast(({ keyword, args }) => {
    const target = posix.resolve('/', workdir, args.at(-1)?.value ?? '');
    return keyword === 'COPY' && isBelow(posix.resolve(workdir, named), target);
  });
  return copy === undefined ? undefined : { path: posix.dirname(posix.resolve('/', workdir, named)), copy };
}
