// Disruption budgets and autoscalers, and the workloads they are about.
import { groupBy } from '../../../base/group.ts';
import type { Located, Span } from '../../../base/span.ts';
import type { Problem } from '../../../model/finding.ts';
import type { KubernetesObject, KubernetesSet, LabelSelector, Workload } from '../../../model/kubernetes.ts';
import { selectorOf } from '../../../model/label-selector.ts';
import type { Project } from '../../../model/project.ts';
import { entryOf } from '../../../syntax/yaml.ts';
import { renameKey, replaceScalar } from '../../../syntax/yaml-edit.ts';
import { itemsAt, nodeAt, textAt } from '../../../syntax/yaml-path.ts';
import { reviewFix, yamlOf } from '../yaml-fix.ts';
import { areApart } from './named-hosts.ts';
import { ofKind } from './object-index.ts';

export interface Budget {
  readonly minAvailable: Located<string> | undefined;
  readonly maxUnavailable: Located<string> | undefined;
  readonly selector: LabelSelector | undefined;
}

export function budgetOf({ kind, node }: KubernetesObject): Budget | undefined {
  if (kind.value !== 'PodDisruptionBudget') return undefined;
  return {
    minAvailable: textAt(node, 'spec', 'minAvailable'),
    maxUnavailable: textAt(node, 'spec', 'maxUnavailable'),
    selector: selectorOf(nodeAt(node, 'spec', 'selector')),
  };
}

export function isAutoscaler({ kind, apiVersion }: KubernetesObject): boolean {
  return kind.value === 'HorizontalPodAutoscaler' && apiVersion.value.startsWith('autoscaling/');
}

/** What scales the workload, in a set or in the whole repository. */
export function scalerOf(owner: Project | KubernetesSet, workload: Workload): KubernetesObject | undefined {
  const known = scalers.get(owner) ?? scalersIn(owner);
  scalers.set(owner, known);
  const all = known.get(`${workload.object.kind.value} ${workload.object.name?.value}`) ?? [];
  // One folder may hold the manifests of several namespaces, each with its own.
  return 'kustomizations' in owner ? all.find((scaler) => !areApart(owner, scaler, workload.object)) : all[0];
}

/** True when more than one pod is wanted, always or as soon as there is more to do. */
export function hasCopies(set: KubernetesSet, workload: Workload): boolean {
  if ((workload.replicas?.value ?? 1) >= 2) return true;
  const scaler = scalerOf(set, workload);
  return scaler !== undefined && textAt(scaler.node, 'spec', 'maxReplicas')?.value !== '1';
}

const scalers = new WeakMap<Project | KubernetesSet, ReadonlyMap<string, readonly KubernetesObject[]>>();

function scalersIn(owner: Project | KubernetesSet): ReadonlyMap<string, readonly KubernetesObject[]> {
  const all = [...ofKind(owner, 'HorizontalPodAutoscaler'), ...ofKind(owner, 'ScaledObject')];
  return groupBy(all, ({ node }) => {
    const target = nodeAt(node, 'spec', 'scaleTargetRef');
    const kind = textAt(target, 'kind')?.value ?? 'Deployment';
    return `${kind} ${textAt(target, 'name')?.value}`;
  });
}

export interface Measure {
  readonly resource: string;
  readonly at: Span;
}

/** Resources whose use is taken as a percentage of the request, in the form of v2 and of v1. */
export function measured({ node }: KubernetesObject): readonly Measure[] {
  const old = nodeAt(node, 'spec', 'targetCPUUtilizationPercentage');
  const metrics = itemsAt(node, 'spec', 'metrics').flatMap((metric) => {
    const name = textAt(metric, 'resource', 'name');
    const isPercentage =
      nodeAt(metric, 'resource', 'target', 'averageUtilization') !== undefined ||
      nodeAt(metric, 'resource', 'targetAverageUtilization') !== undefined;
    return name !== undefined && isPercentage ? [{ resource: name.value, at: name.span }] : [];
  });
  return old === undefined ? metrics : [{ resource: 'cpu', at: old.span }, ...metrics];
}

/** True when more pods come as soon as the use of a resource nears what was requested. */
export function isScaledBy(set: KubernetesSet, workload: Workload, resource: string): boolean {
  const scaler = scalerOf(set, workload);
  return scaler !== undefined && measured(scaler).some((one) => one.resource === resource);
}

/** `maxUnavailable: 1` in the place of `minAvailable`: it lets pods go however many there are. */
export function oneUnavailable(project: Project, { node }: KubernetesObject): Pick<Problem, 'fix'> {
  const entry = entryOf(nodeAt(node, 'spec'), 'minAvailable');
  if (entry === undefined) return {};
  const source = yamlOf(project, entry.key.span.file);
  return reviewFix(
    'Write maxUnavailable: 1',
    renameKey(source, entry.key.span, 'maxUnavailable'),
    replaceScalar(source, entry.value.span, 1),
  );
}
