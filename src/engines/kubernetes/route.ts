// Traffic inside the cluster: the selector of the service's Service names one instance, and changes in one write.
import { SeaworthyError } from '../../base/errors.ts';
import { ownLabels, selectorOf } from './labels.ts';
import { lookAt } from './looker.ts';
import { type Kube, list, merge } from './stack.ts';

export async function routeTo(
  kube: Kube,
  service: string,
  instance: string | null,
  { signal, midAct }: { readonly signal: AbortSignal; readonly midAct: (() => void) | undefined },
): Promise<void> {
  const there = await lookAt(kube, signal, service);
  if (instance !== null && !there.some(({ name }) => name === instance))
    throw new SeaworthyError('ENGINE_REFUSED', `${instance} is not an instance of ${service}`);
  const selector = `${selectorOf(kube.stack)},${ownLabels.service}=${service}`;
  const spec = { selector: { [ownLabels.instance]: instance ?? 'none' } };
  for (const one of await list(kube, 'service', selector, signal)) await merge(kube, one, { spec }, signal);
  midAct?.();
}
