// What all parts of the engine share.
import { deadline, systemClock } from '../../base/clock.ts';
import { SeaworthyError } from '../../base/errors.ts';
import { textAt } from '../../base/json.ts';
import type { Adoption } from './adoption.ts';
import { type ApplyOptions, type Client, fieldOwner } from './client.ts';
import { type ApiObject, titleOf } from './json.ts';
import { labelOf, ownLabels, selectorOf, withMetadata } from './labels.ts';
import type { Live } from './live.ts';
import type { Names } from './names.ts';
import type { Priorities } from './priorities.ts';
import { refusalOf } from './refusals.ts';
import { takeOver } from './take-over.ts';
import type { Unchanged } from './unchanged.ts';
import { listAll } from './watch.ts';

/** Keeps a secret's value out of everything but the cluster. */
export type Secrets = (ref: string) => string | undefined;

/** As many requests at once as a server takes without a queue. */
export const atOnce = 16;

export interface Kube {
  readonly client: Client;
  readonly stack: string;
  readonly namespace: string;
  readonly secrets: Secrets;
  readonly priorities: Priorities;
  /** Undefined where the stack is only looked at: a list is then less work than a watch. */
  live?: Live;
  names?: Names;
  readonly unchanged?: Unchanged;
  /** What others made and this stack takes over. */
  readonly adoption: Adoption;
}

export const kinds = {
  deployment: { apiVersion: 'apps/v1', kind: 'Deployment' },
  replicaSet: { apiVersion: 'apps/v1', kind: 'ReplicaSet' },
  statefulSet: { apiVersion: 'apps/v1', kind: 'StatefulSet' },
  job: { apiVersion: 'batch/v1', kind: 'Job' },
  pod: { apiVersion: 'v1', kind: 'Pod' },
  service: { apiVersion: 'v1', kind: 'Service' },
  claim: { apiVersion: 'v1', kind: 'PersistentVolumeClaim' },
  configMap: { apiVersion: 'v1', kind: 'ConfigMap' },
  event: { apiVersion: 'v1', kind: 'Event' },
} as const;

export type KindName = keyof typeof kinds;

export async function list(
  { client, namespace }: Kube,
  kind: KindName,
  labelSelector: string,
  signal: AbortSignal,
): Promise<readonly ApiObject[]> {
  const path = await client.pathOf(kinds[kind], namespace, signal);
  return (await listAll(client, path, { labelSelector }, signal)).objects;
}

export interface Part {
  readonly service?: string | undefined;
  readonly instance?: string | undefined;
}

/** Objects of the stack that are ours, or a part of them; those, too, that are being taken over. */
export async function ofStack(
  kube: Kube,
  kind: KindName,
  signal: AbortSignal,
  part: Part = {},
): Promise<readonly ApiObject[]> {
  if (kube.adoption.all.length === 0) return ownOfStack(kube, kind, signal, part);
  const [own, adopted] = await Promise.all([
    ownOfStack(kube, kind, signal, part),
    kube.adoption.objects(kube, kind, signal),
  ]);
  if (adopted.length === 0) return own;
  const uids = new Set(adopted.map((one) => textAt(one, 'metadata', 'uid')));
  return [
    ...own.filter((one) => !uids.has(textAt(one, 'metadata', 'uid'))),
    ...adopted.filter((one) => isPart(one, part)),
  ];
}

function isPart(one: ApiObject, { service, instance }: Part): boolean {
  if (service !== undefined && labelOf(one, ownLabels.service) !== service) return false;
  return instance === undefined || labelOf(one, ownLabels.instance) === instance;
}

async function ownOfStack(
  kube: Kube,
  kind: KindName,
  signal: AbortSignal,
  { service, instance }: Part,
): Promise<readonly ApiObject[]> {
  if (kube.live !== undefined) {
    const all = await kube.live.objects(kind, signal, service);
    return instance === undefined ? all : all.filter((one) => labelOf(one, ownLabels.instance) === instance);
  }
  const selector = [
    selectorOf(kube.stack),
    ...(service === undefined ? [] : [`${ownLabels.service}=${service}`]),
    ...(instance === undefined ? [] : [`${ownLabels.instance}=${instance}`]),
  ];
  return list(kube, kind, selector.join(), signal);
}

const pollMs = 200;
/** Where nothing changes, time may have: what stays too long is refused. */
const restMs = 2000;

/** Looks until what it looks for is so: again with each change of the service, or after a while. */
export async function untilSo(
  { live }: Kube,
  service: string,
  isSo: () => Promise<boolean>,
  signal: AbortSignal,
): Promise<void> {
  for (;;) {
    const version = live?.versionOf(service);
    if (await isSo()) return;
    if (live === undefined) await systemClock.sleep(pollMs, signal);
    else if (live.versionOf(service) === version) {
      const rest = deadline(restMs, signal);
      await live.changed(service, rest.signal);
      rest.done();
    }
    signal.throwIfAborted();
  }
}

/** With the namespace that it goes to, where its kind has one; elsewhere it says whose it is. */
export async function placed(kube: Kube, object: ApiObject, signal: AbortSignal): Promise<ApiObject> {
  const { namespace: written, ...metadata } = object.metadata;
  const isNamespaced = await kube.client.isNamespaced(object, signal);
  const namespace = typeof written === 'string' ? written : kube.namespace;
  if (isNamespaced && namespace === kube.namespace)
    return { ...object, metadata: { ...metadata, namespace } };
  const own = object.kind === 'Namespace' ? {} : { [ownLabels.namespace]: kube.namespace };
  const { name } = object.metadata;
  const marked = withMetadata(metadata, own);
  return { ...object, metadata: { ...marked, name, ...(isNamespaced ? { namespace } : {}) } };
}

export async function merge(
  { client }: Kube,
  object: ApiObject,
  body: unknown,
  signal: AbortSignal,
): Promise<void> {
  const namespace =
    typeof object.metadata['namespace'] === 'string' ? object.metadata['namespace'] : undefined;
  const path = `${await client.pathOf(object, namespace, signal)}/${encodeURIComponent(object.metadata.name)}`;
  const query = { fieldManager: fieldOwner };
  const contentType = 'application/merge-patch+json';
  const answer = await client.ask({ method: 'PATCH', path, query, body, contentType }, signal);
  if (answer.status >= 300) throw refusalOf(answer, `change ${titleOf(object)}`);
}

/**
 * Applies what is ours, and takes over what a person has said to. Where only our own earlier changes of single fields are
 * in the way, the whole object counts.
 */
export async function applyOurs(
  kube: Kube,
  object: ApiObject,
  signal: AbortSignal,
  options: Pick<ApplyOptions, 'dryRun' | 'onWarning'> = {},
): Promise<void> {
  const { client, adoption } = kube;
  if (options.dryRun !== true && adoption.find(object) !== undefined) return takeOver(kube, object, signal);
  try {
    await client.apply(object, options, signal);
  } catch (error) {
    const isOwn =
      error instanceof SeaworthyError &&
      error.code === 'FOREIGN_OBJECT' &&
      error.detail.length > 0 &&
      error.detail.every((line) => line.includes(`conflict with "${fieldOwner}"`));
    if (!isOwn) throw error;
    await client.apply(object, { ...options, force: true }, signal);
  }
}

/** Applies what is ours, unless it is there already as it is said. */
export async function applyChanged(kube: Kube, object: ApiObject, signal: AbortSignal): Promise<void> {
  if (await kube.unchanged?.holds(kube, object, signal)) return;
  try {
    await applyOurs(kube, object, signal);
  } finally {
    await kube.unchanged?.forget(kube, object, signal);
  }
}
