// What a path below a root is, remembered. One look at the disk for each name, as long as no link is in the way.
import { entryAt as entryOn } from './disk.ts';
import { absolutePath, folderOf, insidePath } from './paths.ts';
import { resolveLink } from './walk.ts';

export type PathKind = 'file' | 'folder' | undefined;

/** `root` is absolute and real. The answer takes any path: what leads out of the root is not there. */
export function pathKinds(root: string): (path: string) => PathKind {
  const kinds = new Map<string, PathKind>();
  const plainFolders = new Map<string, boolean>([['', true]]);

  /** True when neither the folder nor one above it is a link, so that what is in it is inside the root. */
  const isPlain = (folder: string): boolean => {
    const known = plainFolders.get(folder);
    if (known !== undefined) return known;
    const plain = isPlain(folderOf(folder)) && entryAt(root, folder)?.isDirectory() === true;
    plainFolders.set(folder, plain);
    return plain;
  };

  const look = (path: string): PathKind => {
    if (path !== '' && isPlain(folderOf(path))) {
      const entry = entryAt(root, path);
      if (entry?.isSymbolicLink() !== true) {
        return entry?.isFile() === true ? 'file' : entry?.isDirectory() === true ? 'folder' : undefined;
      }
    }
    const target = resolveLink(root, path);
    return target.kind === 'odd' ? undefined : target.kind;
  };

  return (path) => {
    const inside = insidePath(path);
    if (inside === undefined) return undefined;
    if (!kinds.has(inside)) kinds.set(inside, look(inside));
    return kinds.get(inside);
  };
}

/** The entry itself, links not followed; undefined when it is absent or may not be looked at. */
function entryAt(root: string, path: string) {
  try {
    return entryOn(absolutePath(root, path));
  } catch {
    return undefined;
  }
}
