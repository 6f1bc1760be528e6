// What a path below a root is, remembered. Folders that have been listed answer for what is in them; else there is one
// look at the disk for each name, as long as no link is in the way.
import { platform } from 'node:process';
import { entryAt as entryOn } from './disk.ts';
import { type FolderLists, folderLists } from './folder-lists.ts';
import { absolutePath, folderOf, insidePath } from './paths.ts';
import { resolveLink } from './walk.ts';

export type PathKind = 'file' | 'folder' | undefined;

export interface PathKinds {
  /** Absolute and real. */
  readonly root: string;
  readonly lists: FolderLists;
  /** Takes any path: what leads out of the root is not there. */
  of(path: string): PathKind;
  /** True when something is there and neither it nor a folder above it is a link: it is inside the root. */
  isPlain(path: string): boolean;
}

/** What a path leads through: a folder inside the root, a link, or nothing. */
type Way = 'plain' | 'link' | 'nothing';

/** Elsewhere a file answers to other spellings of its name as well. */
const hasExactNames = platform === 'linux';

/** `root` is absolute and real. */
export function pathKinds(root: string): PathKinds {
  const lists = folderLists(root);
  const kinds = new Map<string, PathKind>();
  const ways = new Map<string, Way>([['', 'plain']]);

  const entryAt = (path: string) => {
    const listed = lists.entryAt(path);
    if (listed === 'unlisted' || (listed === undefined && !hasExactNames)) return entryOnDisk(root, path);
    return listed;
  };

  const wayTo = (folder: string): Way => {
    const known = ways.get(folder);
    if (known !== undefined) return known;
    const above = wayTo(folderOf(folder));
    const entry = above === 'plain' ? entryAt(folder) : undefined;
    const own =
      entry?.isDirectory() === true ? 'plain' : entry?.isSymbolicLink() === true ? 'link' : 'nothing';
    const way = above === 'plain' ? own : above;
    ways.set(folder, way);
    return way;
  };

  const look = (path: string): PathKind => {
    const way = path === '' ? 'link' : wayTo(folderOf(path));
    if (way === 'nothing') return undefined;
    if (way === 'plain') {
      const entry = entryAt(path);
      if (entry?.isSymbolicLink() !== true) {
        return entry?.isFile() === true ? 'file' : entry?.isDirectory() === true ? 'folder' : undefined;
      }
    }
    const target = resolveLink(root, path);
    return target.kind === 'odd' ? undefined : target.kind;
  };

  return {
    root,
    lists,
    of(path) {
      const inside = insidePath(path);
      if (inside === undefined) return undefined;
      const known = kinds.get(inside);
      if (known !== undefined || kinds.has(inside)) return known;
      const kind = look(inside);
      kinds.set(inside, kind);
      return kind;
    },
    isPlain(path) {
      const inside = insidePath(path);
      if (inside === undefined || wayTo(folderOf(inside)) !== 'plain') return false;
      return inside === '' || entryAt(inside)?.isSymbolicLink() === false;
    },
  };
}

/** The entry itself, links not followed; undefined when it is absent or may not be looked at. */
function entryOnDisk(root: string, path: string) {
  try {
    return entryOn(absolutePath(root, path));
  } catch {
    return undefined;
  }
}
