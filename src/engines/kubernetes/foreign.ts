// What already has the names of a stack's objects, and kinds that the server does not know: found before anything is
// touched, with one list of each kind.
import { systemClock } from '../../base/clock.ts';
import { SeaworthyError } from '../../base/errors.ts';
import { listAt, textAt } from '../../base/json.ts';
import type { KubernetesObject } from '../../model/kubernetes-spec.ts';
import type { Wanted } from '../../model/unit.ts';
import type { Obstacle } from '../engine.ts';
import { adopting } from './adoptable.ts';
import { objectsAt, titleOf } from './json.ts';
import { heldBy, isOurs } from './labels.ts';
import { onlyMetadata } from './names.ts';
import { type Kube, placed } from './stack.ts';

interface Named {
  readonly service: string;
  readonly object: KubernetesObject;
}

export async function namesTaken(
  kube: Kube,
  wanted: readonly Wanted[],
  signal: AbortSignal,
): Promise<readonly Obstacle[]> {
  const byKind = new Map<string, Named[]>();
  const all = wanted.flatMap(({ unit }) =>
    (unit.kubernetes?.objects ?? []).map((object) => ({
      service: unit.service,
      object,
      isOwn: unit.kubernetes?.written === true,
    })),
  );
  for (const { service, object, isOwn } of all) {
    if (object.kind === 'Namespace' || hasOwnName(object, isOwn)) continue;
    const key = `${object.apiVersion} ${object.kind} ${textAt(object.metadata, 'namespace') ?? ''}`;
    byKind.set(key, [...(byKind.get(key) ?? []), { service, object }]);
  }
  const defined = new Set(all.flatMap(({ object }) => kindsOf(object)));
  const found = await Promise.all([...byKind.values()].map((named) => takenOf(kube, named, defined, signal)));
  return found.flat();
}

/** The engine gives it a name that nobody else has: by its content, or its number. */
function hasOwnName({ kind }: KubernetesObject, isOwn: boolean): boolean {
  return kind === 'Job' || (!isOwn && (kind === 'ConfigMap' || kind === 'Secret'));
}

/** Of a definition: the kinds that there will be. */
export function kindsOf(object: KubernetesObject): readonly string[] {
  if (object.kind !== 'CustomResourceDefinition') return [];
  const { spec } = object;
  const kind = textAt(spec, 'names', 'kind');
  return listAt(spec, 'versions').map((one) => `${textAt(spec, 'group')}/${textAt(one, 'name')} ${kind}`);
}

async function takenOf(
  kube: Kube,
  named: readonly Named[],
  defined: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<readonly Obstacle[]> {
  const [first] = named;
  if (first === undefined) return [];
  const { apiVersion, kind } = first.object;
  if (defined.has(`${apiVersion} ${kind}`)) return [];
  const path = await pathOf(kube, first.object, signal);
  if (path instanceof SeaworthyError)
    return named.map(({ service, object }) => ({
      service,
      message: `${titleOf(object)}: ${path.message}`,
      hint: path.hint ?? 'Install what defines it first.',
    }));
  const names = new Map(named.map((one) => [one.object.metadata.name, one]));
  const there = (await settled(kube, path, new Set(names.keys()), signal)).flatMap((item) => {
    const of = names.get(textAt(item, 'metadata', 'name') ?? '');
    return of === undefined ? [] : [{ item, ...of }];
  });
  return there.flatMap(({ item, service, object }) => {
    if (!isOurs(item, kube)) return adopting(kube, service, object, item);
    const held = heldBy(item);
    if (held === undefined) return [];
    const message = `${titleOf(object)} is being deleted, and ${held}`;
    return [{ service, message, hint: `What has set it must take it away; see ${lookUp(kube, object)}.` }];
  });
}

function lookUp({ namespace }: Kube, { kind, metadata }: KubernetesObject): string {
  return `kubectl get ${kind.toLowerCase()} ${metadata.name} -n ${namespace} -o yaml`;
}

/** What is about to go is no longer there a moment later; what somebody holds stays. */
async function settled(
  kube: Kube,
  path: string,
  names: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<readonly unknown[]> {
  for (let turn = 0; ; turn += 1) {
    const { status, body } = await kube.client.ask({ method: 'GET', path, accept: onlyMetadata }, signal);
    // Who may not list them is told when they are applied.
    if (status !== 200) return [];
    const items = objectsAt(body, 'items');
    const goes = (item: unknown) =>
      names.has(textAt(item, 'metadata', 'name') ?? '') && heldBy(item) !== undefined;
    if (turn === goingLooks || !items.some(goes)) return items;
    await systemClock.sleep(goingMs, signal);
    signal.throwIfAborted();
  }
}

const goingMs = 250;
const goingLooks = 12;

async function pathOf(
  kube: Kube,
  object: KubernetesObject,
  signal: AbortSignal,
): Promise<string | SeaworthyError> {
  try {
    const { metadata } = await placed(kube, object, signal);
    return await kube.client.pathOf(object, textAt(metadata, 'namespace'), signal);
  } catch (error) {
    if (error instanceof SeaworthyError && error.code === 'ENGINE_REFUSED') return error;
    throw error;
  }
}
