// Disruption budgets and autoscalers, and the workloads they are about.
import type { Located } from '../../../base/span.ts';
import type { KubernetesObject, LabelSelector, Workload } from '../../../model/kubernetes.ts';
import { selectorOf } from '../../../model/label-selector.ts';
import type { Project } from '../../../model/project.ts';
import { nodeAt, textAt } from '../../../syntax/yaml-path.ts';
import { allObjects } from './select.ts';

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

/** True when the object is an autoscaler that names the workload. */
export function scaledBy(object: KubernetesObject, { object: target }: Workload): boolean {
  if (!isAutoscaler(object) && object.kind.value !== 'ScaledObject') return false;
  const name = textAt(object.node, 'spec', 'scaleTargetRef', 'name')?.value;
  const kind = textAt(object.node, 'spec', 'scaleTargetRef', 'kind')?.value ?? 'Deployment';
  return kind === target.kind.value && name === target.name?.value;
}

/** True when anything in the repository scales the workload. */
export function isScaled(project: Project, workload: Workload): boolean {
  return allObjects(project).some((object) => scaledBy(object, workload));
}
