// Which ConfigMaps and Secrets a workload takes values from.
import type { SourceReference, Workload } from '../../../model/kubernetes.ts';

/** All uses, in environments and volumes. */
export function usesOf({ pod }: Workload): readonly SourceReference[] {
  const inContainers = pod.containers.flatMap(({ env, envFrom }) => [
    ...env.flatMap(({ from }) => from ?? []),
    ...envFrom,
  ]);
  return [...inContainers, ...pod.volumes.flatMap(({ references }) => references)].filter(
    ({ name }) => !/[$<{]/.test(name.value),
  );
}
