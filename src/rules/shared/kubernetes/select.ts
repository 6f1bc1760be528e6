// What a selector that selects nothing probably means.
import type { KubernetesSet, Workload } from '../../../model/kubernetes.ts';
import type { Labels } from './labels.ts';
import { makesOthers } from './object-index.ts';

/** True when a set holds custom objects, whose operators may make pods, or is open for another reason. */
export function mayMakePods(set: KubernetesSet): boolean {
  return set.open !== undefined || makesOthers(set);
}

/** The workload that shares most label keys with the selector, with other values. */
export function nearMiss(matchLabels: Labels, workloads: readonly Workload[]): Workload | undefined {
  let best: Workload | undefined;
  let most = 0;
  for (const workload of workloads) {
    const shared = [...matchLabels.keys()].filter((key) => workload.pod.labels.has(key)).length;
    if (shared <= most) continue;
    best = workload;
    most = shared;
  }
  return best;
}
