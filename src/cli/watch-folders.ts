// Tells when something may have changed in the folders that a reading looked into. A hint only: who is told asks the disk.
import { type FSWatcher, watch } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Answer } from '../read/trace.ts';

export interface FolderWatch {
  /** Follows the folders of a new reading. */
  follow(answers: Iterable<Answer>): void;
  /** False when the system gives no more watches, or gave one up: then only asking again now and then tells. */
  isWhole(): boolean;
  close(): void;
}

export function watchFolders(onChange: (path: string) => void): FolderWatch {
  const watchers = new Map<string, FSWatcher>();
  let whole = true;

  const open = (folder: string) => {
    try {
      const watcher = watch(folder, { persistent: false }, (_event, name) => {
        onChange(name === null ? folder : join(folder, name));
      });
      watcher.on('error', () => {
        // The folder is gone, or the system has taken the watch back.
        watcher.close();
        watchers.delete(folder);
        onChange(folder);
      });
      watchers.set(folder, watcher);
    } catch {
      whole = false;
    }
  };

  return {
    follow(answers) {
      const wanted = foldersOf(answers);
      whole = true;
      for (const [folder, watcher] of watchers) {
        if (wanted.has(folder)) continue;
        watcher.close();
        watchers.delete(folder);
      }
      for (const folder of wanted) if (!watchers.has(folder)) open(folder);
    },
    isWhole: () => whole,
    close() {
      for (const watcher of watchers.values()) watcher.close();
      watchers.clear();
    },
  };
}

/** Folders that are there: what was listed, and where files were read. */
function foldersOf(answers: Iterable<Answer>): ReadonlySet<string> {
  const folders = new Set<string>();
  for (const { ask, path, digest } of answers) {
    if (digest.startsWith('!')) continue;
    if (ask === 'list' || ask === 'tracked') folders.add(path);
    else if (ask === 'bytes' || ask === 'start') folders.add(dirname(path));
  }
  return folders;
}
