// Paths of nodes that manifests open to pods.
import type { Located } from '../../../base/span.ts';
import type { KubernetesObject } from '../../../model/kubernetes.ts';
import { textAt } from '../../../syntax/yaml-path.ts';

/** What the pods of a workload mount, or what a PersistentVolume offers to those that claim it. */
export function hostPathsOf({ workload, kind, node }: KubernetesObject): readonly Located<string>[] {
  if (workload !== undefined) return workload.pod.volumes.flatMap(({ hostPath }) => hostPath ?? []);
  const path = kind.value === 'PersistentVolume' ? textAt(node, 'spec', 'hostPath', 'path') : undefined;
  return path === undefined ? [] : [path];
}
