// What rules may ask of the file system: lazy, remembered, and never outside the root.
import type { Skipped } from '../model/artifact.ts';
import type { FileStart, FileTree } from '../model/project.ts';
import { dockerIgnoreRules } from '../syntax/docker-ignore.ts';
import { fileStart, realPath } from './disk.ts';
import { type GitIgnore, gitIgnoreOf } from './git-ignore.ts';
import { type PathKinds, pathKinds } from './path-kinds.ts';
import { absolutePath, insidePath, joinPath } from './paths.ts';
import { readTextFile } from './text-file.ts';
import { walk } from './walk.ts';

/** Files that `below` names at most: enough for any build context that people keep under version control. */
const maximumBelow = 20_000;

export function fileTree(
  root: string,
  gitIgnore: GitIgnore = gitIgnoreOf(root),
  kinds: PathKinds = pathKinds(realPath(root)),
): FileTree {
  const { root: real, of: kind } = kinds;
  const below = new Map<string, readonly string[]>();
  const rules = new Map<string, (path: string) => boolean>();

  const dockerIgnoreOf = (context: string, dockerfile: string) =>
    [`${dockerfile}.dockerignore`, joinPath(context, '.dockerignore')].find((path) => kind(path) === 'file');

  const rulesOf = (file: string) => {
    const known = rules.get(file);
    if (known !== undefined) return known;
    const text = readTextFile(absolutePath(real, file), file);
    const made = dockerIgnoreRules(text.kind === 'text' ? text.text : '');
    rules.set(file, made);
    return made;
  };

  return {
    kind,
    dockerIgnoreOf,
    isGitIgnored(path) {
      const inside = insidePath(path);
      if (inside === undefined) return false;
      const found = kind(inside);
      // Of what is not there a pattern for folders alone may speak.
      return (
        (found !== 'folder' && gitIgnore.isIgnored(inside, false)) ||
        (found !== 'file' && gitIgnore.isIgnored(inside, true))
      );
    },
    start(path) {
      const inside = insidePath(path);
      return inside === undefined || kind(inside) !== 'file'
        ? undefined
        : startOf(absolutePath(real, inside));
    },
    text(path, limit) {
      const inside = insidePath(path);
      if (inside === undefined || kind(inside) !== 'file') return undefined;
      const read = readTextFile(absolutePath(real, inside), inside, limit);
      return read.kind === 'text' ? read.text : undefined;
    },
    below(folder) {
      const inside = insidePath(folder);
      if (inside === undefined || kind(inside) !== 'folder') return [];
      const list = below.get(inside) ?? filesBelow(kinds, inside);
      below.set(inside, list);
      return list;
    },
    isDockerIgnored(context, path, dockerfile) {
      const file = dockerIgnoreOf(context, dockerfile);
      const inside = insidePath(path);
      return file !== undefined && inside !== undefined && rulesOf(file)(inside);
    },
  };
}

/** Longer than any interpreter line that a kernel takes. */
const maximumStart = 256;

function startOf(path: string): FileStart | undefined {
  try {
    const { stats, bytes } = fileStart(path, maximumStart);
    if (!stats.isFile()) return undefined;
    const head = bytes.toString('latin1');
    const end = head.indexOf('\n');
    const firstLine = end === -1 ? head : head.slice(0, end + 1);
    return firstLine.includes('\0') ? undefined : { firstLine, executable: (stats.mode & 0o111) !== 0 };
  } catch {
    return undefined;
  }
}

function filesBelow({ root, lists }: PathKinds, start: string): readonly string[] {
  const files: string[] = [];
  const skipped: Skipped[] = [];
  const budget = { left: maximumBelow };
  walk({ root, lists, start, budget, skipped, onFile: (file) => files.push(file) });
  return files;
}
