// What of the cluster is ours, in one ConfigMap: written before an object is made, so that none is forgotten, and read
// when something is to go.
import { at, isObject, textAt } from '../../base/json.ts';
import { type ApiObject, objectsAt } from './json.ts';
import { isOurs, managedBy, ownLabels } from './labels.ts';
import { type Kube, kinds, merge } from './stack.ts';

interface Entry {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  /** Instances that need it; it goes with the last of them. */
  readonly instances: readonly string[];
}

export class Inventory {
  readonly #kube: Kube;
  #begun: Promise<void> | undefined;

  constructor(kube: Kube) {
    this.#kube = kube;
  }

  get #map(): ApiObject {
    const { stack, namespace } = this.#kube;
    const labels = { [managedBy]: 'seaworthy', [ownLabels.stack]: stack };
    return { ...kinds.configMap, metadata: { name: `seaworthy-${stack}`, namespace, labels } };
  }

  /** These objects are needed by the instance from now on. */
  async add(
    service: string,
    instance: string,
    objects: readonly ApiObject[],
    signal: AbortSignal,
  ): Promise<void> {
    this.#begun ??= this.#kube.client.apply(this.#map, {}, signal).then(() => undefined);
    await this.#begun;
    const known = await this.#entries(service, signal);
    const added = objects.filter((one) => !known.some((entry) => isSame(entry, one)));
    const entries = [
      ...known.map((entry) =>
        objects.some((one) => isSame(entry, one))
          ? { ...entry, instances: [...new Set([...entry.instances, instance])] }
          : entry,
      ),
      ...added.map(({ apiVersion, kind, metadata }) => ({
        apiVersion,
        kind,
        name: metadata.name,
        instances: [instance],
      })),
    ];
    await this.#write(service, entries, signal);
  }

  /** Deletes what only this instance needed, claims excepted: data outlives a release. */
  async drop(service: string, instance: string, signal: AbortSignal): Promise<void> {
    const known = await this.#entries(service, signal);
    if (known.length === 0) return;
    const entries = known.map((entry) => ({
      ...entry,
      instances: entry.instances.filter((one) => one !== instance),
    }));
    const gone = entries.filter(({ instances, kind }) => instances.length === 0 && kind !== kinds.claim.kind);
    for (const entry of gone) await this.#remove(entry, signal);
    await this.#write(
      service,
      entries.filter((one) => !gone.includes(one)),
      signal,
    );
  }

  /** Deletes all that is written down, and the inventory itself. The answer: what, for people. */
  async clear(signal: AbortSignal): Promise<readonly string[]> {
    const found = await this.#kube.client.read(this.#map, signal);
    this.#begun = undefined;
    if (found === undefined) return [];
    const data = at(found, 'data');
    const entries = Object.values(isObject(data) ? data : {}).flatMap((text) => entriesOf(text));
    const removed: string[] = [];
    for (const entry of entries) {
      if (entry.kind === kinds.claim.kind) continue;
      if (await this.#remove(entry, signal)) removed.push(`${entry.kind} ${entry.name}`);
    }
    await this.#kube.client.remove(this.#map, undefined, signal);
    return removed;
  }

  async #remove({ apiVersion, kind, name }: Entry, signal: AbortSignal): Promise<boolean> {
    const { client, namespace, stack } = this.#kube;
    const object = { apiVersion, kind, metadata: { name, namespace } };
    const found = await client.read(object, signal);
    // What somebody else has made since under this name is theirs.
    if (found === undefined || !isOurs(found, stack)) return false;
    return client.remove(object, textAt(found, 'metadata', 'uid'), signal);
  }

  async #entries(service: string, signal: AbortSignal): Promise<readonly Entry[]> {
    return entriesOf(at(await this.#kube.client.read(this.#map, signal), 'data', service));
  }

  async #write(service: string, entries: readonly Entry[], signal: AbortSignal): Promise<void> {
    const data = { [service]: entries.length === 0 ? null : JSON.stringify(entries) };
    await merge(this.#kube, this.#map, { data }, signal);
  }
}

function isSame(entry: Entry, { apiVersion, kind, metadata }: ApiObject): boolean {
  return entry.apiVersion === apiVersion && entry.kind === kind && entry.name === metadata.name;
}

function entriesOf(text: unknown): readonly Entry[] {
  if (typeof text !== 'string') return [];
  return objectsAt({ list: JSON.parse(text) }, 'list').map((one) => ({
    apiVersion: textAt(one, 'apiVersion') ?? '',
    kind: textAt(one, 'kind') ?? '',
    name: textAt(one, 'name') ?? '',
    instances: namesAt(at(one, 'instances')),
  }));
}

function namesAt(list: unknown): readonly string[] {
  return Array.isArray(list) ? list.filter((one) => typeof one === 'string') : [];
}
