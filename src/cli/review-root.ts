// Which folder a review reads from, when a user names files and folders of it.
import { existsSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import type { VerbContext } from './verb.ts';

/** True when some files or folders of the project are reviewed, and not all that lies below one folder. */
export function isPartial({ positionals, cwd, flags }: VerbContext): boolean {
  const paths = (positionals.length === 0 ? ['.'] : positionals).map((path) => resolve(cwd, path));
  const [only = cwd, second] = paths;
  if (flags.text('project-directory') === undefined && folderOfPipelines(paths) !== undefined) return true;
  return positionals.length > 0 && (second !== undefined || !isFolder(only));
}

/**
 * A folder is read as it is. Files, and several folders, are parts of the folder that the command runs in, or else of
 * the repository that holds them, so that what they name beside them is found.
 */
export function rootOf(paths: readonly string[], cwd: string): string {
  const [only = cwd, second] = paths;
  const pipelines = folderOfPipelines(paths);
  if (pipelines !== undefined) return pipelines;
  if (second === undefined && isFolder(only)) return only;
  if (paths.every((path) => isBelow(path, cwd))) return cwd;
  const shared = paths.map((path) => (isFolder(path) ? path : dirname(path))).reduce(sharedFolder);
  return repositoryOf(shared) ?? shared;
}

/** The folder above `.github` where all that is reviewed lies in there: it is only understood from its repository. */
function folderOfPipelines(paths: readonly string[]): string | undefined {
  const [first, ...others] = paths.map((path) => /^(.*?)[\\/]\.github(?:[\\/]|$)/.exec(path)?.[1]);
  return first !== '' && others.every((folder) => folder === first) ? first : undefined;
}

function isFolder(path: string): boolean {
  return existsSync(path) && statSync(path).isDirectory();
}

function isBelow(path: string, folder: string): boolean {
  const from = relative(folder, path);
  return from !== '..' && !from.startsWith(`..${sep}`);
}

function sharedFolder(one: string, other: string): string {
  return isBelow(other, one) ? one : sharedFolder(dirname(one), other);
}

function repositoryOf(folder: string): string | undefined {
  if (existsSync(join(folder, '.git'))) return folder;
  return dirname(folder) === folder ? undefined : repositoryOf(dirname(folder));
}
