// What objects were before they were taken over, in one Secret of the stack until the run has ended well: going back makes
// them that again, and somebody else's.
import { SeaworthyError } from '../../base/errors.ts';
import { at, isObject, parsedJson, textAt } from '../../base/json.ts';
import { type Adopted, readAdopted } from './adoption.ts';
import { fieldOwner } from './client.ts';
import type { Inventory } from './inventory.ts';
import { type ApiObject, isApiObject, type Json, objectsAt, titleOf } from './json.ts';
import { engineLabels, isOurs } from './labels.ts';
import { isPeoples, placeOf, writeFields } from './owned-fields.ts';
import { refusalOf } from './refusals.ts';
import { type Kube, merge } from './stack.ts';

const tries = 5;

export function originalsSecret({ stack, namespace }: Kube): ApiObject {
  const labels = engineLabels(stack, 'originals');
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: `seaworthy-${stack}-adopted`, namespace, labels },
  };
}

/**
 * Before anything of the service is touched. What an earlier run has kept is older than what is there now; what this run
 * has kept is what there was.
 */
export async function keepOriginals(
  kube: Kube,
  inventory: Inventory,
  { service, run }: { readonly service: string; readonly run: string },
  signal: AbortSignal,
): Promise<void> {
  const adopted = kube.adoption.objectsOf(service);
  if (adopted.length === 0) return;
  const kept = await readKept(kube, signal);
  const stringData: Record<string, string> = {};
  for (const one of adopted) {
    const live = await readAdopted(kube, one, signal);
    if (live === undefined || isOurs(live, kube) || kept.get(keyOf(one))?.run === run) continue;
    const fields = objectsAt(live, 'metadata', 'managedFields');
    stringData[keyOf(one)] = JSON.stringify({ run, object: bare(live), fields });
  }
  if (Object.keys(stringData).length === 0) return;
  const secret = originalsSecret(kube);
  await inventory.keep(secret, signal);
  await kube.client.apply(secret, {}, signal);
  await merge(kube, secret, { stringData }, signal);
}

/**
 * Makes it what it was, but for what `change` says, and whose it was. Replaced, not applied: an apply leaves empty mappings
 * behind, and a template that is not wholly what it was is another one to a Deployment.
 *
 * @throws SeaworthyError ENGINE_REFUSED when that is on no record
 */
export async function restore(
  kube: Kube,
  one: Adopted,
  signal: AbortSignal,
  change: (original: ApiObject) => ApiObject = (original) => original,
): Promise<void> {
  const kept = (await readKept(kube, signal)).get(keyOf(one));
  for (let turn = 0; ; turn += 1) {
    const live = await readAdopted(kube, one, signal);
    if (live === undefined) return;
    if (kept === undefined) throw unknownBefore(one);
    const path = await placeOf(kube, live, signal);
    const query = { fieldManager: fieldOwner };
    const body = over(live, change(kept.object));
    const answer = await kube.client.ask({ method: 'PUT', path, query, body }, signal);
    if (answer.status < 300) return giveFieldsBack(kube, one, kept.fields, signal);
    // Its controller has written its status meanwhile.
    if (answer.status !== 409 || turn === tries) throw refusalOf(answer, `give back ${titleOf(live)}`);
  }
}

function unknownBefore({ kind, name }: Adopted): SeaworthyError {
  return new SeaworthyError('ENGINE_REFUSED', `what ${kind} ${name} was before is on no record`, {
    hint: 'Who made it applies it again; seaworthy up starts the present release.',
  });
}

/** What controllers note of it stays. */
function over(live: ApiObject, original: ApiObject): ApiObject {
  const { managedFields: _, ...metadata } = live.metadata;
  const notes = Object.entries(mapAt(live.metadata, 'annotations')).filter(([key]) => isCounted(key));
  const { labels } = original.metadata;
  const annotations = { ...Object.fromEntries(notes), ...mapAt(original.metadata, 'annotations') };
  return { ...original, metadata: { ...metadata, labels, annotations } };
}

/** Or who made it would be told of a conflict with us at their next apply. */
async function giveFieldsBack(
  kube: Kube,
  one: Adopted,
  fields: readonly Json[],
  signal: AbortSignal,
): Promise<void> {
  for (let turn = 0; turn < tries; turn += 1) {
    const live = await readAdopted(kube, one, signal);
    if (live === undefined) return;
    const counted = objectsAt(live, 'metadata', 'managedFields').filter((entry) => !isPeoples(entry, live));
    const theirs = fields.filter((entry) => isPeoples(entry, live));
    if (await writeFields(kube, live, [...theirs, ...counted], signal)) return;
  }
}

/** They are what was asked for, and ours from now on. */
export async function forgetOriginals(kube: Kube, signal: AbortSignal): Promise<readonly string[]> {
  const secret = originalsSecret(kube);
  const found = await kube.client.read(secret, signal);
  if (found !== undefined && isOurs(found, kube))
    await kube.client.remove(secret, textAt(found, 'metadata', 'uid'), signal);
  return [];
}

function keyOf({ kind, name }: Adopted): string {
  return `${kind}.${name}`;
}

interface Kept {
  readonly run: string;
  readonly object: ApiObject;
  /** Who owned what. */
  readonly fields: readonly Json[];
}

async function readKept(kube: Kube, signal: AbortSignal): Promise<ReadonlyMap<string, Kept>> {
  const data = at(await kube.client.read(originalsSecret(kube), signal), 'data');
  const kept = new Map<string, Kept>();
  for (const [key, value] of Object.entries(isObject(data) ? data : {})) {
    const one = parsedJson(Buffer.from(String(value), 'base64').toString());
    const object = at(one, 'object');
    const fields = objectsAt(one, 'fields');
    if (isApiObject(object)) kept.set(key, { run: textAt(one, 'run') ?? '', object, fields });
  }
  return kept;
}

/** Without what the server and its controllers keep. */
function bare({ status: _, metadata, ...rest }: ApiObject): ApiObject {
  const { name, namespace, labels = {} } = metadata;
  const written = Object.entries(mapAt(metadata, 'annotations')).filter(([key]) => !isCounted(key));
  return { ...rest, metadata: { name, namespace, labels, annotations: Object.fromEntries(written) } };
}

function isCounted(annotation: string): boolean {
  return annotation.startsWith('deployment.kubernetes.io/');
}

function mapAt(metadata: unknown, key: string): Readonly<Record<string, unknown>> {
  const found = at(metadata, key);
  return isObject(found) ? found : {};
}
