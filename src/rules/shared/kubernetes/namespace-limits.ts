// LimitRanges and ResourceQuotas, which belong to a namespace.
import type { KubernetesObject, KubernetesSet } from '../../../model/kubernetes.ts';
import type { Project } from '../../../model/project.ts';
import { ofKind } from './object-index.ts';

/** True when an object of the kind is made in the namespace, wherever in the repository it says so. */
export function isGiven(
  project: Project,
  set: KubernetesSet,
  { name }: KubernetesObject,
  kind: 'LimitRange' | 'ResourceQuota',
): boolean {
  if (ofKind(project, kind).some(({ namespace }) => namespace?.value === name?.value)) return true;
  // One that names no namespace goes to that of the set, as far as there is only one.
  return (
    ofKind(set, 'Namespace').length === 1 &&
    ofKind(set, kind).some(({ namespace }) => namespace === undefined)
  );
}
