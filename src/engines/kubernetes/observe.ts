// An instance as every engine tells of it.

import { at, textAt } from '../../base/json.ts';
import { absentInstance, adoptedConfig, type Observed, unmeasured } from '../../model/unit.ts';
import { adoptedInstance, idOf, servingKinds } from './adoption.ts';
import { type ApiObject, objectsAt } from './json.ts';
import type { Instance } from './looker.ts';
import { makerOf } from './maker.ts';
import type { Kube } from './stack.ts';
import { hasEnded } from './stuck.ts';
import { type Said, troubleOf } from './trouble.ts';

const nothingSaid: Said = { complaints: new Map(), words: new Map() };

export function observedOf(instance: Instance, said: Said = nothingSaid): Observed {
  const { pods } = instance;
  const state = stateOf(instance);
  const last = lastEnd(pods);
  return {
    service: instance.service,
    instance: instance.name,
    key: instance.key,
    config: instance.config,
    release: instance.release,
    run: instance.run,
    state,
    exitCode: state === 'exited' || state === 'restarting' ? exitCodeOf(instance, last) : undefined,
    signal: undefined,
    oomKilled: textAt(last, 'reason') === 'OOMKilled',
    restarts: Math.max(0, ...pods.map(restartsOf)),
    startedAt:
      textAt(pods[0], 'status', 'startTime') ??
      textAt(instance.workload, 'metadata', 'creationTimestamp') ??
      '',
    routed: instance.isRouted && state !== 'exited',
    ...unmeasured,
    volumes: claimsOf(instance),
    oneShot: instance.oneShot,
    ...(instance.config === adoptedConfig
      ? { adopted: instance.key, madeBy: makerOf(instance.workload) }
      : {}),
    trouble: state === 'exited' ? undefined : troubleOf(instance, said),
  };
}

function stateOf(instance: Instance): Observed['state'] {
  const { workload, pods, replicas } = instance;
  if (workload.kind === 'Job') return stateOfJob(instance);
  const living = pods.filter((pod) => textAt(pod, 'metadata', 'deletionTimestamp') === undefined);
  if (replicas === 0) return pods.every(hasEnded) ? 'exited' : 'running';
  if (living.some(isBackingOff)) return 'restarting';
  return living.filter(isReady).length >= replicas ? 'running' : 'starting';
}

function stateOfJob({ workload, pods }: Instance): Observed['state'] {
  if (conditionOf(workload, 'Complete') || conditionOf(workload, 'Failed')) return 'exited';
  if (at(workload, 'spec', 'suspend') === true) return pods.length === 0 ? 'exited' : 'running';
  return pods.some((pod) => textAt(pod, 'status', 'phase') === 'Running') ? 'running' : 'starting';
}

function exitCodeOf({ workload }: Instance, last: unknown): number | undefined {
  if (workload.kind === 'Job' && conditionOf(workload, 'Complete')) return 0;
  const code = at(last, 'exitCode');
  return typeof code === 'number' ? code : undefined;
}

export function conditionOf(object: unknown, type: string): boolean {
  return objectsAt(object, 'status', 'conditions').some(
    (one) => textAt(one, 'type') === type && textAt(one, 'status') === 'True',
  );
}

export function isReady(pod: ApiObject): boolean {
  return textAt(pod, 'metadata', 'deletionTimestamp') === undefined && conditionOf(pod, 'Ready');
}

function isBackingOff(pod: ApiObject): boolean {
  return statusesOf(pod).some((one) => textAt(one, 'state', 'waiting', 'reason') === 'CrashLoopBackOff');
}

export function statusesOf(pod: unknown): readonly unknown[] {
  return [
    ...objectsAt(pod, 'status', 'initContainerStatuses'),
    ...objectsAt(pod, 'status', 'containerStatuses'),
  ];
}

function restartsOf(pod: unknown): number {
  return Math.max(0, ...statusesOf(pod).map((one) => Number(at(one, 'restartCount') ?? 0)));
}

/** How a container of it ended last. */
function lastEnd(pods: readonly ApiObject[]): unknown {
  const ends = pods
    .flatMap(statusesOf)
    .flatMap((one) => [at(one, 'state', 'terminated'), at(one, 'lastState', 'terminated')]);
  return ends.find((one) => one !== undefined);
}

/** Claims that its pods may write. */
function claimsOf({ workload, pods }: Instance): readonly string[] {
  const templates = objectsAt(workload, 'spec', 'volumeClaimTemplates').map(
    (one) => `${textAt(one, 'metadata', 'name') ?? ''}-${workload.metadata.name}-0`,
  );
  const mounted = pods.flatMap((pod) =>
    objectsAt(pod, 'spec', 'volumes').flatMap((one) => {
      const claim = textAt(one, 'persistentVolumeClaim', 'claimName');
      return claim === undefined || at(one, 'persistentVolumeClaim', 'readOnly') === true ? [] : [claim];
    }),
  );
  return [...new Set([...templates, ...mounted])];
}

/** Workloads that were taken over and have made room: they are started again should their successors not be good. */
export function awayOf(
  { adoption }: Kube,
  there: readonly Instance[],
  service: string | undefined,
): readonly Observed[] {
  return adoption.all.flatMap((one) => {
    const instance = adoptedInstance(one.service);
    const isAsked = service === undefined || one.service === service;
    const isThere = there.some(({ name }) => name === instance);
    if (one.what !== 'object' || !servingKinds.has(one.kind) || !isAsked || isThere) return [];
    const id = idOf(one);
    return [{ ...absentInstance(one.service, instance), key: id, config: adoptedConfig, adopted: id }];
  });
}
