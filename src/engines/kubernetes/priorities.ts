// Classes of priority belong to the whole cluster, so that none is made here, where a deleted namespace leaves nothing
// behind. Where an administrator has applied those that `generate kubernetes` writes, pods get them.
// https://kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption/
import { isObject, textAt } from '../../base/json.ts';
import type { Client } from './client.ts';
import { objectsAt } from './json.ts';

export class Priorities {
  #names: ReadonlySet<string> = new Set();
  #looked: Promise<void> | undefined;

  /** Looks once; who may not look finds none. */
  look(client: Client, signal: AbortSignal): Promise<void> {
    this.#looked ??= this.#ask(client, signal);
    this.#looked.catch(() => {
      this.#looked = undefined;
    });
    return this.#looked;
  }

  async #ask(client: Client, signal: AbortSignal): Promise<void> {
    const path = '/apis/scheduling.k8s.io/v1/priorityclasses';
    const { body } = await client.ask({ method: 'GET', path, query: { limit: '500' } }, signal);
    this.#names = new Set(objectsAt(body, 'items').map((one) => textAt(one, 'metadata', 'name') ?? ''));
  }

  /** A pod that names a class that is not there is never made: it goes without. */
  knownIn(pod: unknown): unknown {
    const name = textAt(pod, 'priorityClassName');
    if (name === undefined || !isObject(pod) || this.#names.has(name)) return pod;
    return { ...pod, priorityClassName: undefined };
  }
}
