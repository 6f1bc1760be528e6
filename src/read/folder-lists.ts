// The folders of a project, each listed once: for all who walk them, and for who asks afterwards what lies there.
import type { Dirent } from 'node:fs';
import { listFolder } from './disk.ts';
import { absolutePath, byText, folderOf, nameOf } from './paths.ts';

export interface FolderLists {
  /** The entries of a folder, by name. The folder is relative to the root. @throws what the disk says */
  of(folder: string): readonly Dirent[];
  /** What lies at a path, links not followed; `unlisted` while nobody has listed its folder. */
  entryAt(path: string): Dirent | undefined | 'unlisted';
}

/** `root` is absolute. */
export function folderLists(root: string): FolderLists {
  const known = new Map<string, readonly Dirent[]>();
  return {
    of(folder) {
      const list = known.get(folder) ?? listFolder(absolutePath(root, folder)).sort(byName);
      known.set(folder, list);
      return list;
    },
    entryAt(path) {
      const list = known.get(folderOf(path));
      return list === undefined ? 'unlisted' : named(list, nameOf(path));
    },
  };
}

function byName(a: Dirent, b: Dirent): number {
  return byText(a.name, b.name);
}

function named(list: readonly Dirent[], name: string): Dirent | undefined {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (byText(list[middle]?.name ?? '', name) < 0) low = middle + 1;
    else high = middle;
  }
  const found = list[low];
  return found?.name === name ? found : undefined;
}
