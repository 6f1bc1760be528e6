// What of the cluster is ours, in one ConfigMap: written before an object is made, so that none is forgotten, and read
// when something is to go.
import { systemClock } from '../../base/clock.ts';
import { at, isObject, textAt } from '../../base/json.ts';
import {
  type Bundle,
  bundlesOf,
  type Changes,
  type Entry,
  entriesOf,
  isKept,
  isSameEntry,
  textOf,
} from './entries.ts';
import type { ApiObject } from './json.ts';
import { engineLabels, isOurs } from './labels.ts';
import { saltSecret } from './salt.ts';
import { type Kube, kinds, merge } from './stack.ts';

type Data = Readonly<Record<string, unknown>>;

const bundleSuffix = '.instances';
/** No service is called so. */
const engineKey = '.engine';
/** Those that begin together come within a few turns. */
const gatherMs = 5;
/** What was taken away may be written later. */
const soonMs = 300;

export class Inventory {
  readonly #kube: Kube;
  #begun: Promise<void> | undefined;
  /** While the stack is held nobody else writes it: what was read once, with all changes since, is what there is. */
  #known: Promise<Data> | undefined;
  #since: Changes = {};
  /** Changes that are yet to be written. */
  #waiting: Changes = {};
  #next: Promise<void> | undefined;
  #writing: Promise<void> = Promise.resolve();
  #settling = new AbortController();
  #hasTime = false;

  constructor(kube: Kube) {
    this.#kube = kube;
  }

  get #map(): ApiObject {
    const { stack, namespace } = this.#kube;
    const labels = engineLabels(stack, 'inventory');
    return { ...kinds.configMap, metadata: { name: `seaworthy-${stack}`, namespace, labels } };
  }

  /** This object is there for the engine itself, until all goes. */
  async keep({ apiVersion, kind, metadata }: ApiObject, signal: AbortSignal): Promise<void> {
    await this.#begin(signal);
    await this.#change(textOf(engineKey, [{ apiVersion, kind, name: metadata.name, instances: [] }]), signal);
  }

  #begin(signal: AbortSignal): Promise<void> {
    this.#begun ??= this.#kube.client.apply(this.#map, {}, signal).then(() => undefined);
    return this.#begun;
  }

  /** These objects are needed by the instance from now on. */
  async add(
    service: string,
    instance: string,
    objects: readonly ApiObject[],
    signal: AbortSignal,
  ): Promise<void> {
    await this.#begin(signal);
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
    await this.#change(textOf(service, entries), signal);
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
    await this.#change({ [key]: text }, signal);
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
    // Who is killed before it is written leaves a name of what is gone, which the next one forgets.
    if (JSON.stringify(left) !== JSON.stringify(known))
      await this.#change(textOf(service, left), signal, true);
  }

  /** What was to be written soon is, as far as the server answers. */
  async settle(): Promise<void> {
    this.#settling.abort();
    await this.#next?.catch(() => undefined);
    await this.#writing.catch(() => undefined);
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
    this.#forget();
    const removed: string[] = [];
    // What came last leans on what came first.
    for (const entry of Object.values(data).flatMap(entriesOf).reverse()) {
      if (isKept(entry.kind)) continue;
      if (await this.#remove(entry, signal)) removed.push(`${entry.kind} ${entry.name}`);
    }
    // Named in it, unless somebody has made it anew since.
    const { apiVersion, kind, metadata } = saltSecret(this.#kube);
    await this.#remove({ apiVersion, kind, name: metadata.name, instances: [] }, signal);
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

  async #data(signal: AbortSignal): Promise<Data> {
    if (this.#kube.live === undefined) return this.#read(signal);
    this.#known ??= this.#read(new AbortController().signal);
    this.#known.catch(() => this.#forget());
    const all = Object.entries({ ...(await this.#known), ...this.#since });
    return Object.fromEntries(all.filter(([, text]) => text !== null));
  }

  async #read(signal: AbortSignal): Promise<Data> {
    const data = at(await this.#kube.client.read(this.#map, signal), 'data');
    return isObject(data) ? data : {};
  }

  #forget(): void {
    this.#known = undefined;
    this.#since = { ...this.#waiting };
  }

  /**
   * Written when it resolves, or soon. Changes that come together, or while another one is written, are written in one:
   * each costs the server the whole map.
   */
  async #change(changes: Changes, signal: AbortSignal, isSoon = false): Promise<void> {
    if (this.#kube.live === undefined) return merge(this.#kube, this.#map, { data: changes }, signal);
    this.#since = { ...this.#since, ...changes };
    this.#waiting = { ...this.#waiting, ...changes };
    if (this.#next === undefined) {
      this.#hasTime = isSoon;
      this.#settling = new AbortController();
      this.#next = this.#flush(this.#writing, isSoon ? soonMs : gatherMs);
      this.#next.catch(() => this.#forget());
    }
    if (isSoon) return;
    const settling = this.#settling;
    // What had time goes along with what has none.
    if (this.#hasTime) void systemClock.sleep(gatherMs).then(() => settling.abort());
    this.#hasTime = false;
    await this.#next;
  }

  async #flush(before: Promise<void>, waitMs: number): Promise<void> {
    await Promise.all([before.catch(() => undefined), systemClock.sleep(waitMs, this.#settling.signal)]);
    const data = this.#waiting;
    this.#waiting = {};
    this.#next = undefined;
    this.#writing = merge(this.#kube, this.#map, { data }, new AbortController().signal);
    await this.#writing;
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
    return entriesOf((await this.#data(signal))[service]);
  }
}
