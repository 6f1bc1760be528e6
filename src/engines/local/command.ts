// Which program a unit is on this host, and in which folder it runs.
import { existsSync, statSync } from 'node:fs';
import { delimiter, isAbsolute, join, resolve } from 'node:path';
import type { UnitBuild, UnitSpec } from '../../model/unit.ts';
import { type Folder, mapPath, rewriteFolders } from './rewrite.ts';

export interface HostCommand {
  readonly argv: readonly string[];
  readonly cwd: string;
}

/** Longest container folder first; the kept copy stands for the context, so that a restart runs what was started. */
export function copiedFolders({ build }: UnitSpec): readonly Folder[] {
  if (build === undefined) return [];
  return build.copies
    .map(({ from, to }) => ({ from, to: keptPath(build, to) }))
    .sort((a, b) => b.from.length - a.from.length);
}

/** The place of a path of the context in the kept copy, when there is one. */
export function keptPath({ context, kept }: UnitBuild, path: string): string {
  if (kept === undefined || !isFolder(kept)) return path;
  if (path === context) return kept;
  return path.startsWith(`${context}/`) ? kept + path.slice(context.length) : path;
}

/** Host folders of the mounts; named volumes and scratch folders lie where `place` says. */
export function mountedFolders(
  unit: UnitSpec,
  place: (mount: UnitSpec['mounts'][number]) => string | undefined,
): readonly Folder[] {
  return unit.mounts.flatMap((mount) => {
    const to = place(mount);
    return to === undefined ? [] : [{ from: mount.target, to }];
  });
}

/** Undefined when nothing says what to run here. */
export function hostCommand(unit: UnitSpec): HostCommand | undefined {
  const { local, build } = unit;
  const given = [...unit.entrypoint, ...unit.command];
  const argv = local.command ?? (build === undefined ? [] : given.map((word) => mapWord(unit, word)));
  if (argv.length === 0) return undefined;
  return { argv, cwd: workingFolder(unit) };
}

/** A path is mapped when the image has it from the project; `/bin/sh` stays what it is. */
export function mapWord(unit: UnitSpec, word: string): string {
  return rewriteFolders(word, copiedFolders(unit), existsSync);
}

function workingFolder(unit: UnitSpec): string {
  const { build, local, workingDir } = unit;
  const inCopy = (path: string) => (build === undefined ? path : keptPath(build, path));
  const context = build?.context ?? process.cwd();
  if (local.workingDir !== undefined) return inCopy(resolve(context, local.workingDir));
  if (workingDir === undefined) return inCopy(context);
  const mapped = mapPath(workingDir, copiedFolders(unit));
  return mapped !== workingDir && isFolder(mapped) ? mapped : inCopy(context);
}

/** Where the first word of a command is found, as a shell would look; undefined when it is not. */
export function findProgram(word: string, cwd: string, path: string): string | undefined {
  if (word.includes('/')) {
    const file = isAbsolute(word) ? word : resolve(cwd, word);
    return existsSync(file) ? file : undefined;
  }
  for (const folder of path.split(delimiter)) {
    if (folder !== '' && existsSync(join(folder, word))) return join(folder, word);
  }
  return undefined;
}

export function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
