// One look at all workloads and pods of a stack, put together by instance.
import { at, textAt } from '../../base/json.ts';
import { type ApiObject, objectsAt } from './json.ts';
import { annotationOf, labelOf, ownAnnotations, ownLabels, selectorOf } from './labels.ts';
import { type Kube, list } from './stack.ts';

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
  /** Of a Deployment, once its controller has made it. */
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
  const selector = `${selectorOf(kube.stack)}${service === undefined ? '' : `,${ownLabels.service}=${service}`}`;
  const ask = (kind: Parameters<typeof list>[1]) => list(kube, kind, selector, signal);
  const askFor = async (workload: string, kind: Parameters<typeof list>[1]) =>
    only === undefined || only === workload ? ask(kind) : [];
  const [deployments, replicaSets, statefulSets, jobs, pods, services] = await Promise.all([
    askFor('Deployment', 'deployment'),
    askFor('Deployment', 'replicaSet'),
    askFor('StatefulSet', 'statefulSet'),
    askFor('Job', 'job'),
    ask('pod'),
    ask('service'),
  ]);
  const routed = new Set(services.map((one) => textAt(one, 'spec', 'selector', ownLabels.instance) ?? ''));
  const around = { pods, routed };
  return [
    ...deployments.flatMap((one) => ofDeployment(one, replicaSets, around)),
    ...[...statefulSets, ...jobs].map((one) =>
      instanceOf(one, at(one, 'spec', 'template'), around, undefined, true),
    ),
  ];
}

interface Around {
  readonly pods: readonly ApiObject[];
  readonly routed: ReadonlySet<string>;
}

/** What its template says, and what of earlier templates still has pods. */
function ofDeployment(deployment: ApiObject, all: readonly ApiObject[], around: Around): readonly Instance[] {
  const own = all.filter((one) => isOwnedBy(one, deployment));
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

function isOwnedBy(object: ApiObject, owner: ApiObject): boolean {
  const uid = textAt(owner, 'metadata', 'uid');
  return objectsAt(object, 'metadata', 'ownerReferences').some((one) => textAt(one, 'uid') === uid);
}

function replicasOf(workload: unknown): number {
  const found = at(workload, 'spec', 'replicas');
  return typeof found === 'number' ? found : 1;
}

function instanceOf(
  workload: ApiObject,
  template: unknown,
  { pods, routed }: Around,
  replicaSet: ApiObject | undefined,
  isCurrent: boolean,
): Instance {
  const name = labelOf(template, ownLabels.instance);
  const own = pods.filter((one) => labelOf(one, ownLabels.instance) === name);
  return {
    name,
    service: labelOf(template, ownLabels.service),
    key: annotationOf(template, ownAnnotations.key),
    config: labelOf(template, ownLabels.config),
    release: labelOf(template, ownLabels.release),
    run: labelOf(template, ownLabels.run),
    oneShot: annotationOf(template, ownAnnotations.oneShot) === 'true',
    workload,
    isCurrent,
    replicaSet,
    pods: own,
    replicas: replicasOf(isCurrent ? workload : replicaSet),
    isRouted: routed.has(name),
  };
}
