// What all parts of the engine share.
import { SeaworthyError } from '../../base/errors.ts';
import { type ApplyOptions, type Client, fieldOwner } from './client.ts';
import { type ApiObject, titleOf } from './json.ts';
import { isOurs, ownLabels, withMetadata } from './labels.ts';
import type { Priorities } from './priorities.ts';
import { refusalOf } from './refusals.ts';
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

/** @throws SeaworthyError FOREIGN_OBJECT when it is there and somebody else made it */
export async function refuseForeign(kube: Kube, object: ApiObject, signal: AbortSignal): Promise<void> {
  const found = await kube.client.read(object, signal);
  if (found === undefined || isOurs(found, kube)) return;
  throw new SeaworthyError(
    'FOREIGN_OBJECT',
    `${titleOf(object)} exists and seaworthy did not make it for ${kube.stack}`,
    {
      hint: 'Remove or rename it, or choose another namespace with --namespace.',
    },
  );
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

/** Applies what is ours. Where only our own earlier changes of single fields are in the way, the whole object counts. */
export async function applyOurs(
  { client }: Kube,
  object: ApiObject,
  signal: AbortSignal,
  options: Pick<ApplyOptions, 'dryRun' | 'onWarning'> = {},
): Promise<void> {
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
