// Walks folders without recursion, in one order on every machine, and never out of the root through a link.
import type { Dirent } from 'node:fs';
import { systemCode } from '../base/errors.ts';
import type { Skipped } from '../model/artifact.ts';
import { realPath, targetAt } from './disk.ts';
import { type FolderLists, folderLists } from './folder-lists.ts';
import { absolutePath, isWithin, relativePath } from './paths.ts';
import { reasonOf, specialKind } from './text-file.ts';
import { vendoredReason } from './vendored.ts';

export const maximumEntries = 100_000;

export interface WalkOptions {
  /** Absolute and real: links are resolved. */
  readonly root: string;
  readonly start: string;
  /** Lists of the same root that others use too. */
  readonly lists?: FolderLists;
  /** Entries that may still be looked at; shared by walks that belong together. */
  readonly budget: { left: number };
  /** Why a folder is not entered, beyond what is vendored. */
  skipFolder?(path: string): string | undefined;
  onFile(path: string): void;
  /** A thing of the file system that is no file: a pipe, a broken link. True when the caller took note of it. */
  onOdd?(path: string, why: string): boolean;
  readonly skipped: Skipped[];
}

export function walk(options: WalkOptions): void {
  const { lists = folderLists(options.root) } = options;
  const folders = [options.start];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    if (options.budget.left <= 0) {
      const why = `not read: the walk stopped after ${maximumEntries.toLocaleString('en')} entries; give the paths to review`;
      options.skipped.push({ path: shown(folder), why });
      return;
    }
    const entries = entriesOf(options, lists, folder);
    if (entries !== undefined) folders.push(...visit(options, folder, entries).reverse());
  }
}

function entriesOf(options: WalkOptions, lists: FolderLists, folder: string): readonly Dirent[] | undefined {
  try {
    const entries = lists.of(folder);
    if (entries.length > options.budget.left) {
      const why = `${entries.length} entries: only the first ${options.budget.left} were read`;
      options.skipped.push({ path: shown(folder), why });
    }
    return entries.slice(0, options.budget.left);
  } catch (error) {
    options.skipped.push({ path: shown(folder), why: reasonOf(error) });
    return undefined;
  }
}

/** Handles the entries of a folder; the answer are its folders, in order. */
function visit(options: WalkOptions, folder: string, entries: readonly Dirent[]): string[] {
  options.budget.left -= entries.length;
  const names = new Set(entries.map((entry) => entry.name));
  // The folder itself is a Python environment of another name.
  if (folder !== options.start && names.has('pyvenv.cfg')) {
    options.skipped.push({ path: folder, why: 'a Python environment' });
    return [];
  }
  const folders: string[] = [];
  for (const entry of entries) {
    const path = joinName(folder, entry.name);
    if (entry.isFile()) options.onFile(path);
    else if (entry.isDirectory()) {
      const why = vendoredReason(entry.name, names) ?? options.skipFolder?.(path);
      if (why === undefined) folders.push(path);
      else options.skipped.push({ path, why });
    } else if (entry.isSymbolicLink()) visitLink(options, path);
    else odd(options, path, specialKind(entry));
  }
  return folders;
}

/** A link to a file inside the root is that file; a folder is read where it lies, which also ends every loop. */
function visitLink(options: WalkOptions, path: string): void {
  const target = resolveLink(options.root, path);
  if (target.kind === 'file') options.onFile(path);
  else if (target.kind === 'odd') odd(options, path, target.why);
  else {
    const loop = isWithin(path, target.path);
    const why = loop
      ? `is a symbolic link loop: it leads to ${shown(target.path)}, which holds it`
      : `is a symbolic link to ${shown(target.path)}, which is read where it lies`;
    options.skipped.push({ path, why });
  }
}

export type LinkTarget =
  | { readonly kind: 'file' | 'folder'; readonly path: string }
  | { readonly kind: 'odd'; readonly why: string };

/** Where a path really lies, links followed, as far as that is inside the root. */
export function resolveLink(root: string, path: string): LinkTarget {
  try {
    const real = relativePath(root, realPath(absolutePath(root, path)));
    if (real === '..' || real.startsWith('../')) return odds('is a symbolic link out of the project');
    const stats = targetAt(absolutePath(root, real));
    if (stats.isFile()) return { kind: 'file', path: real };
    return stats.isDirectory() ? { kind: 'folder', path: real } : odds(specialKind(stats));
  } catch (error) {
    const missing = systemCode(error) === 'ENOENT';
    return odds(missing ? 'is a symbolic link to nothing' : reasonOf(error));
  }
}

function odds(why: string): LinkTarget {
  return { kind: 'odd', why };
}

function odd(options: WalkOptions, path: string, why: string): void {
  if (options.onOdd?.(path, why) !== true) options.skipped.push({ path, why });
}

/** Without normalising: a name is taken as it is. */
function joinName(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}

export function shown(path: string): string {
  return path === '' ? '.' : path;
}
