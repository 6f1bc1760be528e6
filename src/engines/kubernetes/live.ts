// The objects that a stack is made of, kept up to date while a deployer holds it: looks then ask nobody.
import { numberAt, textAt } from '../../base/json.ts';
import type { Client } from './client.ts';
import { Informer } from './informer.ts';
import { type ApiObject, isApiObject } from './json.ts';
import { heldBy, labelOf, ownLabels, selectorOf } from './labels.ts';
import { type KindName, kinds } from './stack.ts';
import type { ApiAnswer, ApiRequest } from './wire.ts';

export class Live {
  readonly #client: Client;
  readonly #namespace: string;
  readonly #stack: string;
  readonly #end = new AbortController();
  readonly #informers = new Map<KindName, Promise<Informer>>();
  readonly #ready = new Map<KindName, Informer>();
  readonly #byPath = new Map<string, Informer>();
  readonly #woken = new Map<string, Set<() => void>>();
  readonly #versions = new Map<string, number>();

  constructor(client: Client, namespace: string, stack: string) {
    this.#client = client;
    this.#namespace = namespace;
    this.#stack = stack;
    client.onWritten = (request, answer) => this.#written(request, answer);
  }

  /** @throws SeaworthyError when they cannot be listed */
  async objects(kind: KindName, signal: AbortSignal, service?: string): Promise<readonly ApiObject[]> {
    return (await this.#informer(kind, signal)).objects(signal, service);
  }

  /** What is not known of the kind is not there. */
  isCurrent(kind: KindName): boolean {
    return this.#ready.get(kind)?.isCurrent === true;
  }

  /** The object of this name, where it is one of the stack in its own namespace. */
  known(kind: KindName, { metadata }: ApiObject): ApiObject | undefined {
    if (metadata['namespace'] !== this.#namespace) return undefined;
    return this.#ready.get(kind)?.known(metadata.name);
  }

  /** The same, of whatever kind it is. */
  knownAs(object: ApiObject): ApiObject | undefined {
    const { apiVersion, kind } = object;
    for (const name of this.#ready.keys())
      if (kinds[name].kind === kind && kinds[name].apiVersion === apiVersion) return this.known(name, object);
    return undefined;
  }

  /** Grows with each change of an object of the service. */
  versionOf(service: string): number {
    return this.#versions.get(service) ?? 0;
  }

  /** Resolves with the next change of an object of the service, or when the signal ends the wait. */
  changed(service: string, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal.aborted) return resolve();
      const waiting = this.#woken.get(service) ?? new Set();
      this.#woken.set(service, waiting);
      const wake = () => {
        waiting.delete(wake);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      waiting.add(wake);
      signal.addEventListener('abort', wake, { once: true });
    });
  }

  close(): void {
    this.#client.onWritten = undefined;
    this.#end.abort();
    for (const one of this.#byPath.values()) one.close();
  }

  #informer(kind: KindName, signal: AbortSignal): Promise<Informer> {
    signal.throwIfAborted();
    const made = this.#informers.get(kind) ?? this.#make(kind);
    this.#informers.set(kind, made);
    made.catch(() => this.#informers.delete(kind));
    return made;
  }

  /** Not ended by who asks first: others wait for it, too. */
  async #make(kind: KindName): Promise<Informer> {
    const client = this.#client;
    const path = await client.pathOf(kinds[kind], this.#namespace, this.#end.signal);
    const labelSelector = selectorOf(this.#stack);
    const informer = new Informer({
      client,
      path,
      labelSelector,
      onChange: (service) => this.#changed(service),
    });
    this.#byPath.set(path, informer);
    this.#ready.set(kind, informer);
    return informer;
  }

  #changed(service: string | undefined): void {
    const services = service === undefined ? [...this.#woken.keys()] : [service];
    for (const one of services) {
      this.#versions.set(one, this.versionOf(one) + 1);
      for (const wake of [...(this.#woken.get(one) ?? [])]) wake();
    }
  }

  #written({ path, method }: ApiRequest, { body, status }: ApiAnswer): void {
    const end = path.lastIndexOf('/');
    const informer = this.#byPath.get(path) ?? this.#byPath.get(path.slice(0, end));
    if (informer === undefined) return;
    const isDeleted = method === 'DELETE' && (status < 300 || status === 404);
    if (isDeleted && !stays(body)) informer.removed(decodeURIComponent(path.slice(end + 1)));
    else if (isApiObject(body) && labelOf(body, ownLabels.stack) === this.#stack) informer.written(body);
  }
}

/**
 * Some kinds answer a deletion with the object, which may stay until its grace is over and what holds it lets go.
 * https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/object-meta/
 */
function stays(answer: unknown): boolean {
  if (textAt(answer, 'metadata', 'deletionTimestamp') === undefined) return false;
  const grace = numberAt(answer, 'metadata', 'deletionGracePeriodSeconds') ?? 0;
  return grace > 0 || heldBy(answer) !== undefined;
}
