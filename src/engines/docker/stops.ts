// Stops that go on behind an instance that has ended: the engine says so only when it has tidied up behind it, a tenth of
// a second later. Who waits for nothing but the end of its programs goes on meanwhile.
import { readFileSync } from 'node:fs';
import { isAlive } from '../../base/alive.ts';
import { textAt } from '../../base/json.ts';
import { idOf } from './objects.ts';
import { pidOf } from './observe.ts';

const lookMs = 5;

export class Stops {
  readonly #open = new Map<string, Promise<unknown>>();
  /** Processes whose end is waited for, and what is done then. Looked at together: a layer of a stack ends at once. */
  readonly #watched = new Map<number, () => void>();
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
    const pid = hasOwnProcesses(container) ? livingIn(container) : undefined;
    if (pid !== undefined) {
      await this.#endOf(pid, stopped, signal);
      // Cancelled, the engine may not have been asked at all: then it is its answer that counts.
      if (!signal.aborted) return;
    }
    await stopped;
  }

  /**
   * Resolves when the first process of a container is gone, and with it all others, or with `stopped`, or when the signal
   * aborts.
   */
  async #endOf(pid: number, stopped: Promise<unknown>, signal: AbortSignal): Promise<void> {
    const ended = new Promise<void>((resolve) => {
      if (signal.aborted) return resolve();
      signal.addEventListener('abort', () => resolve(), { once: true });
      this.#watched.set(pid, resolve);
      this.#timer ??= setTimeout(() => this.#look(), lookMs);
    });
    await Promise.race([stopped, ended]).finally(() => this.#watched.delete(pid));
  }

  #look(): void {
    // A number that is given again between two looks only means that the engine's own answer is waited for.
    for (const [pid, ended] of this.#watched) if (!isAlive(pid)) ended();
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

/** Its first process. The number may be of another machine, or have been given again: the control group says whose it is. */
function livingIn(container: unknown): number | undefined {
  const pid = pidOf(container);
  if (pid === undefined) return undefined;
  try {
    return readFileSync(`/proc/${pid}/cgroup`, 'utf8').includes(idOf(container)) ? pid : undefined;
  } catch {
    return undefined;
  }
}
