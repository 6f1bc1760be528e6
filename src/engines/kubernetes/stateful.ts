// StatefulSets are replaced as a whole: what writes a volume must be gone before its successor begins, and a release that
// is half old and half new could neither be proved nor taken back.

import { numberAt } from '../../base/json.ts';
import { count } from '../../base/text.ts';
import type { Wanted } from '../../model/unit.ts';
import type { Obstacle } from '../engine.ts';
import type { Instance } from './looker.ts';

/** Why it is stopped first, for the plan. */
export function stopFirstReason(workload: unknown): string {
  const pods = numberAt(workload, 'spec', 'replicas') ?? 1;
  const reason = 'its volume must have one writer';
  return pods > 1 ? `${reason}; all ${count(pods, 'pod')} stop before the first new one begins` : reason;
}

/**
 * Pods below the partition are made of the template before, so that the new release would never be complete.
 * https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#partitions
 */
export function heldBack({ unit }: Wanted, there: readonly Instance[]): readonly Obstacle[] {
  const { service, kubernetes } = unit;
  const workload = kubernetes?.objects.find(({ kind }) => kind === 'StatefulSet');
  const partition = numberAt(workload, 'spec', 'updateStrategy', 'rollingUpdate', 'partition') ?? 0;
  const isThere = there.some((one) => one.service === service && one.workload.kind === 'StatefulSet');
  if (workload === undefined || partition === 0 || !isThere) return [];
  const message = `StatefulSet ${workload.metadata.name} keeps its pods below ${partition} on the release before (spec.updateStrategy.rollingUpdate.partition)`;
  return [
    {
      service,
      message,
      hint: 'Take the partition away, or set it to 0: phases and gates prove a release instead.',
    },
  ];
}
