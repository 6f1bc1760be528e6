// One look at all workloads and pods of a stack, put together by instance.
import { groupBy } from '../../base/group.ts';
import { at, textAt } from '../../base/json.ts';
import { type ApiObject, objectsAt } from './json.ts';
import { annotationOf, labelOf, noteOf, ownAnnotations, ownLabels } from './labels.ts';
import { type KindName, type Kube, ofStack } from './stack.ts';

export interface Instance {
  readonly name: string;
  readonly service: string;
  readonly key: string;
  readonly config: string;
  readonly release: string;
  readonly run: string;
  readonly oneShot: boolean;
  /** Deployment, StatefulSet or Job; of several instances the same, where one replaces another. */
  readonly workload: ApiObject;
  /** The workload's own template is this instance's. */
  readonly isCurrent: boolean;
  /** Of a Deployment that was changed since it was made, once its controller has made one. */
  readonly replicaSet: ApiObject | undefined;
  readonly pods: readonly ApiObject[];
  readonly replicas: number;
  readonly isRouted: boolean;
}

export async function lookAt(
  kube: Kube,
  signal: AbortSignal,
  service?: string,
  /** The only kind of workload that it can be. */
  only?: string,
): Promise<readonly Instance[]> {
  const ask = (kind: KindName) => ofStack(kube, kind, signal, { service });
  const askFor = async (workload: string, kind: KindName) =>
    only === undefined || only === workload ? ask(kind) : [];
  const [deployments, statefulSets, jobs, pods, services] = await Promise.all([
    askFor('Deployment', 'deployment'),
    askFor('StatefulSet', 'statefulSet'),
    askFor('Job', 'job'),
    ask('pod'),
    ask('service'),
  ]);
  const current = [deployments, statefulSets, jobs].flat();
  const mayHaveEarlier = deployments.some((one) => wasChanged(kube, one)) || hasOthers(pods, current);
  const replicaSets = deployments.length > 0 && mayHaveEarlier ? await ask('replicaSet') : [];
  const podsOf = groupBy(pods, (one) => labelOf(one, ownLabels.instance));
  const setsOf = groupBy(replicaSets, ownerOf);
  const around = { podsOf, routed: new Set(services.map(servedBy)) };
  return [
    ...deployments.flatMap((one) => ofDeployment(one, setsOf, around)),
    ...[...statefulSets, ...jobs].map((one) =>
      instanceOf(one, at(one, 'spec', 'template'), around, undefined, true),
    ),
  ];
}

/**
 * One that nobody has changed since it was made has the one template, and whatever is to be known of its ReplicaSet stands
 * in its own status: nobody has to follow that, which changes with each of its pods.
 */
function wasChanged({ adoption }: Kube, deployment: ApiObject): boolean {
  return adoption.all.length > 0 || at(deployment, 'metadata', 'generation') !== 1;
}

/** A Deployment that was deleted without its pods, and made again, has those of another template from its beginning. */
function hasOthers(pods: readonly ApiObject[], workloads: readonly ApiObject[]): boolean {
  const known = new Set(workloads.map((one) => labelOf(at(one, 'spec', 'template'), ownLabels.instance)));
  return pods.some((pod) => !known.has(labelOf(pod, ownLabels.instance)));
}

/** The instance that a Service names. */
export function servedBy(service: ApiObject): string {
  return textAt(service, 'spec', 'selector', ownLabels.instance) ?? '';
}

type Groups = ReadonlyMap<string, readonly ApiObject[]>;

/** The uid of its controller. */
function ownerOf(object: ApiObject): string {
  const owners = objectsAt(object, 'metadata', 'ownerReferences');
  return textAt(owners.find((one) => one['controller'] === true) ?? owners[0], 'uid') ?? '';
}

interface Around {
  readonly podsOf: Groups;
  readonly routed: ReadonlySet<string>;
}

/** What its template says, and what of earlier templates still has pods. */
function ofDeployment(deployment: ApiObject, setsOf: Groups, around: Around): readonly Instance[] {
  const own = setsOf.get(textAt(deployment, 'metadata', 'uid') ?? '') ?? [];
  const current = at(deployment, 'spec', 'template');
  const name = labelOf(current, ownLabels.instance);
  const isAlive = (one: ApiObject) => replicasOf(one) > 0 || Number(at(one, 'status', 'replicas') ?? 0) > 0;
  const earlier = own.filter((one) => labelOf(one, ownLabels.instance) !== name && isAlive(one));
  return [
    instanceOf(
      deployment,
      current,
      around,
      own.find((one) => labelOf(one, ownLabels.instance) === name),
      true,
    ),
    ...earlier.map((one) => instanceOf(deployment, at(one, 'spec', 'template'), around, one, false)),
  ];
}

function replicasOf(workload: unknown): number {
  const found = at(workload, 'spec', 'replicas');
  return typeof found === 'number' ? found : 1;
}

function instanceOf(
  workload: ApiObject,
  template: unknown,
  { podsOf, routed }: Around,
  replicaSet: ApiObject | undefined,
  isCurrent: boolean,
): Instance {
  const name = labelOf(template, ownLabels.instance);
  return {
    name,
    service: labelOf(template, ownLabels.service),
    key: annotationOf(template, ownAnnotations.key),
    config: noteOf(template, ownAnnotations.config),
    release: noteOf(template, ownAnnotations.release),
    run: noteOf(template, ownAnnotations.run),
    oneShot: annotationOf(template, ownAnnotations.oneShot) === 'true',
    workload,
    isCurrent,
    replicaSet,
    pods: podsOf.get(name) ?? [],
    replicas: replicasOf(isCurrent ? workload : replicaSet),
    isRouted: routed.has(name),
  };
}
