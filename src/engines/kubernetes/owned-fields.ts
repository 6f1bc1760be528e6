// Who owns which fields of an object, as the server writes it down, and how ownership changes hands without a change of any
// field: as kubectl does it for objects that it had applied by itself.
// https://kubernetes.io/docs/reference/using-api/server-side-apply/#transferring-ownership
import { isObject, textAt } from '../../base/json.ts';
import { fieldOwner } from './client.ts';
import { type ApiObject, type Json, objectsAt, titleOf } from './json.ts';
import { refusalOf } from './refusals.ts';
import type { Kube } from './stack.ts';

/** Somebody outside may have arranged what these say besides: the address of a balancer, the credentials for images. */
export const partly: Readonly<Record<string, readonly string[]>> = {
  Service: ['f:ports', 'f:selector'],
  PersistentVolumeClaim: [],
  ServiceAccount: [],
};

/** Who owns what from now on; undefined where nothing changes hands. */
export function takenFields(live: ApiObject): readonly Json[] | undefined {
  const entries = objectsAt(live, 'metadata', 'managedFields');
  let ours: unknown = {};
  const others: Json[] = [];
  for (const entry of entries) {
    const isApplied = entry['manager'] === fieldOwner && entry['operation'] === 'Apply';
    if (isApplied) ours = joined(ours, entry['fieldsV1']);
    if (isApplied) continue;
    const { taken, left } = isPeoples(entry, live)
      ? split(live.kind, entry['fieldsV1'])
      : { taken: {}, left: entry['fieldsV1'] };
    ours = joined(ours, taken);
    if (isObject(left) && Object.keys(left).length > 0) others.push({ ...entry, fieldsV1: left });
  }
  if (!isObject(ours) || Object.keys(ours).length === 0) return undefined;
  const { apiVersion } = live;
  const own = { manager: fieldOwner, operation: 'Apply', apiVersion, fieldsType: 'FieldsV1', fieldsV1: ours };
  return [own, ...others];
}

/** Controllers keep what they count; a subresource is theirs as well. */
export function isPeoples(entry: Json, { apiVersion }: ApiObject): boolean {
  const isController = /^kube-controller-manager$|^kubelet$/.test(textAt(entry, 'manager') ?? '');
  return !isController && textAt(entry, 'subresource') === undefined && entry['apiVersion'] === apiVersion;
}

function split(kind: string, fields: unknown): { readonly taken: unknown; readonly left: unknown } {
  if (!isObject(fields)) return { taken: {}, left: fields };
  const only = partly[kind];
  const isTaken = (key: string) =>
    key !== 'f:metadata' && key !== 'f:status' && (only === undefined || key === 'f:spec');
  const taken: Record<string, unknown> = {};
  const left: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(fields)) {
    if (!isTaken(key)) left[key] = value;
    else if (only === undefined || !isObject(value)) taken[key] = value;
    else {
      const inside = Object.entries(value);
      const mine = inside.filter(([name]) => only.includes(name));
      const theirs = inside.filter(([name]) => !only.includes(name));
      if (mine.length > 0) taken[key] = Object.fromEntries(mine);
      if (theirs.length > 0) left[key] = Object.fromEntries(theirs);
    }
  }
  return { taken, left };
}

function joined(a: unknown, b: unknown): unknown {
  if (!isObject(a)) return b;
  if (!isObject(b)) return a;
  const all: Record<string, unknown> = { ...a };
  for (const [key, value] of Object.entries(b)) all[key] = key in all ? joined(all[key], value) : value;
  return all;
}

/** False when somebody has written the object meanwhile: nothing was done. @throws SeaworthyError */
export async function writeFields(
  kube: Kube,
  live: ApiObject,
  fields: readonly Json[],
  signal: AbortSignal,
): Promise<boolean> {
  const body = [
    { op: 'test', path: '/metadata/resourceVersion', value: textAt(live, 'metadata', 'resourceVersion') },
    { op: 'replace', path: '/metadata/managedFields', value: fields },
  ];
  const path = await placeOf(kube, live, signal);
  const query = { fieldManager: fieldOwner };
  const contentType = 'application/json-patch+json';
  const answer = await kube.client.ask({ method: 'PATCH', path, query, body, contentType }, signal);
  if (answer.status < 300) return true;
  // A test that does not hold is `Invalid`, a write in between a conflict.
  if (answer.status === 422 || answer.status === 409) return false;
  throw refusalOf(answer, `change who owns ${titleOf(live)}`);
}

export async function placeOf(kube: Kube, object: ApiObject, signal: AbortSignal): Promise<string> {
  const path = await kube.client.pathOf(object, textAt(object, 'metadata', 'namespace'), signal);
  return `${path}/${encodeURIComponent(object.metadata.name)}`;
}
