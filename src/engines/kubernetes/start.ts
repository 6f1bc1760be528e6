// Starting an instance: its settings and secrets, its Service, its workload. Applying is idempotent by itself; the key in
// the pod's annotations tells a second try from another action.
import { BugError, SeaworthyError } from '../../base/errors.ts';
import { at, isObject, numberAt, textAt } from '../../base/json.ts';
import { adoptedConfig, type UnitSpec, type Wanted } from '../../model/unit.ts';
import { readAdopted } from './adoption.ts';
import { startBundle } from './bundle.ts';
import { fieldOwner } from './client.ts';
import { narrow, revive } from './handover.ts';
import type { Inventory } from './inventory.ts';
import { type ApiObject, titleOf } from './json.ts';
import { keepingSelector } from './kept-selector.ts';
import { type Identity, isOurs, ownLabels } from './labels.ts';
import { type Instance, lookAt } from './looker.ts';
import { refuseForeign } from './names.ts';
import { observedOf } from './observe.ts';
import { withTheirCount } from './pod-count.ts';
import { refusalOf } from './refusals.ts';
import { held, objectsOf, servingOf, workloadKinds } from './spec.ts';
import { applyChanged, applyOurs, type Kube, placed } from './stack.ts';

export interface Start {
  readonly wanted: Wanted;
  readonly identity: Identity;
  /** Nothing else serves: it has the traffic from its beginning. */
  readonly alone?: boolean;
  readonly signal: AbortSignal;
  readonly midAct: (() => void) | undefined;
}

/** @throws SeaworthyError ENGINE_REFUSED, FOREIGN_OBJECT */
export async function startInstance(kube: Kube, inventory: Inventory, start: Start): Promise<void> {
  const { wanted, identity, signal, midAct, alone = false } = start;
  const { service } = wanted.unit;
  if (identity.config === adoptedConfig) return revive(kube, service, signal);
  if (!hasWorkload(wanted.unit)) return startBundle(kube, inventory, start);
  const there = await lookAt(kube, signal, service);
  const known = there.find(({ name }) => name === identity.instance);
  if (known !== undefined && known.key !== identity.key)
    throw new SeaworthyError('ENGINE_REFUSED', `${identity.instance} was started by another action`, {
      hint: 'Look at seaworthy status; seaworthy up makes a new plan from what there is.',
    });
  if (known?.isCurrent === true) return;
  refuseSecondWriter(there, identity.instance);
  const objects = await placedObjects(kube, wanted, identity, signal);
  const all = [...objects.needed, ...objects.services, objects.workload];
  await Promise.all(all.map((one) => refuseForeign(kube, one, signal)));
  await inventory.add(service, identity.instance, all, signal);
  for (const one of objects.needed) await applyChanged(kube, one, signal);
  const first = alone && there.length === 0 ? identity.instance : null;
  for (const one of objects.services)
    if (!(await leaveTheirs(kube, one, there, signal))) await offer(kube, one, signal, first);
  midAct?.();
  await keepScale(kube, objects, there, signal);
  await applyOurs(kube, beside(keeping(kube, objects.workload, there), there), signal);
}

/** A Service that is taken over is theirs until the new pods are good. */
async function leaveTheirs(
  kube: Kube,
  service: ApiObject,
  there: readonly Instance[],
  signal: AbortSignal,
): Promise<boolean> {
  const adopted = kube.adoption.find(service);
  if (adopted?.what !== 'object') return false;
  const live = await readAdopted(kube, adopted, signal);
  if (live === undefined || isOurs(live, kube)) return false;
  await narrow(kube, live, there, signal);
  return true;
}

/** With the selector that the workload was found with, where it was taken over. */
export function keeping(kube: Kube, workload: ApiObject, there: readonly Instance[]): ApiObject {
  const { kind, metadata } = workload;
  const live = there.find(
    (one) => one.workload.kind === kind && one.workload.metadata.name === metadata.name,
  );
  return keepingSelector(workload, live?.workload, kube.adoption.isObject(workload));
}

interface PlacedObjects {
  readonly needed: readonly ApiObject[];
  readonly services: readonly ApiObject[];
  readonly workload: ApiObject;
}

export async function placedObjects(
  kube: Kube,
  wanted: Wanted,
  identity: Identity,
  signal: AbortSignal,
): Promise<PlacedObjects> {
  const { needed, services, workload } = objectsOf(kube, wanted, identity);
  if (workload === undefined) throw new BugError(`${wanted.unit.service} has no workload for Kubernetes`);
  const all = (list: readonly ApiObject[]) => Promise.all(list.map((one) => placed(kube, one, signal)));
  return {
    needed: await all(needed),
    services: await all(services),
    workload: await placed(kube, workload, signal),
  };
}

export function hasWorkload({ kubernetes }: UnitSpec): boolean {
  return kubernetes?.objects.some(({ kind }) => workloadKinds.has(kind)) === true;
}

/** Two writers on one data volume are never allowed, whoever asks. */
function refuseSecondWriter(there: readonly Instance[], instance: string): void {
  const writer = there.find(
    (one) =>
      one.name !== instance && one.workload.kind === 'StatefulSet' && observedOf(one).state !== 'exited',
  );
  if (writer === undefined) return;
  const volumes = observedOf(writer).volumes.join(', ');
  throw new SeaworthyError('ENGINE_REFUSED', `${writer.name} still writes volume ${volumes}`);
}

/**
 * What an autoscaler scales keeps its number of pods: ours would go back to one with the first apply that leaves it out.
 * https://kubernetes.io/docs/reference/using-api/server-side-apply/#transferring-ownership
 */
async function keepScale(
  kube: Kube,
  { workload, needed }: PlacedObjects,
  there: readonly Instance[],
  signal: AbortSignal,
): Promise<void> {
  const scaler = needed.find(({ kind }) => kind === 'HorizontalPodAutoscaler');
  const current = there.find((one) => one.isCurrent)?.workload;
  if (scaler === undefined || current === undefined) return;
  const now = numberAt(current, 'spec', 'replicas') ?? 1;
  const replicas = now > 0 ? now : (numberAt(scaler, 'spec', 'minReplicas') ?? 1);
  const { apiVersion, kind, metadata } = workload;
  const { name, namespace } = metadata;
  const body = { apiVersion, kind, metadata: { name, namespace }, spec: { replicas } };
  const path = `${await kube.client.pathOf(workload, kube.namespace, signal)}/${name}`;
  const query = { fieldManager: `${fieldOwner}-scale`, force: 'true' };
  const contentType = 'application/apply-patch+yaml';
  const answer = await kube.client.ask({ method: 'PATCH', path, query, body, contentType }, signal);
  if (answer.status >= 300) throw refusalOf(answer, `keep the scale of ${titleOf(workload)}`);
}

/** The name is there from the start, as others ask for it; who answers is said by the route. */
export async function offer(
  kube: Kube,
  service: ApiObject,
  signal: AbortSignal,
  /** Where nothing has been said yet. */
  first: string | null = null,
): Promise<void> {
  const found =
    kube.live?.isCurrent('service') === true
      ? kube.live.known('service', service)
      : await kube.client.read(service, signal);
  const serving = textAt(found, 'spec', 'selector', ownLabels.instance);
  if (serving !== undefined && (await kube.unchanged?.holds(kube, service, signal))) return;
  await applyOurs(kube, servingOf(service, serving ?? first), signal);
}

/** Where an older instance has pods they stay until they are stopped. */
function beside(workload: ApiObject, there: readonly Instance[]): ApiObject {
  const isAlone = there.every((one) => observedOf(one).state === 'exited');
  if (workload.kind !== 'Deployment' || isAlone) return workload;
  const spec = at(workload, 'spec');
  return withTheirCount({ ...workload, spec: { ...(isObject(spec) ? spec : {}), ...held } }, there);
}
