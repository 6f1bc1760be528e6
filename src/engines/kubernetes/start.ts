// Starting an instance: its settings and secrets, its Service, its workload. Applying is idempotent by itself; the key in
// the pod's annotations tells a second try from another action.
import { SeaworthyError } from '../../base/errors.ts';
import { at, isObject, textAt } from '../../base/json.ts';
import type { Wanted } from '../../model/unit.ts';
import type { Inventory } from './inventory.ts';
import type { ApiObject } from './json.ts';
import { type Identity, ownLabels } from './labels.ts';
import { type Instance, lookAt } from './looker.ts';
import { observedOf } from './observe.ts';
import { held, objectsOf, servingOf } from './spec.ts';
import { applyOurs, type Kube, refuseForeign } from './stack.ts';

export interface Start {
  readonly wanted: Wanted;
  readonly identity: Identity;
  readonly signal: AbortSignal;
  readonly midAct: (() => void) | undefined;
}

/** @throws SeaworthyError ENGINE_REFUSED, FOREIGN_OBJECT */
export async function startInstance(kube: Kube, inventory: Inventory, start: Start): Promise<void> {
  const { wanted, identity, signal, midAct } = start;
  const { service } = wanted.unit;
  const there = await lookAt(kube, signal, service);
  const known = there.find(({ name }) => name === identity.instance);
  if (known !== undefined && known.key !== identity.key)
    throw new SeaworthyError('ENGINE_REFUSED', `${identity.instance} was started by another action`, {
      hint: 'Look at seaworthy status; seaworthy up makes a new plan from what there is.',
    });
  if (known?.isCurrent === true) return;
  refuseSecondWriter(there, identity.instance);
  const objects = objectsOf(kube, wanted, identity);
  const all = [...objects.needed, ...objects.services, objects.workload];
  await Promise.all(all.map((one) => refuseForeign(kube, one, signal)));
  await inventory.add(service, identity.instance, all, signal);
  for (const one of objects.needed) await applyOurs(kube, one, signal);
  for (const one of objects.services) await offer(kube, one, signal);
  midAct?.();
  await applyOurs(kube, beside(objects.workload, there), signal);
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

/** The name is there from the start, as others ask for it; who answers is said by the route. */
async function offer(kube: Kube, service: ApiObject, signal: AbortSignal): Promise<void> {
  const found = await kube.client.read(service, signal);
  const serving = textAt(found, 'spec', 'selector', ownLabels.instance) ?? null;
  await applyOurs(kube, servingOf(service, serving), signal);
}

/** Where an older instance has pods they stay until they are stopped. */
function beside(workload: ApiObject, there: readonly Instance[]): ApiObject {
  const isAlone = there.every((one) => observedOf(one).state === 'exited');
  if (workload.kind !== 'Deployment' || isAlone) return workload;
  const spec = at(workload, 'spec');
  return { ...workload, spec: { ...(isObject(spec) ? spec : {}), ...held } };
}
