// Waits until a file may have grown. The kernel tells of most writes; what it does not tell of is looked for.
import { type FSWatcher, watch } from 'node:fs';
import type { Clock } from '../../base/clock.ts';

export interface Growth {
  /** Resolves after a write since the last call, after a while in any case, or when the signal aborts. */
  next(): Promise<void>;
  close(): void;
}

const pollMs = 10;
/** With the kernel's word; a file that is replaced is still found by looking. */
const watchedPollMs = 100;

export function watchGrowth(file: string, signal: AbortSignal, clock: Clock): Growth {
  let watcher: FSWatcher | undefined;
  let grown = false;
  let nap = new AbortController();
  const wake = () => {
    grown = true;
    nap.abort();
  };
  const close = () => {
    watcher?.close();
    watcher = undefined;
    nap.abort();
  };
  signal.addEventListener('abort', close, { once: true });
  return {
    async next() {
      watcher ??= open(file, wake, close);
      if (!grown && !signal.aborted) {
        nap = new AbortController();
        await clock.sleep(watcher === undefined ? pollMs : watchedPollMs, nap.signal);
      }
      grown = false;
    },
    close() {
      signal.removeEventListener('abort', close);
      close();
    },
  };
}

/** Undefined where the file is not there yet, or the host has no watches left. */
function open(file: string, onWrite: () => void, onError: () => void): FSWatcher | undefined {
  try {
    return watch(file, { persistent: false }, onWrite).on('error', onError);
  } catch {
    return undefined;
  }
}
