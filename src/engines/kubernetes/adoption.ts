// What others made under the names of this stack's objects and `up --adopt` takes over. Until an object is taken over it
// bears nothing of ours: what our labels would say is read into what the cluster answers.
import { at, isObject, textAt } from '../../base/json.ts';
import { adoptedConfig } from '../../model/unit.ts';
import { type ApiObject, isApiObject, objectsAt } from './json.ts';
import { annotationOf, isOurs, labelOf, ownAnnotations, ownLabels, withMetadata } from './labels.ts';
import { type KindName, type Kube, kinds, list } from './stack.ts';

/** `object`: somebody else's, whole; `fields`: ours, of which others own fields. */
export interface Adopted {
  readonly what: 'object' | 'fields';
  readonly service: string;
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly uid: string;
}

/** No instance of ours has this number. */
export function adoptedInstance(service: string): string {
  return `${service}-0`;
}

/** Kinds whose pods serve until others have proved themselves. */
export const servingKinds: ReadonlySet<string> = new Set(['Deployment', 'StatefulSet']);

export class Adoption {
  readonly #all = new Map<string, Adopted>();
  /** Somebody has said `--adopt`: what is found in the way is added. */
  isAsked = false;

  constructor(ids: readonly string[] = []) {
    for (const id of ids) {
      const [what, service = '', apiVersion = '', kind = '', name = '', uid = ''] = id.split(' ');
      if (what === 'object' || what === 'fields') this.add({ what, service, apiVersion, kind, name, uid });
    }
  }

  add(one: Adopted): void {
    this.#all.set(keyOf(one), one);
  }

  get all(): readonly Adopted[] {
    return [...this.#all.values()];
  }

  /** Whole objects that the service takes over. */
  objectsOf(service: string): readonly Adopted[] {
    return this.all.filter((one) => one.what === 'object' && one.service === service);
  }

  find({ kind, metadata }: ApiObject): Adopted | undefined {
    return this.#all.get(keyOf({ kind, name: metadata.name }));
  }

  /** Taken over as a whole, by now or later. */
  isObject(object: ApiObject): boolean {
    return this.find(object)?.what === 'object';
  }

  /** Objects of the kind that are still somebody else's, with what our labels would say. */
  async objects(kube: Kube, kind: KindName, signal: AbortSignal): Promise<readonly ApiObject[]> {
    const whole = this.all.filter(({ what }) => what === 'object');
    if (whole.length === 0) return [];
    if (kind === 'replicaSet') return this.#replicaSets(kube, signal);
    if (kind === 'pod') return this.#pods(kube, signal);
    const own = whole.filter((one) => one.kind === kinds[kind].kind);
    const found = await Promise.all(own.map((one) => readAdopted(kube, one, signal)));
    return found.flatMap((object, index) => {
      const of = own[index];
      return object === undefined || of === undefined || isOurs(object, kube)
        ? []
        : [asOurs(kube, of, object)];
    });
  }

  /** Of the template that the Deployment was found with: those that have pods. */
  async #replicaSets(kube: Kube, signal: AbortSignal): Promise<readonly ApiObject[]> {
    const owners = this.#uids('Deployment');
    if (owners.size === 0) return [];
    return (await list(kube, 'replicaSet', '', signal)).flatMap((one) => {
      const of = owners.get(controllerOf(one));
      const hasPods =
        Number(at(one, 'spec', 'replicas') ?? 0) + Number(at(one, 'status', 'replicas') ?? 0) > 0;
      const isOwn = labelOf(at(one, 'spec', 'template'), ownLabels.instance) !== '';
      return of === undefined || isOwn || !hasPods ? [] : [asOurs(kube, of, { ...kinds.replicaSet, ...one })];
    });
  }

  async #pods(kube: Kube, signal: AbortSignal): Promise<readonly ApiObject[]> {
    const owners = this.#uids('StatefulSet');
    if (owners.size === 0 && this.#uids('Deployment').size === 0) return [];
    for (const one of await this.#replicaSets(kube, signal)) {
      const of = this.#uids('Deployment').get(controllerOf(one));
      if (of !== undefined) owners.set(textAt(one, 'metadata', 'uid') ?? '', of);
    }
    return (await list(kube, 'pod', '', signal)).flatMap((one) => {
      const of = owners.get(controllerOf(one));
      return of === undefined || labelOf(one, ownLabels.instance) !== '' ? [] : [asOurs(kube, of, one)];
    });
  }

  #uids(kind: string): Map<string, Adopted> {
    return new Map(
      this.all.flatMap((one) =>
        one.what === 'object' && one.kind === kind ? [[one.uid, one] as const] : [],
      ),
    );
  }
}

export function idOf({ what, service, apiVersion, kind, name, uid }: Adopted): string {
  return [what, service, apiVersion, kind, name, uid].join(' ');
}

function keyOf({ kind, name }: Pick<Adopted, 'kind' | 'name'>): string {
  return `${kind}/${name}`;
}

/** That very object; undefined when it is gone. */
export async function readAdopted(
  { client, namespace }: Kube,
  { apiVersion, kind, name, uid }: Adopted,
  signal: AbortSignal,
): Promise<ApiObject | undefined> {
  const found = await client.read({ apiVersion, kind, metadata: { name, namespace } }, signal);
  return textAt(found, 'metadata', 'uid') === uid ? found : undefined;
}

export function controllerOf(object: ApiObject): string {
  return (
    textAt(
      objectsAt(object, 'metadata', 'ownerReferences').find((one) => one['controller'] === true),
      'uid',
    ) ?? ''
  );
}

/** As `asOurs` gave it: nothing of ours is on the cluster yet. */
export function isStillTheirs(object: ApiObject): boolean {
  return annotationOf(object, ownAnnotations.config) === adoptedConfig;
}

function asOurs({ stack }: Kube, of: Adopted, object: ApiObject): ApiObject {
  const { service } = of;
  const instance = adoptedInstance(service);
  const labels = {
    [ownLabels.stack]: stack,
    [ownLabels.service]: service,
    [ownLabels.instance]: instance,
  };
  const notes = { [ownAnnotations.key]: idOf(of), [ownAnnotations.config]: adoptedConfig };
  const spec = at(object, 'spec');
  const template = at(spec, 'template');
  const selector = at(spec, 'selector');
  const inside = {
    ...(isObject(template)
      ? { template: { ...template, metadata: withMetadata(at(template, 'metadata'), labels, notes) } }
      : {}),
    ...(object.kind === 'Service'
      ? { selector: { [ownLabels.instance]: instance, ...(isObject(selector) ? selector : {}) } }
      : {}),
  };
  const whole = {
    ...object,
    metadata: { ...object.metadata, ...withMetadata(object.metadata, labels, notes) },
    ...(isObject(spec) ? { spec: { ...spec, ...inside } } : {}),
  };
  return isApiObject(whole) ? whole : object;
}
