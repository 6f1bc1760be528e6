// The team's own objects in groups that are rolled out one after the other: what the cluster must know first, what many
// workloads need, each workload with what is its own, and what builds on them all.
import { groupBy, groupByEach } from '../../base/group.ts';
import { at, textAt } from '../../base/json.ts';
import type { Workload } from '../../model/kubernetes.ts';
import { groupOf, labelsAt, type OwnObject, titleOf } from './object.ts';

export interface Group {
  readonly service: string;
  readonly role: 'definitions' | 'configuration' | 'workload' | 'attachments';
  readonly workload: OwnObject | undefined;
  /** In the order of applying, the workload last. */
  readonly objects: readonly OwnObject[];
}

const rolledOut: ReadonlySet<string> = new Set(['Deployment', 'StatefulSet', 'Job']);

/** Everything by which others are understood. https://kubernetes.io/docs/reference/kubernetes-api/ */
const definitionKinds =
  /^(?:Namespace|CustomResourceDefinition|PriorityClass|StorageClass|IngressClass|RuntimeClass|CSIDriver|GatewayClass|VolumeSnapshotClass)$/;

/** What makes no sense, or harm, before something answers. */
const attachedKinds =
  /^(?:Ingress|CronJob|DaemonSet|HorizontalPodAutoscaler|PodDisruptionBudget|APIService|ValidatingWebhookConfiguration|MutatingWebhookConfiguration|ValidatingAdmissionPolicyBinding|Gateway|HTTPRoute|GRPCRoute|TLSRoute|TCPRoute)$/;

/** Within a group; the rest comes behind. */
const order = [
  'Namespace',
  'CustomResourceDefinition',
  'PriorityClass',
  'ResourceQuota',
  'LimitRange',
  'ServiceAccount',
  'Secret',
  'ConfigMap',
  'StorageClass',
  'PersistentVolume',
  'PersistentVolumeClaim',
  'ClusterRole',
  'ClusterRoleBinding',
  'Role',
  'RoleBinding',
  'NetworkPolicy',
  'Service',
];

export function groupsOf(objects: readonly OwnObject[]): readonly Group[] {
  const workloads = objects.filter(isRolledOut);
  const names = new Set<string>();
  const own = workloads.map((workload) => ({
    service: freeName(workload.json.metadata.name, workload.json.kind.toLowerCase(), names),
    workload,
    objects: [] as OwnObject[],
  }));
  const shared = {
    definitions: [] as OwnObject[],
    configuration: [] as OwnObject[],
    attachments: [] as OwnObject[],
  };
  const byWorkload = new Map(own.map((one) => [one.workload, one]));
  const ownersOf = ownership(objects);
  for (const one of objects) {
    if (isRolledOut(one)) continue;
    const [owner, ...others] = ownersOf(one);
    const only = owner === undefined || others.length > 0 ? undefined : byWorkload.get(owner);
    (only?.objects ?? shared[roleOf(one)]).push(one);
  }
  const bundle = (role: keyof typeof shared): readonly Group[] =>
    shared[role].length === 0
      ? []
      : [
          {
            service: freeName(role, 'objects', names),
            role,
            workload: undefined,
            objects: ordered(shared[role]),
          },
        ];
  return [
    ...bundle('definitions'),
    ...bundle('configuration'),
    ...own.map(({ service, workload, objects: more }): Group => {
      return { service, role: 'workload', workload, objects: [...ordered(more), workload] };
    }),
    ...bundle('attachments'),
  ];
}

export function isRolledOut({ json }: OwnObject): boolean {
  return rolledOut.has(json.kind) && /^(?:apps|batch)$/.test(groupOf(json));
}

function freeName(name: string, suffix: string, taken: Set<string>): string {
  const free = taken.has(name) ? `${name}-${suffix}` : name;
  taken.add(free);
  return free;
}

function roleOf({ json }: OwnObject): 'definitions' | 'configuration' | 'attachments' {
  if (definitionKinds.test(json.kind)) return 'definitions';
  return attachedKinds.test(json.kind) ? 'attachments' : 'configuration';
}

function ordered(objects: readonly OwnObject[]): readonly OwnObject[] {
  const rank = ({ json }: OwnObject) => (order.includes(json.kind) ? order.indexOf(json.kind) : order.length);
  return [...objects].sort((a, b) => rank(a) - rank(b));
}

/** Tells whose an object is: every workload that it selects, scales or is read by. */
function ownership(all: readonly OwnObject[]): (one: OwnObject) => readonly OwnObject[] {
  const workloads = all.filter(({ object }) => object.workload !== undefined);
  const byTitle = groupBy(workloads, titleOf);
  const byReference = groupByEach(workloads, ({ object }) => referencesOf(object.workload));
  const byLabel = groupByEach(workloads, ({ object }) =>
    [...(object.workload?.pod.labels ?? [])].map(([key, { value }]) => `${key}\0${value}`),
  );
  const selectedBy = (selector: unknown) => {
    const pairs = Object.entries(labelsAt(selector));
    const lists = pairs.map(([key, value]) => byLabel.get(`${key}\0${value}`) ?? []);
    const [fewest = []] = lists.sort((one, other) => one.length - other.length);
    return fewest.filter(({ object }) =>
      pairs.every(([key, value]) => object.workload?.pod.labels.get(key)?.value === value),
    );
  };
  return ({ json: { kind, metadata, spec } }) => {
    switch (kind) {
      case 'Service':
        return selectedBy(at(spec, 'selector'));
      case 'PodDisruptionBudget':
        return at(spec, 'selector', 'matchExpressions') === undefined
          ? selectedBy(at(spec, 'selector', 'matchLabels'))
          : [];
      case 'HorizontalPodAutoscaler': {
        const [target, name] = ['kind', 'name'].map((key) => textAt(spec, 'scaleTargetRef', key));
        return byTitle.get(`${target}/${name}`) ?? [];
      }
      case 'ConfigMap':
      case 'Secret':
        return byReference.get(`${kind}/${metadata.name}`) ?? [];
      default:
        return [];
    }
  };
}

/** `ConfigMap/settings`: what its pods read. */
export function referencesOf(workload: Workload | undefined): ReadonlySet<string> {
  const containers = workload?.pod.containers ?? [];
  const references = [
    ...containers.flatMap(({ env, envFrom }) => [...envFrom, ...env.flatMap(({ from }) => from ?? [])]),
    ...(workload?.pod.volumes ?? []).flatMap((volume) => volume.references),
  ];
  return new Set(references.map(({ kind, name }) => `${kind}/${name.value}`));
}
