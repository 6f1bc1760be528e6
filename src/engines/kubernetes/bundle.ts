// Objects without pods of their own, which others need: applied in their order, and good when the cluster says so.
import { mapBounded } from '../../base/bounded.ts';
import { at, numberAt, textAt } from '../../base/json.ts';
import { type Observed, unmeasured } from '../../model/unit.ts';
import type { Bundle } from './entries.ts';
import type { Inventory } from './inventory.ts';
import { type ApiObject, objectsAt, titleOf } from './json.ts';
import { refuseForeign } from './names.ts';
import { conditionOf } from './observe.ts';
import { objectsOf } from './spec.ts';
import { applyChanged, atOnce, type Kube, placed } from './stack.ts';
import type { Start } from './start.ts';

export async function startBundle(kube: Kube, inventory: Inventory, start: Start): Promise<void> {
  const { wanted, identity, signal, midAct } = start;
  const { service } = wanted.unit;
  const known = (await inventory.bundles(signal)).find(
    (one) => one.service === service && one.instance === identity.instance,
  );
  if (known?.key === identity.key) return;
  const objects: ApiObject[] = [];
  for (const one of objectsOf(kube, wanted, identity).needed) objects.push(await placed(kube, one, signal));
  await mapBounded(objects, atOnce, (one) =>
    one.kind === 'Namespace' ? Promise.resolve() : refuseForeign(kube, one, signal),
  );
  await inventory.add(service, identity.instance, objects, signal);
  await applyInOrder(kube, objects, signal, midAct);
  const startedAt = new Date().toISOString();
  await inventory.keepBundle(
    service,
    identity.instance,
    { ...identity, service, startedAt, objects: [] },
    signal,
  );
}

/** Kind after kind, as they stand. */
export async function applyInOrder(
  kube: Kube,
  objects: readonly ApiObject[],
  signal: AbortSignal,
  midAct?: () => void,
): Promise<void> {
  for (let from = 0; from < objects.length; ) {
    const kind = objects[from]?.kind;
    const end = objects.findIndex((one, index) => index > from && one.kind !== kind);
    const group = objects.slice(from, end === -1 ? undefined : end);
    if (from > 0 || group.length === objects.length) midAct?.();
    await mapBounded(group, atOnce, (one) => applyChanged(kube, one, signal));
    from += group.length;
  }
}

/** Looks at what has to become something first, until it was seen to be. */
export class Bundles {
  readonly #kube: Kube;
  readonly #inventory: Inventory;
  readonly #settled = new Set<string>();

  constructor(kube: Kube, inventory: Inventory) {
    this.#kube = kube;
    this.#inventory = inventory;
  }

  async observe(signal: AbortSignal, service?: string): Promise<readonly Observed[]> {
    const all = await this.#inventory.bundles(signal);
    const asked = all.filter((one) => service === undefined || one.service === service);
    return Promise.all(asked.map(async (one) => observedOf(one, await this.#waitsFor(one, signal))));
  }

  /** What it still waits for, in words. */
  async #waitsFor(bundle: Bundle, signal: AbortSignal): Promise<string | undefined> {
    for (const object of bundle.objects) {
      const key = `${bundle.instance}/${object.kind}/${object.metadata.name}`;
      if (this.#settled.has(key) || !becoming.has(object.kind)) continue;
      const found = await this.#kube.client.read(object, signal);
      const waits = found === undefined ? `${titleOf(object)} is not there` : waitOf(found);
      if (waits !== undefined) return waits;
      this.#settled.add(key);
    }
    return undefined;
  }
}

const becoming: ReadonlySet<string> = new Set(['CustomResourceDefinition', 'APIService', 'DaemonSet']);

function waitOf(object: ApiObject): string | undefined {
  if (object.kind === 'DaemonSet') {
    const wanted = numberAt(object, 'status', 'desiredNumberScheduled') ?? 0;
    const ready = numberAt(object, 'status', 'numberAvailable') ?? 0;
    const updated = numberAt(object, 'status', 'updatedNumberScheduled') ?? 0;
    const isSeen = at(object, 'status', 'observedGeneration') === at(object, 'metadata', 'generation');
    if (isSeen && ready >= wanted && updated >= wanted) return undefined;
    return `${titleOf(object)} has ${Math.min(ready, updated)} of ${wanted} pods`;
  }
  const type = object.kind === 'APIService' ? 'Available' : 'Established';
  if (conditionOf(object, type)) return undefined;
  const said = objectsAt(object, 'status', 'conditions').find((one) => textAt(one, 'status') === 'False');
  const why = textAt(said, 'message');
  return `${titleOf(object)} is not ${type.toLowerCase()}${why === undefined ? '' : `: ${why}`}`;
}

function observedOf(
  { service, instance, key, config, release, run, startedAt }: Bundle,
  waits: string | undefined,
): Observed {
  return {
    service,
    instance,
    key,
    config,
    release,
    run,
    startedAt,
    state: waits === undefined ? 'running' : 'starting',
    exitCode: undefined,
    signal: undefined,
    oomKilled: false,
    restarts: 0,
    routed: false,
    ...unmeasured,
    volumes: [],
    oneShot: false,
    trouble: waits === undefined ? undefined : { cause: waits, isFinal: false },
  };
}
