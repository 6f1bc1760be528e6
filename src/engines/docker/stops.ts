// Stops that go on behind an instance that has ended: the engine says so only when it has tidied up behind it, a tenth of
// a second later. Who waits for nothing but the end of its programs goes on meanwhile.
import { readFileSync } from 'node:fs';
import { textAt } from '../../base/json.ts';
import { idOf } from './objects.ts';
import { pidOf } from './observe.ts';

const lookMs = 5;

export class Stops {
  readonly #open = new Map<string, Promise<unknown>>();
  /** Whose end is waited for, and what is done then. Looked at together: a layer of a stack ends at once. */
  readonly #watched = new Map<unknown, () => void>();
  #timer: NodeJS.Timeout | undefined;

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
      await this.#endOf(container, stopped, signal);
      // Cancelled, the engine may not have been asked at all: then it is its answer that counts.
      if (!signal.aborted) return;
    }
    await stopped;
  }

  /**
   * Resolves when the first process of the container is gone, and with it all others, or with `stopped`, or when the signal
   * aborts.
   */
  async #endOf(container: unknown, stopped: Promise<unknown>, signal: AbortSignal): Promise<void> {
    const ended = new Promise<void>((resolve) => {
      if (signal.aborted) return resolve();
      signal.addEventListener('abort', () => resolve(), { once: true });
      this.#watched.set(container, resolve);
      this.#timer ??= setTimeout(() => this.#look(), lookMs);
    });
    await Promise.race([stopped, ended]).finally(() => this.#watched.delete(container));
  }

  #look(): void {
    for (const [container, ended] of this.#watched) if (!isAlive(container)) ended();
    this.#timer = this.#watched.size > 0 ? setTimeout(() => this.#look(), lookMs) : undefined;
  }

  /** Resolves when the engine has tidied up; `id` undefined: behind all of them. */
  async over(id?: string): Promise<void> {
    await Promise.all(id === undefined ? this.#open.values() : [this.#open.get(id)]);
  }
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
