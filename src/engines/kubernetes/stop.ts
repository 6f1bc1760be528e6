// The end of an instance. The older of two goes when the Deployment may finish its rollout; the newer one when the
// Deployment is given the older template back, as `kubectl rollout undo` does; a sole one is scaled to nothing.
import { systemClock } from '../../base/clock.ts';
import { at, isObject, numberAt, textAt } from '../../base/json.ts';
import { adoptedConfig, type Wanted } from '../../model/unit.ts';
import { adoptedInstance } from './adoption.ts';
import { applyInOrder } from './bundle.ts';
import { giveAllBack, restoreEmpty, restoreServing } from './handover.ts';
import type { Inventory } from './inventory.ts';
import { type ApiObject, isApiObject } from './json.ts';
import type { Identity } from './labels.ts';
import { type Instance, lookAt } from './looker.ts';
import { countOf } from './pod-count.ts';
import { objectsOf, released } from './spec.ts';
import { applyOurs, type Kube, kinds, merge, ofStack, placed, untilSo } from './stack.ts';
import { offer } from './start.ts';
import { hasEnded, ranToItsEnd, refuseHeld, refuseStuck } from './stuck.ts';

export interface Stop {
  readonly graceMs: number;
  /** What is wanted of the service from now on. */
  readonly wanted?: Wanted | undefined;
  readonly signal: AbortSignal;
  readonly midAct: (() => void) | undefined;
}

/** Over when no pod of it is left. */
export async function stopInstance(kube: Kube, service: string, name: string, stop: Stop): Promise<void> {
  const there = await lookAt(kube, stop.signal, service);
  const instance = there.find((one) => one.name === name);
  // Objects without pods have nothing that could be stopped.
  if (instance === undefined) return stop.midAct?.();
  await end(kube, instance, there, stop);
  stop.midAct?.();
  await untilGone(kube, instance, stop);
}

async function end(kube: Kube, instance: Instance, there: readonly Instance[], stop: Stop): Promise<void> {
  const { workload } = instance;
  const { signal, wanted } = stop;
  if (!instance.isCurrent)
    return instance.replicas === 0
      ? undefined
      : merge(kube, workload, { spec: { ...released, ...countOf(workload, wanted) } }, signal);
  if (workload.kind === 'Job') return merge(kube, workload, { spec: { suspend: true } }, signal);
  const older = there.find((one) => one.workload === workload && one !== instance && one.replicas > 0);
  if (older === undefined) return merge(kube, workload, { spec: { replicas: 0 } }, signal);
  if (older.config === adoptedConfig) return restoreServing(kube, older.service, signal);
  await undo(kube, workload, older, stop);
}

/** Gives the Deployment the template of the older instance back, whose pods are there still. */
async function undo(
  kube: Kube,
  workload: ApiObject,
  older: Instance,
  { wanted, signal }: Stop,
): Promise<void> {
  const template = at(older.replicaSet, 'spec', 'template');
  const metadata = at(template, 'metadata');
  const labels = at(metadata, 'labels');
  const own = Object.entries(isObject(labels) ? labels : {}).filter(([key]) => key !== 'pod-template-hash');
  const before = new Map(own);
  const spec = {
    replicas: at(workload, 'spec', 'replicas'),
    ...countOf(workload, wanted),
    selector: at(workload, 'spec', 'selector'),
    strategy: at(workload, 'spec', 'strategy'),
    template: {
      metadata: { labels: Object.fromEntries(own), annotations: at(metadata, 'annotations') },
      spec: at(template, 'spec'),
    },
    ...released,
  };
  const object = {
    apiVersion: workload.apiVersion,
    kind: workload.kind,
    metadata: {
      name: workload.metadata.name,
      namespace: kube.namespace,
      labels: Object.fromEntries(
        Object.entries(objectAt(workload, 'labels')).map(([key, value]) => [key, before.get(key) ?? value]),
      ),
      annotations: writtenNotes(workload),
    },
    spec,
  };
  if (isApiObject(object)) await applyOurs(kube, object, signal);
}

/** Those that its controller keeps are its own. */
function writtenNotes(workload: ApiObject): Readonly<Record<string, unknown>> {
  const all = Object.entries(objectAt(workload, 'annotations'));
  return Object.fromEntries(all.filter(([key]) => !key.startsWith('deployment.kubernetes.io/')));
}

function objectAt(workload: ApiObject, key: string): Readonly<Record<string, unknown>> {
  const found = at(workload, 'metadata', key);
  return isObject(found) ? found : {};
}

/** Pods are deleted with the grace of this stop, where it is shorter than their own. */
async function hurry(kube: Kube, pods: readonly ApiObject[], { graceMs, signal }: Stop): Promise<void> {
  const path = await kube.client.pathOf(kinds.pod, kube.namespace, signal);
  // Whole seconds are all that Kubernetes knows; 0 would be no grace at all.
  const gracePeriodSeconds = Math.max(1, Math.ceil(graceMs / 1000));
  await Promise.all(
    pods.map((pod) =>
      kube.client.ask(
        {
          method: 'DELETE',
          path: `${path}/${pod.metadata.name}`,
          body: { gracePeriodSeconds, preconditions: { uid: textAt(pod, 'metadata', 'uid') } },
        },
        signal,
      ),
    ),
  );
}

/** The next pod of a StatefulSet has the same name, which is taken for as long as the object is there. */
function isOver(pod: ApiObject, { kind }: ApiObject): boolean {
  if (kind === 'StatefulSet') return false;
  return kind === 'Job' ? ranToItsEnd(pod) : hasEnded(pod);
}

/** By itself it would take longer to end than it is given. */
function isSlower(pod: ApiObject, { graceMs }: Stop): boolean {
  return (numberAt(pod, 'spec', 'terminationGracePeriodSeconds') ?? 30) * 1000 > graceMs;
}

function uidOf(pod: ApiObject): string {
  return textAt(pod, 'metadata', 'uid') ?? '';
}

/**
 * Pods that end are counted by no controller any more; one that has yet to scale down makes new ones.
 * @throws SeaworthyError ENGINE_REFUSED when one stays long after its grace
 */
async function untilGone(kube: Kube, { service, name, workload }: Instance, stop: Stop): Promise<void> {
  const { graceMs, signal } = stop;
  const begun = systemClock.monotonicMs();
  const hurried = new Set<string>();
  const isGone = async () => {
    const [there, pods] = await Promise.all([
      lookAt(kube, signal, service),
      ofStack(kube, 'pod', signal, { service, instance: name }),
    ]);
    const controller = there.find((one) => one.name === name)?.replicaSet;
    const overMs = systemClock.monotonicMs() - begun - graceMs;
    refuseHeld(name, there.find((one) => one.name === name)?.workload, overMs);
    if (Number(at(controller, 'spec', 'replicas') ?? 0) > 0) return false;
    // Before that it would only make others in their place.
    const slow = pods.filter((pod) => isSlower(pod, stop) && !hurried.has(uidOf(pod)));
    for (const pod of slow) hurried.add(uidOf(pod));
    await hurry(kube, slow, stop);
    const left = pods.filter((pod) => !isOver(pod, workload));
    refuseStuck(name, left, overMs);
    return left.length === 0;
  };
  await untilSo(kube, service, isGone, signal);
}

/** Takes away what is there of it, and what only it needed. */
export async function removeInstance(
  kube: Kube,
  inventory: Inventory,
  service: string,
  name: string,
  stop: Stop,
): Promise<void> {
  const { signal, midAct, wanted } = stop;
  const there = await lookAt(kube, signal, service);
  const instance = there.find((one) => one.name === name);
  const isShared = there.some((one) => one !== instance && one.workload === instance?.workload);
  if (instance !== undefined && (!instance.isCurrent || isShared))
    await stopInstance(kube, service, name, stop);
  else if (instance !== undefined && kube.adoption.isObject(instance.workload)) {
    await restoreEmpty(kube, instance.workload, signal);
    midAct?.();
  } else if (instance !== undefined) {
    await kube.client.remove(instance.workload, textAt(instance.workload, 'metadata', 'uid'), signal);
    midAct?.();
    await hurry(kube, instance.pods, stop);
    await untilGone(kube, instance, stop);
  } else midAct?.();
  const earlier = [...there, ...(await inventory.bundles(signal))].flatMap((one) => {
    const own = 'name' in one ? one.name : one.instance;
    return one.service === service && isOlder(own, name) ? [{ ...one, instance: own }] : [];
  });
  const back = earlier.find((one) => one.config === wanted?.config);
  if (name !== adoptedInstance(service)) await giveAllBack(kube, service, wanted, signal);
  if (wanted !== undefined && wanted.config !== adoptedConfig && back !== undefined)
    await giveBack(kube, wanted, back, signal);
  await inventory.drop(service, name, signal);
  await inventory.keepBundle(service, name, undefined, signal);
}

/** Undone: what the newer one had changed in place becomes again what it was. */
async function giveBack(kube: Kube, wanted: Wanted, identity: Identity, signal: AbortSignal): Promise<void> {
  const { needed, services } = objectsOf(kube, wanted, identity);
  const objects = await Promise.all(needed.map((one) => placed(kube, one, signal)));
  await applyInOrder(kube, objects, signal);
  for (const one of services) await offer(kube, await placed(kube, one, signal), signal);
}

function isOlder(one: string, other: string): boolean {
  const numberOf = (instance: string) => Number(/-(\d+)$/.exec(instance)?.[1] ?? 0);
  return numberOf(one) < numberOf(other);
}
