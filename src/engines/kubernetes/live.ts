// The objects that a stack is made of, kept up to date while a deployer holds it: looks then ask nobody.
import type { Client } from './client.ts';
import { Informer } from './informer.ts';
import { type ApiObject, isApiObject } from './json.ts';
import { labelOf, ownLabels, selectorOf } from './labels.ts';
import { type KindName, kinds } from './stack.ts';
import type { ApiAnswer, ApiRequest } from './wire.ts';

export class Live {
  readonly #client: Client;
  readonly #namespace: string;
  readonly #stack: string;
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
    for (const one of this.#byPath.values()) one.close();
  }

  #informer(kind: KindName, signal: AbortSignal): Promise<Informer> {
    const made = this.#informers.get(kind) ?? this.#make(kind, signal);
    this.#informers.set(kind, made);
    made.catch(() => this.#informers.delete(kind));
    return made;
  }

  async #make(kind: KindName, signal: AbortSignal): Promise<Informer> {
    const client = this.#client;
    const path = await client.pathOf(kinds[kind], this.#namespace, signal);
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
    if (isApiObject(body)) {
      if (labelOf(body, ownLabels.stack) === this.#stack) informer.written(body);
    } else if (method === 'DELETE' && (status < 300 || status === 404))
      informer.removed(decodeURIComponent(path.slice(end + 1)));
  }
}
