// Claims that only one node may mount.
import type { Located } from '../../../base/span.ts';
import type { KubernetesObject, KubernetesSet, Workload } from '../../../model/kubernetes.ts';
import { textsAt } from '../../../syntax/yaml-path.ts';
import { findIn } from './find.ts';

/** Claims of the pods whose modes are known, and all of which are for one node. */
export function* claimsOfOneNode(
  set: KubernetesSet,
  { pod }: Workload,
): Iterable<{ readonly claim: Located<string>; readonly object: KubernetesObject }> {
  for (const { claim } of pod.volumes) {
    const object = claim === undefined ? undefined : findIn(set, 'PersistentVolumeClaim', claim.value);
    const modes = textsAt(object?.node, 'spec', 'accessModes').map(({ value }) => value);
    if (claim === undefined || object === undefined || modes.length === 0) continue;
    if (modes.every((mode) => mode.startsWith('ReadWriteOnce'))) yield { claim, object };
  }
}
