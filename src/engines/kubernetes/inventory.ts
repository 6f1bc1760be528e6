// What of the cluster is ours, in one ConfigMap: written before an object is made, so that none is forgotten, and read
// when something is to go.
import { at, isObject, textAt } from '../../base/json.ts';
import { type ApiObject, objectsAt } from './json.ts';
import { engineLabels, type Identity, isOurs } from './labels.ts';
import { type Kube, kinds, merge } from './stack.ts';

interface Entry {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  /** Of one that lies elsewhere; empty where its kind has none. */
  readonly namespace?: string;
  /** Instances that need it; it goes with the last of them. */
  readonly instances: readonly string[];
}

/** One roll-out of objects without pods: nothing but the inventory remembers it. */
export interface Bundle extends Identity {
  readonly service: string;
  readonly startedAt: string;
  readonly objects: readonly ApiObject[];
}

const bundleSuffix = '.instances';

export class Inventory {
  readonly #kube: Kube;
  #begun: Promise<void> | undefined;

  constructor(kube: Kube) {
    this.#kube = kube;
  }

  get #map(): ApiObject {
    const { stack, namespace } = this.#kube;
    const labels = engineLabels(stack, 'inventory');
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
    const added = objects.filter(
      (one) => one.kind !== 'Namespace' && !known.some((entry) => this.#isSame(entry, one)),
    );
    const entries = [
      ...known.map((entry) =>
        objects.some((one) => this.#isSame(entry, one))
          ? { ...entry, instances: [...new Set([...entry.instances, instance])] }
          : entry,
      ),
      ...added.map(({ apiVersion, kind, metadata }) => ({
        apiVersion,
        kind,
        name: metadata.name,
        ...this.#elsewhere(metadata['namespace']),
        instances: [instance],
      })),
    ];
    await this.#write(service, entries, signal);
  }

  /** What is ours besides workloads with pods, instance by instance. */
  async bundles(signal: AbortSignal): Promise<readonly Bundle[]> {
    const data = await this.#data(signal);
    return Object.entries(data).flatMap(([key, text]) =>
      key.endsWith(bundleSuffix) ? bundlesOf(key.slice(0, -bundleSuffix.length), text, data) : [],
    );
  }

  /** All of it is applied; undefined: it is gone. */
  async keepBundle(
    service: string,
    instance: string,
    bundle: Bundle | undefined,
    signal: AbortSignal,
  ): Promise<void> {
    const key = `${service}${bundleSuffix}`;
    const before = (await this.bundles(signal)).filter(
      (one) => one.service === service && one.instance !== instance,
    );
    if (bundle === undefined && before.length === 0 && !(key in (await this.#data(signal)))) return;
    const kept = bundle === undefined ? before : [...before, bundle];
    const text =
      kept.length === 0 ? null : JSON.stringify(kept.map(({ objects: _, service: _of, ...one }) => one));
    await merge(this.#kube, this.#map, { data: { [key]: text } }, signal);
  }

  /** Deletes what only this instance needed; what holds data of others stays. */
  async drop(service: string, instance: string, signal: AbortSignal): Promise<void> {
    const data = await this.#data(signal);
    const known = entriesOf(data[service]);
    if (known.length === 0) return;
    const entries = known.map((entry) => ({
      ...entry,
      instances: entry.instances.filter((one) => one !== instance),
    }));
    const others = Object.entries(data).flatMap(([key, text]) => (key === service ? [] : entriesOf(text)));
    const gone = entries.filter(({ instances, kind }) => instances.length === 0 && !isKept(kind));
    for (const entry of gone) {
      // It has moved to another service, which needs it now.
      if (others.some((one) => isSameEntry(one, entry))) continue;
      await this.#remove(entry, signal);
    }
    const left = entries.filter((one) => !gone.includes(one));
    if (JSON.stringify(left) !== JSON.stringify(known)) await this.#write(service, left, signal);
  }

  /** Deletes what only instances needed that are none of these. */
  async keepOnly(instances: readonly string[], signal: AbortSignal): Promise<void> {
    const data = await this.#data(signal);
    for (const [service, text] of Object.entries(data)) {
      if (service.endsWith(bundleSuffix)) continue;
      const named = new Set(entriesOf(text).flatMap((entry) => entry.instances));
      for (const one of named) if (!instances.includes(one)) await this.drop(service, one, signal);
    }
  }

  /** Deletes all that is written down, and the inventory itself. The answer: what, for people. */
  async clear(signal: AbortSignal): Promise<readonly string[]> {
    const data = await this.#data(signal);
    this.#begun = undefined;
    const removed: string[] = [];
    // What came last leans on what came first.
    for (const entry of Object.values(data).flatMap(entriesOf).reverse()) {
      if (isKept(entry.kind)) continue;
      if (await this.#remove(entry, signal)) removed.push(`${entry.kind} ${entry.name}`);
    }
    await this.#kube.client.remove(this.#map, undefined, signal);
    return removed;
  }

  async #remove({ apiVersion, kind, name, namespace }: Entry, signal: AbortSignal): Promise<boolean> {
    const { client } = this.#kube;
    const place = namespace ?? this.#kube.namespace;
    const object = { apiVersion, kind, metadata: { name, ...(place === '' ? {} : { namespace: place }) } };
    const found = await client.read(object, signal);
    // What somebody else has made since under this name is theirs.
    if (found === undefined || !isOurs(found, this.#kube)) return false;
    return client.remove(object, textAt(found, 'metadata', 'uid'), signal);
  }

  async #data(signal: AbortSignal): Promise<Readonly<Record<string, unknown>>> {
    const data = at(await this.#kube.client.read(this.#map, signal), 'data');
    return isObject(data) ? data : {};
  }

  #elsewhere(namespace: unknown): Pick<Entry, 'namespace'> {
    if (namespace === this.#kube.namespace) return {};
    return { namespace: typeof namespace === 'string' ? namespace : '' };
  }

  #isSame(entry: Entry, { apiVersion, kind, metadata }: ApiObject): boolean {
    const place = this.#elsewhere(metadata['namespace']);
    return isSameEntry(entry, { apiVersion, kind, name: metadata.name, instances: [], ...place });
  }

  async #entries(service: string, signal: AbortSignal): Promise<readonly Entry[]> {
    return entriesOf(at(await this.#kube.client.read(this.#map, signal), 'data', service));
  }

  async #write(service: string, entries: readonly Entry[], signal: AbortSignal): Promise<void> {
    const data = { [service]: entries.length === 0 ? null : JSON.stringify(entries) };
    await merge(this.#kube, this.#map, { data }, signal);
  }
}

function isSameEntry(a: Entry, b: Entry): boolean {
  return (
    a.apiVersion === b.apiVersion && a.kind === b.kind && a.name === b.name && a.namespace === b.namespace
  );
}

/** Data outlives a release, and what a definition or a namespace holds may be anybody's. */
function isKept(kind: string): boolean {
  return /^(?:PersistentVolumeClaim|PersistentVolume|CustomResourceDefinition|Namespace)$/.test(kind);
}

function bundlesOf(
  service: string,
  text: unknown,
  data: Readonly<Record<string, unknown>>,
): readonly Bundle[] {
  if (typeof text !== 'string') return [];
  return objectsAt({ list: JSON.parse(text) }, 'list').map((one) => {
    const [instance, key, config, release, run, startedAt] = [
      'instance',
      'key',
      'config',
      'release',
      'run',
      'startedAt',
    ].map((name) => textAt(one, name) ?? '');
    const entries = entriesOf(data[service]).filter(({ instances }) => instances.includes(instance ?? ''));
    return {
      service,
      instance: instance ?? '',
      key: key ?? '',
      config: config ?? '',
      release: release ?? '',
      run: run ?? '',
      startedAt: startedAt ?? '',
      objects: entries.map(({ apiVersion, kind, name, namespace }) => ({
        apiVersion,
        kind,
        metadata: { name, ...(namespace === '' || namespace === undefined ? {} : { namespace }) },
      })),
    };
  });
}

function entriesOf(text: unknown): readonly Entry[] {
  if (typeof text !== 'string') return [];
  const list = objectsAt({ list: JSON.parse(text) }, 'list').filter((one) => at(one, 'kind') !== undefined);
  return list.map((one) => ({
    apiVersion: textAt(one, 'apiVersion') ?? '',
    kind: textAt(one, 'kind') ?? '',
    name: textAt(one, 'name') ?? '',
    ...(typeof at(one, 'namespace') === 'string' ? { namespace: textAt(one, 'namespace') ?? '' } : {}),
    instances: namesAt(at(one, 'instances')),
  }));
}

function namesAt(list: unknown): readonly string[] {
  return Array.isArray(list) ? list.filter((one) => typeof one === 'string') : [];
}
