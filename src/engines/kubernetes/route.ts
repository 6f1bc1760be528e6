// Traffic inside the cluster: the selector of the service's Service names one instance, and changes in one write.
import { SeaworthyError } from '../../base/errors.ts';
import { ownLabels } from './labels.ts';
import { lookAt, servedBy } from './looker.ts';
import { type Kube, merge, ofStack } from './stack.ts';

interface Route {
  readonly signal: AbortSignal;
  readonly midAct: (() => void) | undefined;
  /** Of the workload, where it is known. */
  readonly kind: string | undefined;
}

export async function routeTo(
  kube: Kube,
  { service, instance }: { readonly service: string; readonly instance: string | null },
  { signal, midAct, kind }: Route,
): Promise<void> {
  // Under another kind than now wanted it may stand there all the same.
  const isThere = async (only?: string) =>
    (await lookAt(kube, signal, service, only)).some(({ name }) => name === instance);
  if (instance !== null && !(await isThere(kind)) && !(await isThere()))
    throw new SeaworthyError('ENGINE_REFUSED', `${instance} is not an instance of ${service}`);
  const to = instance ?? 'none';
  const spec = { selector: { [ownLabels.instance]: to } };
  for (const one of await ofStack(kube, 'service', signal, { service }))
    if (servedBy(one) !== to) await merge(kube, one, { spec }, signal);
  midAct?.();
}
