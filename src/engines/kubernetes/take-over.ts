// Taking an object over: its fields become ours, so that an apply makes it what the files say and nothing besides. A forced
// apply alone would leave in it what only others have set, such as a second container.
// https://kubernetes.io/docs/reference/using-api/server-side-apply/#transferring-ownership
import { SeaworthyError } from '../../base/errors.ts';
import { at, isObject, textAt } from '../../base/json.ts';
import { fieldOwner } from './client.ts';
import { type ApiObject, isApiObject, type Json, objectsAt, titleOf } from './json.ts';
import { isOurs, withMetadata } from './labels.ts';
import { refusalOf } from './refusals.ts';
import type { Kube } from './stack.ts';

/** Somebody outside may have arranged what these say besides: the address of a balancer, the credentials for images. */
const partly: Readonly<Record<string, readonly string[]>> = {
  Service: ['f:ports', 'f:selector'],
  PersistentVolumeClaim: [],
  ServiceAccount: [],
};

const tries = 5;

export async function takeOver(kube: Kube, object: ApiObject, signal: AbortSignal): Promise<void> {
  for (let turn = 0; ; turn += 1) {
    const live = await kube.client.read(object, signal);
    const fields = live === undefined || isOurs(live, kube) ? undefined : takenFields(live);
    if (live === undefined || fields === undefined) break;
    const path = await pathTo(kube, object, signal);
    const body = [
      // Its controller writes its status meanwhile.
      { op: 'test', path: '/metadata/resourceVersion', value: textAt(live, 'metadata', 'resourceVersion') },
      { op: 'replace', path: '/metadata/managedFields', value: fields },
    ];
    const contentType = 'application/json-patch+json';
    const query = { fieldManager: fieldOwner };
    const answer = await kube.client.ask({ method: 'PATCH', path, query, body, contentType }, signal);
    if (answer.status < 300) break;
    if (turn === tries || answer.status === 403) throw refusalOf(answer, `take over ${titleOf(object)}`);
  }
  await kube.client.apply(object, { force: true }, signal);
}

/** What would become of it, as the server answers; nothing is kept. @throws SeaworthyError */
export async function tryTakeOver(
  kube: Kube,
  object: ApiObject,
  live: ApiObject,
  signal: AbortSignal,
): Promise<ApiObject> {
  const answer = await kube.client.ask(
    {
      method: 'PUT',
      path: await pathTo(kube, object, signal),
      query: { fieldManager: fieldOwner, fieldValidation: 'Strict', dryRun: 'All' },
      body: takenOver(object, live),
    },
    signal,
  );
  if (answer.status < 300 && isApiObject(answer.body)) return answer.body;
  throw refusalOf(answer, `take over ${titleOf(object)}`);
}

function takenOver(object: ApiObject, live: ApiObject): ApiObject {
  const { metadata, ...said } = object;
  const { managedFields: _, ...own } = live.metadata;
  const marked = withMetadata(own, mapAt(object, 'labels'), mapAt(object, 'annotations'));
  const base = partly[object.kind] === undefined ? {} : { ...live, spec: undefined };
  const spec = {
    ...(isObject(live['spec']) ? live['spec'] : {}),
    ...(isObject(said['spec']) ? said['spec'] : {}),
  };
  const whole = partly[object.kind] === undefined || !isObject(said['spec']) ? said : { ...said, spec };
  return { ...base, ...whole, metadata: { ...marked, name: metadata.name } };
}

function mapAt(object: ApiObject, key: 'labels' | 'annotations'): Readonly<Record<string, string>> {
  const found = at(object, 'metadata', key);
  return Object.fromEntries(
    Object.entries(isObject(found) ? found : {}).flatMap(([name, one]) =>
      typeof one === 'string' ? [[name, one]] : [],
    ),
  );
}

async function pathTo(kube: Kube, object: ApiObject, signal: AbortSignal): Promise<string> {
  const path = await kube.client.pathOf(object, textAt(object, 'metadata', 'namespace'), signal);
  return `${path}/${encodeURIComponent(object.metadata.name)}`;
}

/** Who owns what from now on; undefined where nothing changes hands. */
function takenFields(live: ApiObject): readonly Json[] | undefined {
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
function isPeoples(entry: Json, { apiVersion }: ApiObject): boolean {
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

/** @throws SeaworthyError when somebody has changed it so that it can be neither */
export function isConflict(error: unknown): error is SeaworthyError {
  return error instanceof SeaworthyError && error.code === 'FOREIGN_OBJECT';
}
