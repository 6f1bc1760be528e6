// A copy of the content that a hash covers, so that it can be run again after its folder has changed.
import {
  constants,
  copyFileSync,
  type Dirent,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
} from 'node:fs';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import type { ContentEntry } from './content-hash.ts';
import { absolutePath, foldersAbove, isWithin, joinPath } from './paths.ts';

export interface SourceCopy {
  /** Absolute folder that the copy stands for. */
  readonly root: string;
  /** The build context, relative to the root. */
  readonly context: string;
  /** What is copied: the files that the content hash covers, relative to the root. */
  readonly files: readonly ContentEntry[];
  /** Absolute folder of the copy, named by the content. */
  readonly target: string;
}

/**
 * Makes the copy unless it is there. What lies beside the content (installed packages, build output, what docker
 * ignores) is linked to the original, so that what an image would have installed or built is found.
 *
 * @throws Error when a file cannot be read or has changed since it was hashed; then nothing is left.
 */
export function keepSources(copy: SourceCopy): void {
  // What was installed or built since the copy was made is as much beside the content as what was there then.
  if (existsSync(copy.target)) {
    linkBeside(copy, copy.target);
    return;
  }
  const temporary = `${copy.target}.${process.pid}.tmp`;
  rmSync(temporary, { recursive: true, force: true });
  mkdirSync(temporary, { recursive: true, mode: 0o711 });
  try {
    for (const entry of copy.files) copyEntry(copy.root, temporary, entry);
    linkBeside(copy, temporary);
    renameSync(temporary, copy.target);
  } catch (error) {
    rmSync(temporary, { recursive: true, force: true });
    throw error;
  }
}

function copyEntry(root: string, into: string, entry: ContentEntry): void {
  const from = absolutePath(root, entry.path);
  const to = join(into, entry.path);
  mkdirSync(dirname(to), { recursive: true });
  if (entry.link) symlinkSync(linkText(root, from), to);
  else {
    copyFileSync(from, to, constants.COPYFILE_FICLONE);
    // Compiled Python and caches of web servers go by the time.
    utimesSync(to, entry.modifiedMs / 1000, entry.modifiedMs / 1000);
  }
  const { size, mtimeMs } = lstatSync(from);
  // The copy is believed by its name from now on, so it must be what was hashed.
  if (size !== entry.size || mtimeMs !== entry.modifiedMs)
    throw new Error(`${entry.path} changed while it was read`);
}

/** A relative link stays one, so that it leads into the copy; one that leaves the root keeps its target. */
function linkText(root: string, path: string): string {
  const text = readlinkSync(path);
  const leadsTo = resolve(dirname(path), text);
  return isAbsolute(text) || isWithin(leadsTo, root) ? text : leadsTo;
}

/** Never linked: our own state, and caches that would mix what was compiled from one content and from another. */
const own: ReadonlySet<string> = new Set(['.seaworthy', '__pycache__']);

interface Beside {
  readonly root: string;
  readonly into: string;
  /** Real path of the folder of copies: what holds it is not linked, or the copy would hold itself. */
  readonly holder: string;
}

function linkBeside({ root, context, files, target }: SourceCopy, into: string): void {
  const beside: Beside = { root, into, holder: realpathSync(dirname(target)) };
  const folders = new Set([
    context,
    ...foldersAbove(context),
    ...files.flatMap(({ path }) => foldersAbove(path)),
  ]);
  const content = new Set(files.map(({ path }) => path));
  for (const folder of folders) {
    mkdirSync(absolutePath(into, folder), { recursive: true });
    for (const entry of entriesOf(absolutePath(root, folder))) {
      const path = joinPath(folder, entry.name);
      if (!content.has(path) && !folders.has(path) && !own.has(entry.name)) linkEntry(beside, path, entry);
    }
  }
  if (!isWithin(beside.holder, realpathSync(root))) linkAbove(root, into);
}

function linkEntry(beside: Beside, path: string, entry: Dirent): void {
  const from = absolutePath(beside.root, path);
  const to = join(beside.into, path);
  const there = lstatSync(to, { throwIfNoEntry: false });
  // Packages of a workspace are links into it: taken as they are, they lead to their copies.
  const inside = entry.isDirectory() && isPackageFolder(path) ? entriesOf(from) : [];
  if (inside.some((one) => one.isSymbolicLink() || one.name.startsWith('@')) && !there?.isSymbolicLink()) {
    mkdirSync(to, { recursive: true });
    for (const one of inside) linkEntry(beside, `${path}/${one.name}`, one);
  } else if (there === undefined && !isWithin(beside.holder, realPath(from))) {
    symlinkSync(entry.isSymbolicLink() ? linkText(beside.root, from) : from, to);
  }
}

function isPackageFolder(path: string): boolean {
  return /(?:^|\/)node_modules(?:\/@[^/]+)?$/.test(path);
}

/** A copy that lies elsewhere has not the folders above the original on its way up, where Node looks. */
function linkAbove(root: string, into: string): void {
  for (const name of ['node_modules', 'package.json']) {
    if (lstatSync(join(into, name), { throwIfNoEntry: false }) !== undefined) continue;
    const found = above(root).find((folder) => existsSync(join(folder, name)));
    if (found !== undefined) symlinkSync(join(found, name), join(into, name));
  }
}

function above(path: string): readonly string[] {
  const folder = dirname(path);
  return folder === path ? [] : [folder, ...above(folder)];
}

function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    // A folder that cannot be listed has nothing to link.
    return [];
  }
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    // A link to nothing.
    return path;
  }
}
