// What objects were before they were taken over, in one Secret of the stack until the run has ended well: going back makes
// them that again, and somebody else's.
import { SeaworthyError } from '../../base/errors.ts';
import { at, isObject, parsedJson, textAt } from '../../base/json.ts';
import { type Adopted, readAdopted } from './adoption.ts';
import type { Inventory } from './inventory.ts';
import { type ApiObject, isApiObject } from './json.ts';
import { engineLabels, isOurs } from './labels.ts';
import { type Kube, merge } from './stack.ts';

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
    stringData[keyOf(one)] = JSON.stringify({ run, object: bare(live) });
  }
  if (Object.keys(stringData).length === 0) return;
  const secret = originalsSecret(kube);
  await inventory.keep(secret, signal);
  await kube.client.apply(secret, {}, signal);
  await merge(kube, secret, { stringData }, signal);
}

/** Makes it what it was, but for what `change` says. @throws SeaworthyError ENGINE_REFUSED when that is on no record */
export async function restore(
  kube: Kube,
  one: Adopted,
  signal: AbortSignal,
  change: (original: ApiObject) => ApiObject = (original) => original,
): Promise<void> {
  if ((await readAdopted(kube, one, signal)) === undefined) return;
  const kept = (await readKept(kube, signal)).get(keyOf(one));
  if (kept === undefined)
    throw new SeaworthyError('ENGINE_REFUSED', `what ${one.kind} ${one.name} was before is on no record`, {
      hint: 'Who made it applies it again; seaworthy up starts the present release.',
    });
  // What is ours in it and not in the original goes with this apply, our labels among it.
  await kube.client.apply(change(kept.object), { force: true }, signal);
}

/** They are what was asked for, and ours from now on. */
export async function forgetOriginals(kube: Kube, signal: AbortSignal): Promise<void> {
  const secret = originalsSecret(kube);
  const found = await kube.client.read(secret, signal);
  if (found !== undefined && isOurs(found, kube))
    await kube.client.remove(secret, textAt(found, 'metadata', 'uid'), signal);
}

function keyOf({ kind, name }: Adopted): string {
  return `${kind}.${name}`;
}

interface Kept {
  readonly run: string;
  readonly object: ApiObject;
}

async function readKept(kube: Kube, signal: AbortSignal): Promise<ReadonlyMap<string, Kept>> {
  const data = at(await kube.client.read(originalsSecret(kube), signal), 'data');
  const kept = new Map<string, Kept>();
  for (const [key, value] of Object.entries(isObject(data) ? data : {})) {
    const one = parsedJson(Buffer.from(String(value), 'base64').toString());
    const object = at(one, 'object');
    if (isApiObject(object)) kept.set(key, { run: textAt(one, 'run') ?? '', object });
  }
  return kept;
}

/** Without what the server and its controllers keep. */
function bare({ status: _, metadata, ...rest }: ApiObject): ApiObject {
  const { name, namespace, labels, annotations } = metadata;
  const written = Object.entries(isObject(annotations) ? annotations : {}).filter(
    ([key]) => !key.startsWith('deployment.kubernetes.io/'),
  );
  const own = {
    name,
    namespace,
    ...(labels === undefined ? {} : { labels }),
    ...(written.length === 0 ? {} : { annotations: Object.fromEntries(written) }),
  };
  return { ...rest, metadata: own };
}
