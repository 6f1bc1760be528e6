// What can be said of a path that a file names.
import type { Project } from '../../model/project.ts';
import type { Stack } from '../../model/service.ts';

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

const defaultFile = /(?:^|\/)(?:docker-)?compose\.ya?ml$/;

/**
 * `isMissing` for a path of a stack. A file of another name may be meant to be merged after one that lies elsewhere,
 * and paths then count from there: what exists below another folder is not called missing.
 */
export function isMissingFor(project: Project, stack: Stack, path: string): boolean {
  if (!isMissing(project, path)) return false;
  if (stack.files.some((file) => defaultFile.test(file))) return true;
  const parts = path.split('/');
  const folders = stackFolders(project);
  return parts.every((_, index) => {
    const tail = parts.slice(index).join('/');
    return folders.every(
      (folder) => project.files.kind(folder === '' ? tail : `${folder}/${tail}`) === undefined,
    );
  });
}

/**
 * The same path counted from the root, where that exists and the one beside the compose file does not, and the file
 * itself counts from its folder: a build context of it climbs out of there. Started otherwise (with
 * `--project-directory`, after a file elsewhere) that context would not be found.
 */
export function fromRoot(project: Project, stack: Stack, path: string): string | undefined {
  const { folder, files, services } = stack;
  const tail = path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : '';
  if (folder === '' || tail === '' || !isMissing(project, path)) return undefined;
  const kind = project.files.kind(tail);
  if (kind === undefined || (kind === 'folder' && project.files.below(tail).length === 0)) return undefined;
  const isOne = files.every((file) => file.slice(0, file.lastIndexOf('/')) === folder);
  const climbs = [...services.values()].some(({ build }) => {
    if (build === undefined || project.files.kind(build.context.value || '.') === undefined) return false;
    const { file, start, end } = build.context.span;
    return /^['"]?\.\.(?:\/|['"]?$)/.test(project.texts.get(file)?.text.slice(start, end) ?? '');
  });
  return isOne && climbs ? tail : undefined;
}

const folderCache = new WeakMap<Project, readonly string[]>();

/** The root and the folders of all stacks. */
function stackFolders(project: Project): readonly string[] {
  const known = folderCache.get(project) ?? [...new Set(['', ...project.stacks.map(({ folder }) => folder)])];
  folderCache.set(project, known);
  return known;
}

const templateFolder = /(?:^|\/)(?:templates?|examples?|samples?|defaults?|skel|skeleton|dist)\//i;
const templateEnd = /[._-](?:example|sample|template|tmpl|tpl|dist|default|in|j2|erb)$/i;

/** True when a file of that name lies somewhere as an example or template: whoever installs makes the real one. */
export function isMadeFromTemplate(project: Project, path: string): boolean {
  const name = nameOf(path);
  return project.files.below('').some((file) => {
    const other = nameOf(file);
    if (other === name) return templateFolder.test(file);
    if (!other.includes(name.replace(/\.[^.]+$/, ''))) return false;
    return (
      other.replace(templateEnd, '') === name ||
      other.replace(/[._-](?:example|sample|template)\b/i, '') === name
    );
  });
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
