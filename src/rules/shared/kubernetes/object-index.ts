// Objects by kind, name and label, made once a set or a repository: rules ask for each object of thousands.
import type { KubernetesObject, KubernetesSet, LabelSelector, Workload } from '../../../model/kubernetes.ts';
import { selectorOf } from '../../../model/label-selector.ts';
import type { Project } from '../../../model/project.ts';
import { nodeAt, textMapAt } from '../../../syntax/yaml-path.ts';
import { byLabels, type Labels, selects } from './labels.ts';

type Selector = Pick<LabelSelector, 'matchLabels' | 'expressions'>;

interface ObjectIndex {
  readonly byKind: ReadonlyMap<string, readonly KubernetesObject[]>;
  /** Under `Deployment api`. */
  readonly byName: ReadonlyMap<string, readonly KubernetesObject[]>;
  readonly workloads: readonly Workload[];
  /** Under `app=api`. */
  readonly byLabel: ReadonlyMap<string, readonly Workload[]>;
  readonly hasCustom: boolean;
  readonly hasMakers: boolean;
  /** Objects of a kind by the first label that they select; under `''` those that name none. */
  readonly selecting: Map<string, ReadonlyMap<string, readonly Selecting[]>>;
}

interface Selecting {
  readonly object: KubernetesObject;
  readonly selector: Selector;
}

const indexes = new WeakMap<Project | KubernetesSet, ObjectIndex>();

function indexOf(owner: Project | KubernetesSet): ObjectIndex {
  const known = indexes.get(owner);
  if (known !== undefined) return known;
  const objects = 'kubernetes' in owner ? everyObject(owner) : owner.objects;
  const workloads = objects.flatMap(({ workload }) => workload ?? []);
  const made: ObjectIndex = {
    byKind: grouped(objects, ({ kind }) => [kind.value]),
    byName: grouped(objects, ({ kind, name }) => [`${kind.value} ${name?.value}`]),
    workloads,
    byLabel: grouped(workloads, ({ pod }) => [...pod.labels].map(([key, { value }]) => `${key}=${value}`)),
    hasCustom: objects.some(isCustom),
    hasMakers: objects.some(isMaker),
    selecting: new Map(),
  };
  indexes.set(owner, made);
  return made;
}

/** Patches too: what is named may stand in another set. */
function everyObject(project: Project): readonly KubernetesObject[] {
  return project.kubernetes.sets.flatMap(({ objects, patches }) => [...objects, ...patches]);
}

/** Groups whose objects make no others; operators of custom ones may. */
const builtIn = /^(?:v1|(?:apps|batch|autoscaling|policy|extensions|[a-z.]*\.k8s\.io)\/.*)$/;

function isCustom({ apiVersion }: KubernetesObject): boolean {
  return !builtIn.test(apiVersion.value);
}

/** Custom objects that say how others are reached, watched, judged, scaled or given secrets, and make no pods or Services. */
const idleGroups =
  /^(?:cert-manager\.io|acme\.cert-manager\.io|(?:generators\.)?external-secrets\.io|bitnami\.com|(?:networking|security|telemetry|extensions)\.istio\.io|traefik\.(?:io|containo\.us)|cilium\.io|(?:policies\.)?kyverno\.io|keda\.sh|projectcontour\.io|(?:policy\.)?linkerd\.io|metallb\.io|(?:templates|constraints|config)\.gatekeeper\.sh|chaos-mesh\.org|configuration\.konghq\.com|secrets-store\.csi\.x-k8s\.io|karpenter\.sh|karpenter\.k8s\.aws|elbv2\.k8s\.aws|cloud\.google\.com|networking\.gke\.io|dapr\.io|crd\.projectcalico\.org|velero\.io)\//;
const idleKinds =
  /^(?:ServiceMonitor|PodMonitor|PrometheusRule|Probe|ScrapeConfig|AlertmanagerConfig|AppProject|(?:Cluster)?AnalysisTemplate|Rollout|GrafanaDashboard|GrafanaDatasource|GrafanaFolder)$/;

/** A custom object whose operator may make pods and Services. */
export function isMaker(object: KubernetesObject): boolean {
  return isCustom(object) && !idleGroups.test(object.apiVersion.value) && !idleKinds.test(object.kind.value);
}

function grouped<T>(
  items: readonly T[],
  keysOf: (item: T) => readonly string[],
): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    for (const key of keysOf(item)) {
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [item]);
      else group.push(item);
    }
  }
  return groups;
}

export function ofKind(owner: Project | KubernetesSet, kind: string): readonly KubernetesObject[] {
  return indexOf(owner).byKind.get(kind) ?? [];
}

/** Those of all namespaces. */
export function findAll(
  owner: Project | KubernetesSet,
  kind: string,
  name: string,
): readonly KubernetesObject[] {
  return indexOf(owner).byName.get(`${kind} ${name}`) ?? [];
}

export function workloadsOf(owner: Project | KubernetesSet): readonly Workload[] {
  return indexOf(owner).workloads;
}

/** True when some object makes others of its own, of operators and charts; Secrets are made by more of them. */
export function makesOthers(set: KubernetesSet, kind?: string): boolean {
  const { hasCustom, hasMakers } = indexOf(set);
  return kind === 'Secret' || kind === 'ConfigMap' ? hasCustom : hasMakers;
}

/** Workloads whose pods a selector selects. */
export function selectedBy(owner: Project | KubernetesSet, selector: Selector): readonly Workload[] {
  const { byLabel, workloads } = indexOf(owner);
  const pair = firstPair(selector);
  const candidates = pair === '' ? workloads : (byLabel.get(pair) ?? []);
  return candidates.filter(({ pod }) => selects(selector, pod.labels));
}

function firstPair({ matchLabels }: Selector): string {
  for (const [key, { value }] of matchLabels) return `${key}=${value}`;
  return '';
}

/** Services, budgets or policies of a set that select pods with these labels. */
export function selectingPods(
  set: KubernetesSet,
  kind: 'Service' | 'PodDisruptionBudget' | 'NetworkPolicy',
  labels: Labels,
): readonly KubernetesObject[] {
  const { selecting } = indexOf(set);
  const known = selecting.get(kind) ?? selectingIndex(set, kind);
  selecting.set(kind, known);
  const pairs = [...[...labels].map(([key, { value }]) => `${key}=${value}`), ''];
  return pairs
    .flatMap((pair) => known.get(pair) ?? [])
    .filter(({ selector }) => selects(selector, labels))
    .map(({ object }) => object);
}

function selectingIndex(
  set: KubernetesSet,
  kind: 'Service' | 'PodDisruptionBudget' | 'NetworkPolicy',
): ReadonlyMap<string, readonly Selecting[]> {
  const found = ofKind(set, kind).flatMap((object): readonly Selecting[] => {
    const spec = nodeAt(object.node, 'spec');
    if (kind !== 'Service') {
      const selector = selectorOf(nodeAt(spec, kind === 'NetworkPolicy' ? 'podSelector' : 'selector'));
      return [{ object, selector: selector ?? byLabels(new Map()) }];
    }
    // A Service without a selector selects nothing.
    const labels = textMapAt(spec, 'selector');
    return labels.size === 0 || object.apiVersion.value !== 'v1'
      ? []
      : [{ object, selector: byLabels(labels) }];
  });
  return grouped(found, ({ selector }) => [firstPair(selector)]);
}
