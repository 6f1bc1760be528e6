// The pods of a workload that is to be taken over: whether they can serve until others are good, and who else uses them.
import { at, entriesAt, flagAt, isObject, numberAt, textAt } from '../../base/json.ts';
import type { Obstacle } from '../engine.ts';
import { type Adopted, controllerOf } from './adoption.ts';
import { type ApiObject, objectsAt } from './json.ts';
import { type Kube, list, ofStack } from './stack.ts';

type Found = Omit<Obstacle, 'service'>;

/** Only one template can serve on: of a rollout that is under way it would be anybody's guess which. */
export async function servingObstacles(
  kube: Kube,
  { uid }: Adopted,
  live: ApiObject,
  signal: AbortSignal,
): Promise<readonly Found[]> {
  const title = `${live.kind} ${live.metadata.name}`;
  const hint = 'Let its rollout end first (kubectl rollout status), or take it back (kubectl rollout undo).';
  if (live.kind === 'StatefulSet') {
    const isMixed = at(live, 'status', 'currentRevision') !== at(live, 'status', 'updateRevision');
    return isMixed ? [{ message: `${title} is in the middle of a rollout`, hint }] : [];
  }
  const sets = (await ofStack(kube, 'replicaSet', signal)).filter((one) => controllerOf(one) === uid);
  const wanted = numberAt(live, 'spec', 'replicas') ?? 1;
  if (sets.length <= 1 && (wanted === 0 || sets.length === 1)) return [];
  return [{ message: `${title} is in the middle of a rollout`, hint }];
}

/** Volumes that its pods write, or what its owner has said. */
export function stopFirstOf(live: ApiObject): string | undefined {
  if (live.kind !== 'Deployment') return undefined;
  const claim = objectsAt(live, 'spec', 'template', 'spec', 'volumes').find(
    (one) =>
      at(one, 'persistentVolumeClaim') !== undefined && !flagAt(one, 'persistentVolumeClaim', 'readOnly'),
  );
  if (claim !== undefined)
    return `what is there writes to the claim ${textAt(claim, 'persistentVolumeClaim', 'claimName')}`;
  return textAt(live, 'spec', 'strategy', 'type') === 'Recreate'
    ? 'what is there has strategy Recreate'
    : undefined;
}

/** A Service that also sends to pods which stay somebody else's would leave those without traffic. */
export async function serviceObstacles(
  kube: Kube,
  live: ApiObject,
  signal: AbortSignal,
): Promise<readonly Found[]> {
  const selector = entriesAt(live, 'spec', 'selector');
  if (selector.length === 0) return [];
  const [all, ours] = await Promise.all([list(kube, 'pod', '', signal), ofStack(kube, 'pod', signal)]);
  const known = new Set(ours.map((one) => one.metadata.name));
  const other = all.find((pod) => selects(selector, pod) && !known.has(pod.metadata.name));
  if (other === undefined) return [];
  return [
    {
      message: `Service ${live.metadata.name} also sends to pod ${other.metadata.name}, which is not taken over`,
      hint: 'Name what makes this pod in the files as well, or give the Service a narrower selector first.',
    },
  ];
}

/** Services of others that send to these pods: they know nothing of gates. */
export async function strangersNotes(
  kube: Kube,
  live: ApiObject,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const template = { metadata: at(live, 'spec', 'template', 'metadata') };
  const services = await list(kube, 'service', '', signal);
  return services.flatMap((one) => {
    const selector = entriesAt(one, 'spec', 'selector');
    if (
      selector.length === 0 ||
      kube.adoption.isObject({ ...one, kind: 'Service' }) ||
      !selects(selector, template)
    )
      return [];
    return [
      `Service ${one.metadata.name} is not of this stack and sends to these pods: to new ones as soon as they are ready, not when their gate is passed`,
    ];
  });
}

function selects(selector: readonly (readonly [string, unknown])[], pod: unknown): boolean {
  const labels = at(pod, 'metadata', 'labels');
  return isObject(labels) && selector.every(([key, value]) => labels[key] === value);
}

/** Nodes know a port of a Service by its name: under another one it has nobody behind it until its slices are made anew. */
export function portNotes(object: ApiObject, live: ApiObject): readonly string[] {
  const keyOf = (port: unknown) => `${numberAt(port, 'port')}/${textAt(port, 'protocol') ?? 'TCP'}`;
  const said = new Map(
    objectsAt(object, 'spec', 'ports').map((one) => [keyOf(one), textAt(one, 'name') ?? '']),
  );
  return objectsAt(live, 'spec', 'ports').flatMap((one) => {
    const [name, before] = [said.get(keyOf(one)), textAt(one, 'name') ?? ''];
    if (name === undefined || name === before) return [];
    const words = `${before === '' ? 'no name' : before} to ${name === '' ? 'no name' : name}`;
    return [
      `Service ${live.metadata.name} renames port ${keyOf(one)} from ${words}: nodes refuse connections to it for a moment, unless the files call it as it is called`,
    ];
  });
}
