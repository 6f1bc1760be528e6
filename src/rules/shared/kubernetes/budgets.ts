// Disruption budgets and autoscalers, and the workloads they are about.
import type { Located } from '../../../base/span.ts';
import type { Problem } from '../../../model/finding.ts';
import type { KubernetesObject, KubernetesSet, LabelSelector, Workload } from '../../../model/kubernetes.ts';
import { selectorOf } from '../../../model/label-selector.ts';
import type { Project } from '../../../model/project.ts';
import { entryOf } from '../../../syntax/yaml.ts';
import { renameKey, replaceScalar } from '../../../syntax/yaml-edit.ts';
import { nodeAt, textAt } from '../../../syntax/yaml-path.ts';
import { reviewFix, yamlOf } from '../yaml-fix.ts';
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
  return known.get(`${workload.object.kind.value} ${workload.object.name?.value}`);
}

const scalers = new WeakMap<Project | KubernetesSet, ReadonlyMap<string, KubernetesObject>>();

function scalersIn(owner: Project | KubernetesSet): ReadonlyMap<string, KubernetesObject> {
  const all = [...ofKind(owner, 'HorizontalPodAutoscaler'), ...ofKind(owner, 'ScaledObject')];
  return new Map(
    all.map((object) => {
      const target = nodeAt(object.node, 'spec', 'scaleTargetRef');
      const kind = textAt(target, 'kind')?.value ?? 'Deployment';
      return [`${kind} ${textAt(target, 'name')?.value}`, object];
    }),
  );
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
