// Which paths git leaves out: nested .gitignore files, .git/info/exclude, and the index, whose paths are never ignored.
import { dirname, join, resolve } from 'node:path';
import ignore, { type Ignore } from 'ignore';
import { entryAt, targetAt } from './disk.ts';
import { readTrackedPaths } from './git-index.ts';
import { folderOf, foldersAbove, joinPath, relativePath } from './paths.ts';
import { readTextFile } from './text-file.ts';

export interface GitIgnore {
  /** Top folder of the checkout that holds the root; undefined outside of one. */
  readonly top: string | undefined;
  isIgnored(path: string, isFolder: boolean): boolean;
  /** True when something below the folder is tracked although the folder is ignored. */
  hasTracked(folder: string): boolean;
}

/**
 * Paths are relative to `root`, which may lie below the top of the checkout. Without a checkout the .gitignore files
 * from the root down still count: an unpacked archive of a repository is read as the repository would be.
 */
export function gitIgnoreOf(root: string): GitIgnore {
  const checkout = findCheckout(root);
  const top = checkout?.top ?? root;
  const prefix = relativePath(top, root);
  const rules = ruleFiles(top, checkout?.gitFolder);
  const tracked = lazily(() => trackedBelow(checkout?.gitFolder));
  const folders = new Map<string, boolean>([['', false]]);

  const isFolderIgnored = (folder: string): boolean => {
    const chain = [folder, ...foldersAbove(folder)];
    const known = chain.findIndex((path) => folders.has(path));
    let ignored = folders.get(chain[known] ?? '') ?? false;
    for (let index = known - 1; index >= 0; index--) {
      const path = chain[index] ?? '';
      ignored ||= rules.match(path, true);
      folders.set(path, ignored);
    }
    return ignored;
  };

  return {
    top: checkout?.top,
    isIgnored(path, isFolder) {
      const full = joinPath(prefix, path);
      if (full === '') return false;
      const ignored = isFolder
        ? isFolderIgnored(full)
        : isFolderIgnored(folderOf(full)) || rules.match(full, false);
      return ignored && !tracked().paths.has(full) && !(isFolder && tracked().folders.has(full));
    },
    hasTracked: (folder) => tracked().folders.has(joinPath(prefix, folder)),
  };
}

interface RuleFiles {
  /** What the ignore files say of this very path; that of its folders is not asked. */
  match(path: string, isFolder: boolean): boolean;
}

function ruleFiles(top: string, gitFolder: string | undefined): RuleFiles {
  const byFolder = new Map<string, Ignore | undefined>();
  const rulesOf = (folder: string) => {
    if (!byFolder.has(folder)) byFolder.set(folder, loadInTree(join(top, folder, '.gitignore')));
    return byFolder.get(folder);
  };
  const excluded = lazily(() =>
    gitFolder === undefined ? undefined : load(join(gitFolder, 'info', 'exclude')),
  );
  return {
    match(path, isFolder) {
      for (const folder of foldersAbove(path)) {
        const said = opinion(rulesOf(folder), folder === '' ? path : path.slice(folder.length + 1), isFolder);
        if (said !== undefined) return said;
      }
      return opinion(excluded(), path, isFolder) ?? false;
    },
  };
}

/**
 * What one ignore file says of a path. The library also reports a path whose parent the same file ignores; here the
 * parents are known to be kept (a deeper file took them back in), so such an answer is no opinion.
 */
function opinion(rules: Ignore | undefined, path: string, isFolder: boolean): boolean | undefined {
  if (rules === undefined || !ignore.isPathValid(path)) return undefined;
  const result = rules.test(isFolder ? `${path}/` : path);
  if (result.unignored) return false;
  if (!result.ignored) return undefined;
  const parent = folderOf(path);
  return parent !== '' && rules.test(`${parent}/`).ignored ? undefined : true;
}

/** As git itself: a link is not followed, wherever it leads. */
function loadInTree(path: string): Ignore | undefined {
  return isInTree(path) ? load(path) : undefined;
}

function isInTree(path: string): boolean {
  try {
    return entryAt(path)?.isSymbolicLink() === false;
  } catch {
    // Whether it can be read is for the reader to say.
    return true;
  }
}

function load(path: string): Ignore | undefined {
  const file = readTextFile(path, path);
  if (file.kind === 'absent') return undefined;
  return ignore({ ignorecase: false }).add(file.text.replace(/^\uFEFF/, ''));
}

/** The nearest folder upwards with `.git`: a folder, or in worktrees and submodules a file that names one. */
function findCheckout(root: string): { top: string; gitFolder: string } | undefined {
  for (let folder = root; ; folder = dirname(folder)) {
    const gitFolder = gitFolderAt(folder);
    if (gitFolder !== undefined) return { top: folder, gitFolder };
    if (dirname(folder) === folder) return undefined;
  }
}

function gitFolderAt(folder: string): string | undefined {
  const path = join(folder, '.git');
  try {
    if (targetAt(path).isDirectory()) return path;
    const file = readTextFile(path, path);
    const target = file.kind === 'text' ? /^gitdir: *(.+)$/m.exec(file.text)?.[1]?.trimEnd() : undefined;
    return target === undefined ? undefined : resolve(folder, target);
  } catch {
    return undefined;
  }
}

function trackedBelow(gitFolder: string | undefined) {
  const paths = (gitFolder && readTrackedPaths(gitFolder)) || new Set<string>();
  const folders = new Set<string>();
  for (const path of paths) {
    for (let folder = folderOf(path); folder !== '' && !folders.has(folder); folder = folderOf(folder)) {
      folders.add(folder);
    }
  }
  return { paths, folders };
}

/** `.git/index` of a large repository is megabytes: read only when an ignored path is met. */
function lazily<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
