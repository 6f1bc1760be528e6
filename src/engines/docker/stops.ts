// Stops that go on behind an instance that has ended: the engine says so only when it has tidied up behind it, a tenth of
// a second later. Who waits for nothing but the end of its programs goes on meanwhile.
import { readFileSync } from 'node:fs';
import { systemClock } from '../../base/clock.ts';
import { textAt } from '../../base/json.ts';
import { idOf } from './objects.ts';
import { pidOf } from './observe.ts';

const lookMs = 10;

export class Stops {
  readonly #open = new Map<string, Promise<unknown>>();

  /**
   * Resolves when the programs of the container have ended, or the engine says that they have, whichever is first.
   * @throws what `stopped` throws before.
   */
  async ended(container: unknown, stopped: Promise<unknown>, signal: AbortSignal): Promise<void> {
    const id = idOf(container);
    // Once it has ended, whatever the engine says of its stop is told by the next call.
    const tidied = stopped.then(
      () => this.#open.delete(id),
      () => this.#open.delete(id),
    );
    this.#open.set(id, tidied);
    if (hasOwnProcesses(container) && isAlive(container)) {
      const over = new AbortController();
      await Promise.race([stopped, whenEnded(container, AbortSignal.any([signal, over.signal]))]).finally(
        () => over.abort(),
      );
      // Cancelled, the engine may not have been asked at all: then it is its answer that counts.
      if (!signal.aborted) return;
    }
    await stopped;
  }

  /** Resolves when the engine has tidied up; `id` undefined: behind all of them. */
  async over(id?: string): Promise<void> {
    await Promise.all(id === undefined ? this.#open.values() : [this.#open.get(id)]);
  }
}

/** Resolves when the first process of the container is gone, and with it all others; or when the signal aborts. */
async function whenEnded(container: unknown, signal: AbortSignal): Promise<void> {
  while (!signal.aborted && isAlive(container)) await systemClock.sleep(lookMs, signal);
}

/** In a process space of its own the kernel ends everything with the first process. */
function hasOwnProcesses(container: unknown): boolean {
  return (textAt(container, 'HostConfig', 'PidMode') ?? '') === '';
}

/** The number may be of another machine, or have been given again: the control group says whose process it is. */
function isAlive(container: unknown): boolean {
  const pid = pidOf(container);
  if (pid === undefined) return false;
  try {
    return readFileSync(`/proc/${pid}/cgroup`, 'utf8').includes(idOf(container));
  } catch {
    return false;
  }
}
