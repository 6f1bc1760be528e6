// What of a change is worth another look. Controllers count in the status of their objects several times for each pod, and
// who waits for pods hears of these by themselves.
import { at, textAt } from '../../base/json.ts';
import { type ApiObject, objectsAt } from './json.ts';

/** False: whoever has looked at `before` would see the same. */
export function isNews(before: ApiObject | undefined, after: ApiObject): boolean {
  if (before === undefined || !counted.has(after.kind)) return true;
  return looksOf(before) !== looksOf(after);
}

const counted: ReadonlySet<string> = new Set(['Deployment', 'ReplicaSet']);

/** What is read of them: what they say, whether they go, whether their pods are refused, and whether any are left. */
function looksOf({ kind, metadata, ...whole }: ApiObject): string {
  const failure = objectsAt(whole, 'status', 'conditions').find(
    (one) => textAt(one, 'type') === 'ReplicaFailure',
  );
  const { uid, generation, labels, deletionTimestamp, finalizers } = metadata;
  const hasPods = kind === 'ReplicaSet' && Number(at(whole, 'status', 'replicas') ?? 0) > 0;
  return JSON.stringify([uid, generation, labels, deletionTimestamp, finalizers, failure, hasPods]);
}

export function versionOf(object: ApiObject): string {
  return textAt(object, 'metadata', 'resourceVersion') ?? '';
}

/** https://kubernetes.io/docs/reference/using-api/api-concepts/#resource-versions: numbers of any size, as text. */
export function isLater(one: string, other: string): boolean {
  return one.length === other.length ? one > other : one.length > other.length;
}
