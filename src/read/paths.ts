// Paths as the model has them: relative to a root, forward slashes, `''` for the root itself.
import { isAbsolute, join, posix, relative, sep } from 'node:path';

/** As on Linux: no file has a longer path, and what is only text in a file must not cost time by its depth. */
const maximumLength = 4096;

/** `path` in normal form, or undefined when it is absolute or leads out of the folder it is relative to. */
export function insidePath(path: string): string | undefined {
  if (path.length > maximumLength || path.includes('\0') || isAbsolute(path)) return undefined;
  if (plain.test(path)) return path;
  const normal = posix.normalize(path);
  if (normal === '..' || normal.startsWith('../')) return undefined;
  return withoutSlash(normal === '.' || normal === './' ? '' : normal);
}

/** The path of `absolute` as seen from `root`; it may begin with `../`. */
export function relativePath(root: string, absolute: string): string {
  const path = relative(root, absolute);
  return sep === '/' ? path : path.replaceAll(sep, '/');
}

/** Names and single slashes: nothing that joining or normalising would change, and most paths are so. */
const plain = /^(?:\.?[\w-][\w.-]*\/)*\.?[\w-][\w.-]*$/;

export function joinPath(folder: string, path: string): string {
  if (plain.test(path) && (folder === '' || plain.test(folder)))
    return folder === '' ? path : `${folder}/${path}`;
  const joined = posix.join(folder === '' ? '.' : folder, path);
  return withoutSlash(joined === '.' || joined === './' ? '' : joined);
}

/** `''` for a file of the root. */
export function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash === -1 ? '' : path.slice(0, slash);
}

/** GitHub runs what stands in this folder of a repository, and nothing below it. */
export function isWorkflowPath(path: string): boolean {
  return /(?:^|\/)\.github\/workflows\/[^/]+$/.test(path);
}

export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** True for the folder itself and all below it. */
export function isWithin(path: string, folder: string): boolean {
  return folder === '' || path === folder || path.startsWith(`${folder}/`);
}

/** Every folder above `path`, the nearest first, `''` last. */
export function foldersAbove(path: string): string[] {
  const folders: string[] = [];
  for (let folder = path; folder !== ''; ) {
    folder = folderOf(folder);
    folders.push(folder);
  }
  return folders;
}

export function absolutePath(root: string, path: string): string {
  return path === '' ? root : join(root, path);
}

/** Order by code units: the same on every machine and in every locale. */
export function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function withoutSlash(path: string): string {
  return path.endsWith('/') ? path.slice(0, -1) : path;
}
