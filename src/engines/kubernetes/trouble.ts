// Why pods are not well, in the cluster's own words, and whether waiting can help.
// States: https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/

import { at, numberAt, textAt } from '../../base/json.ts';
import { count } from '../../base/text.ts';
import { formatMebibytes, parseBytes } from '../../base/units.ts';
import { endsThatCount, hopelessEnd } from '../../model/hopeless-end.ts';
import type { Trouble } from '../../model/unit.ts';
import { objectsAt, titleOf } from './json.ts';
import { heldBy } from './labels.ts';
import { endKey, endOf, endsOf, type Words } from './last-words.ts';
import type { Instance } from './looker.ts';
import { conditionOf, statusesOf } from './observe.ts';
import { unhealthy } from './warnings.ts';

/** What is known of pods besides their state, by their uid: complaints of the cluster, and their own last words. */
export interface Said {
  readonly complaints: ReadonlyMap<string, string>;
  readonly words: Words;
}

export function troubleOf(instance: Instance, { complaints, words }: Said): Trouble | undefined {
  const found = [
    deleted(instance),
    refusedOf(instance),
    ...instance.pods.flatMap((pod) => [
      rejected(pod),
      ...ofContainers(pod, { complaints, words }),
      ofPod(pod),
      heldUp(pod, complaints),
    ]),
  ].filter((one) => one !== undefined);
  return found.find(({ isFinal }) => isFinal) ?? found[0];
}

/** Somebody has deleted it meanwhile, and it stays only because something holds it: no pod is made for it any more. */
function deleted({ workload }: Instance): Trouble | undefined {
  const held = heldBy(workload);
  return held === undefined
    ? undefined
    : { cause: `somebody has deleted ${titleOf(workload)}, and ${held}`, isFinal: true };
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

function* ofContainers(pod: unknown, { complaints, words }: Said): Iterable<Trouble | undefined> {
  const said = saidOf(pod, complaints) ?? '';
  for (const status of statusesOf(pod)) {
    yield killedForMemory(status, pod);
    yield ofWaiting(status) ?? crashing(status, said, words.get(endKey(pod, status)) ?? []);
  }
}

function killedForMemory(status: unknown, pod: unknown): Trouble | undefined {
  if (textAt(endOf(status), 'reason') !== 'OOMKilled') return undefined;
  const name = textAt(status, 'name');
  const container = objectsAt(pod, 'spec', 'containers').find((one) => textAt(one, 'name') === name);
  const text = textAt(container, 'resources', 'limits', 'memory');
  const limit = text === undefined ? undefined : parseBytes(text);
  const words = limit === undefined ? '' : `, limit ${formatMebibytes(limit)}`;
  return {
    cause: `killed for memory (OOMKilled)${words}, ${restarts(status)}; raise deploy.resources.limits.memory, or let it need less`,
    isFinal: hopelessEnd({ code: undefined, oom: true, words: [] }, endsOf(status)) !== undefined,
    ends: endsOf(status),
  };
}

function ofWaiting(status: unknown): Trouble | undefined {
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
  return undefined;
}

/** It ends, and is started again and again. */
function crashing(status: unknown, complaint: string, words: readonly string[]): Trouble | undefined {
  const ends = endsOf(status);
  const code = numberAt(endOf(status), 'exitCode');
  const isWaiting = textAt(status, 'state', 'waiting', 'reason') === 'CrashLoopBackOff';
  // What prepares a pod ends well, and is not started again.
  const isBetween = at(status, 'state', 'terminated') !== undefined && ends >= endsThatCount && code !== 0;
  if (!isWaiting && !isBetween) return undefined;
  // Its node ends what fails these probes, and the code tells of nothing but that.
  const probe = /^Unhealthy: ((?:Liveness|Startup) .*)/s.exec(complaint)?.[1];
  if (probe !== undefined)
    return { cause: `crash loop: its node ends it: ${probe}, ${restarts(status)}`, isFinal: false, ends };
  const hopeless = hopelessEnd({ code, oom: false, words }, ends);
  const line = hopeless?.line === undefined ? '' : `: ${hopeless.line.slice(0, longestLine)}`;
  return {
    cause: `crash loop: exits with code ${code ?? '?'}, ${restarts(status)}${line}`,
    isFinal: hopeless !== undefined,
    ends,
  };
}

const longestLine = 300;

/** The registry was reached and said no; a network that fails may come back. */
function isLasting(said: string): boolean {
  return /not found|does not exist|manifest unknown|unauthorized|denied|no match for platform|no such host/i.test(
    said,
  );
}

function restarts(status: unknown): string {
  return count(Number(at(status, 'restartCount') ?? 0), 'restart');
}
