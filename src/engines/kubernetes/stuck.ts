// Pods that are to go and stay: held by a finalizer, or by a node that does not answer.
import { SeaworthyError } from '../../base/errors.ts';
import { textAt } from '../../base/json.ts';
import { type ApiObject, titleOf } from './json.ts';
import { heldBy } from './labels.ts';

/** Its containers have, and its node says so; only something that holds the object keeps it. */
export function hasEnded(pod: ApiObject): boolean {
  return heldBy(pod) !== undefined && ranToItsEnd(pod);
}

/** None of its containers runs or is started again; of a Job such pods stay, whatever becomes of it. */
export function ranToItsEnd(pod: ApiObject): boolean {
  return /^(?:Succeeded|Failed)$/.test(textAt(pod, 'status', 'phase') ?? '');
}

/** Beyond the grace of the stop (ms): who holds an object has had the time to let go; a node may be slow. */
const heldMs = 10_000;
const silentMs = 90_000;

/** @throws SeaworthyError ENGINE_REFUSED for one that has stayed too long */
export function refuseStuck(instance: string, pods: readonly ApiObject[], overMs: number): void {
  for (const pod of pods) {
    const held = heldBy(pod);
    const node = textAt(pod, 'spec', 'nodeName') ?? 'its node';
    const why = held ?? `${node} has not said that its containers ended`;
    if (overMs < (held === undefined ? silentMs : heldMs)) continue;
    throw new SeaworthyError('ENGINE_REFUSED', `pod ${pod.metadata.name} of ${instance} stays: ${why}`, {
      hint: `See kubectl describe pod ${pod.metadata.name}; once it is gone, seaworthy up goes on.`,
    });
  }
}

/** @throws SeaworthyError ENGINE_REFUSED for a workload that was deleted and is held: its pods stay as they are */
export function refuseHeld(instance: string, workload: ApiObject | undefined, overMs: number): void {
  const held = heldBy(workload);
  if (workload === undefined || held === undefined || overMs < 0) return;
  throw new SeaworthyError(
    'ENGINE_REFUSED',
    `${titleOf(workload)} of ${instance} is being deleted, and ${held}`,
    { hint: 'Nothing ends its pods until what has set the finalizer takes it away.' },
  );
}
