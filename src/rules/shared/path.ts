// What can be said of a path that a file names.
import type { Project } from '../../model/project.ts';

/**
 * True when nothing lies at the path and nothing is expected to make it: paths outside the root, ignored by git
 * or below a submodule that is not checked out are unknown.
 */
export function isMissing(project: Project, path: string): boolean {
  if (path.startsWith('/') || path.startsWith('..') || /[$~\\]|^[a-z]+:/i.test(path)) return false;
  if (project.files.kind(path) !== undefined || project.files.isGitIgnored(path)) return false;
  return !isInEmptyFolder(project, path);
}

/** A folder without files is most likely a submodule that was not fetched. */
function isInEmptyFolder(project: Project, path: string): boolean {
  const parts = path.split('/');
  for (let length = parts.length - 1; length > 0; length--) {
    const folder = parts.slice(0, length).join('/');
    if (project.files.kind(folder) !== 'folder') continue;
    return project.files.below(folder).length === 0;
  }
  return false;
}
