// Traffic inside the cluster: the selector of the service's Service names one instance, and changes in one write.
import { SeaworthyError } from '../../base/errors.ts';
import type { Wanted } from '../../model/unit.ts';
import { adoptedInstance, isStillTheirs } from './adoption.ts';
import { routeBack, routeForward } from './handover.ts';
import { ownLabels } from './labels.ts';
import { type Instance, lookAt, servedBy } from './looker.ts';
import { type Kube, merge, ofStack } from './stack.ts';

interface Route {
  readonly signal: AbortSignal;
  readonly midAct: (() => void) | undefined;
  /** Of the workload, where it is known. */
  readonly kind: string | undefined;
  /** What is wanted of the service from now on. */
  readonly wanted: Wanted | undefined;
}

export async function routeTo(
  kube: Kube,
  { service, instance }: { readonly service: string; readonly instance: string | null },
  { signal, midAct, kind, wanted }: Route,
): Promise<void> {
  // Under another kind than now wanted it may stand there all the same.
  const find = (there: readonly Instance[]) => there.find(({ name }) => name === instance);
  let there = await lookAt(kube, signal, service, kind);
  if (instance !== null && find(there) === undefined) there = await lookAt(kube, signal, service);
  const target = find(there);
  if (instance !== null && target === undefined)
    throw new SeaworthyError('ENGINE_REFUSED', `${instance} is not an instance of ${service}`);
  const to = instance ?? 'none';
  const spec = { selector: { [ownLabels.instance]: to } };
  for (const one of await ofStack(kube, 'service', signal, { service })) {
    if (servedBy(one) === to) continue;
    if (to === adoptedInstance(service)) await routeBack(kube, one, there, signal);
    else if (target !== undefined && wanted !== undefined && isStillTheirs(one))
      await routeForward(kube, one, { wanted, identity: { ...target, instance: target.name } }, signal);
    else await merge(kube, one, { spec }, signal);
  }
  midAct?.();
}
