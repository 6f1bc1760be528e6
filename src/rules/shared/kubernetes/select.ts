// Selectors against labels, over a set and over the whole repository.
import type { Located } from '../../../base/span.ts';
import type {
  KubernetesObject,
  KubernetesSet,
  LabelSelector,
  SelectorExpression,
  Workload,
} from '../../../model/kubernetes.ts';
import type { Project } from '../../../model/project.ts';

type Labels = ReadonlyMap<string, Located<string>>;

/** A selector without terms matches everything. */
export function selects(
  selector: Pick<LabelSelector, 'matchLabels' | 'expressions'>,
  labels: Labels,
): boolean {
  for (const [key, { value }] of selector.matchLabels) if (labels.get(key)?.value !== value) return false;
  return selector.expressions.every((expression) => holds(expression, labels));
}

function holds({ key, operator, values }: SelectorExpression, labels: Labels): boolean {
  const value = labels.get(key)?.value;
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    default:
      return false;
  }
}

/** A plain map of labels, as Services select. */
export function byLabels(matchLabels: Labels): Pick<LabelSelector, 'matchLabels' | 'expressions'> {
  return { matchLabels, expressions: [] };
}

export function workloadsOf(set: KubernetesSet): readonly Workload[] {
  return set.objects.flatMap(({ workload }) => workload ?? []);
}

const everything = new WeakMap<Project, readonly KubernetesObject[]>();

/** All objects of the repository, patches too: what is named may stand in another set. */
export function allObjects(project: Project): readonly KubernetesObject[] {
  const known = everything.get(project);
  if (known !== undefined) return known;
  const objects = project.kubernetes.sets.flatMap((set) => [...set.objects, ...set.patches]);
  everything.set(project, objects);
  return objects;
}

/** Kinds that make no pods by another object's word: where only these stand, a selector without a match is a mistake. */
const builtIn = /^(?:v1|(?:apps|batch|autoscaling|policy|extensions|[a-z.]*\.k8s\.io)\/.*)$/;

/** True when a set holds custom objects, whose operators may make pods, or is open for another reason. */
export function mayMakePods(set: KubernetesSet): boolean {
  return set.open !== undefined || set.objects.some(({ apiVersion }) => !builtIn.test(apiVersion.value));
}

/** Workloads that share a label key with the selector but have another value: what it probably means. */
export function nearMiss(matchLabels: Labels, workloads: readonly Workload[]): Workload | undefined {
  const shared = (workload: Workload) =>
    [...matchLabels.keys()].filter((key) => workload.pod.labels.has(key)).length;
  const sorted = workloads.filter((one) => shared(one) > 0).sort((a, b) => shared(b) - shared(a));
  return sorted[0];
}

/** `app=web, tier=front`, for messages. */
export function labelsText(labels: Labels): string {
  return [...labels].map(([key, { value }]) => `${key}=${value}`).join(', ');
}

/** True when a Service's selector, which must say something, selects the workload's pods. */
export function selectsPods(selector: Labels, workload: Workload): boolean {
  return selector.size > 0 && selects(byLabels(selector), workload.pod.labels);
}
