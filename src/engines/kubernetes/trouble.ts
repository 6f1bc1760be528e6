// Why pods are not well, in the cluster's own words, and whether waiting can help.
// States: https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/

import { at, textAt } from '../../base/json.ts';
import { formatMebibytes, parseBytes } from '../../base/units.ts';
import type { Trouble } from '../../model/unit.ts';
import { objectsAt } from './json.ts';
import type { Instance } from './looker.ts';
import { conditionOf, statusesOf } from './observe.ts';
import { unhealthy } from './warnings.ts';

/** Restarts after which a crash loop counts as one: the waits between them double from ten seconds. */
const crashLimit = 2;

export function troubleOf(instance: Instance, complaints: ReadonlyMap<string, string>): Trouble | undefined {
  const found = [
    refusedOf(instance),
    ...instance.pods.flatMap((pod) => [
      rejected(pod),
      ...ofContainers(pod, complaints),
      ofPod(pod),
      heldUp(pod, complaints),
    ]),
  ].filter((one) => one !== undefined);
  return found.find(({ isFinal }) => isFinal) ?? found[0];
}

/** Pods that were not even made: a quota, a webhook, a policy said no. */
function refusedOf({ workload, replicaSet, pods }: Instance): Trouble | undefined {
  const failure = [workload, replicaSet]
    .flatMap((one) => objectsAt(one, 'status', 'conditions'))
    .find((one) => textAt(one, 'type') === 'ReplicaFailure' && textAt(one, 'status') === 'True');
  const said = textAt(failure, 'message');
  if (said === undefined || pods.length > 0) return undefined;
  const isFinal = /exceeded quota|denied|forbidden|is invalid/i.test(said);
  return { cause: `its pods are refused: ${said}`, isFinal };
}

/** A node that was chosen has sent it back; what was only evicted is made anew elsewhere. */
function rejected(pod: unknown): Trouble | undefined {
  const reason = textAt(pod, 'status', 'reason');
  if (textAt(pod, 'status', 'phase') !== 'Failed' || reason === undefined) return undefined;
  const isFinal = !/Evicted|Terminated|Shutdown|NodeLost|OutOf/.test(reason);
  return {
    cause: `its node refuses the pod (${reason}): ${textAt(pod, 'status', 'message') ?? ''}`,
    isFinal,
  };
}

/** Pending, with the scheduler's reason. */
function ofPod(pod: unknown): Trouble | undefined {
  const unscheduled = objectsAt(pod, 'status', 'conditions').find(
    (one) => textAt(one, 'type') === 'PodScheduled' && textAt(one, 'status') === 'False',
  );
  const said = textAt(unscheduled, 'message');
  return said === undefined ? undefined : { cause: `no node takes its pod: ${said}`, isFinal: false };
}

/** It has a node and does not begin: a volume, a network, a missing setting. Or it runs, and a probe says no. */
function heldUp(pod: unknown, complaints: ReadonlyMap<string, string>): Trouble | undefined {
  const said = saidOf(pod, complaints);
  if (said === undefined || conditionOf(pod, 'Ready')) return undefined;
  if (said.startsWith(unhealthy))
    return { cause: `its pod is not ready: ${said.slice(unhealthy.length)}`, isFinal: false };
  if (textAt(pod, 'status', 'phase') !== 'Pending') return undefined;
  return { cause: `its pod does not begin: ${said}`, isFinal: /does not support/.test(said) };
}

function saidOf(pod: unknown, complaints: ReadonlyMap<string, string>): string | undefined {
  return complaints.get(textAt(pod, 'metadata', 'uid') ?? '');
}

function* ofContainers(pod: unknown, complaints: ReadonlyMap<string, string>): Iterable<Trouble | undefined> {
  const said = saidOf(pod, complaints) ?? '';
  for (const status of statusesOf(pod)) {
    yield killedForMemory(status, pod);
    yield ofWaiting(status, said);
  }
}

function killedForMemory(status: unknown, pod: unknown): Trouble | undefined {
  const ends = [at(status, 'state', 'terminated'), at(status, 'lastState', 'terminated')];
  if (!ends.some((one) => textAt(one, 'reason') === 'OOMKilled')) return undefined;
  const name = textAt(status, 'name');
  const container = objectsAt(pod, 'spec', 'containers').find((one) => textAt(one, 'name') === name);
  const text = textAt(container, 'resources', 'limits', 'memory');
  const limit = text === undefined ? undefined : parseBytes(text);
  const words = limit === undefined ? '' : `, limit ${formatMebibytes(limit)}`;
  return {
    cause: `killed for memory (OOMKilled)${words}, ${restarts(status)}; raise deploy.resources.limits.memory, or let it need less`,
    isFinal: Number(at(status, 'restartCount') ?? 0) >= crashLimit,
  };
}

function ofWaiting(status: unknown, complaint: string): Trouble | undefined {
  const reason = textAt(status, 'state', 'waiting', 'reason') ?? '';
  const said = textAt(status, 'state', 'waiting', 'message') ?? '';
  const image = textAt(status, 'image') ?? '';
  if (['InvalidImageName', 'ErrImageNeverPull'].includes(reason))
    return { cause: `image ${image} cannot be pulled (${reason}): ${said}`, isFinal: true };
  if (reason === 'ErrImagePull' || reason === 'ImagePullBackOff')
    return { cause: `image ${image} cannot be pulled (${reason}): ${said}`, isFinal: isLasting(said) };
  if (['CreateContainerConfigError', 'CreateContainerError', 'RunContainerError'].includes(reason))
    return {
      cause: `the container cannot be made (${reason}): ${said}`,
      isFinal: /not found|no such file/i.test(said),
    };
  if (reason !== 'CrashLoopBackOff') return undefined;
  const code = at(status, 'lastState', 'terminated', 'exitCode');
  // Its node ends what fails these probes, and the code tells of nothing but that.
  const probe = /^Unhealthy: ((?:Liveness|Startup) .*)/s.exec(complaint)?.[1];
  const how = probe === undefined ? `exits with code ${String(code ?? '?')}` : `its node ends it: ${probe}`;
  return {
    cause: `crash loop: ${how}, ${restarts(status)}`,
    isFinal: Number(at(status, 'restartCount') ?? 0) >= crashLimit,
  };
}

/** The registry was reached and said no; a network that fails may come back. */
function isLasting(said: string): boolean {
  return /not found|does not exist|manifest unknown|unauthorized|denied|no match for platform|no such host/i.test(
    said,
  );
}

function restarts(status: unknown): string {
  const count = Number(at(status, 'restartCount') ?? 0);
  return `${count} restart${count === 1 ? '' : 's'}`;
}
