// Which pod stands for an instance, where only one can be asked.
import { SeaworthyError } from '../../base/errors.ts';
import { textAt } from '../../base/json.ts';
import { type ApiObject, objectsAt } from './json.ts';
import { isReady } from './observe.ts';
import { type Kube, ofStack } from './stack.ts';

export async function podsOf(
  kube: Kube,
  instance: string,
  signal: AbortSignal,
): Promise<readonly ApiObject[]> {
  return ofStack(kube, 'pod', signal, { instance });
}

/** One that is ready, else one that runs, else any. @throws SeaworthyError ENGINE_REFUSED when there is none */
export async function podOf(kube: Kube, instance: string, signal: AbortSignal): Promise<ApiObject> {
  const pods = await podsOf(kube, instance, signal);
  const isRunning = (pod: ApiObject) => textAt(pod, 'status', 'phase') === 'Running';
  const found = pods.find(isReady) ?? pods.find(isRunning) ?? pods[0];
  if (found === undefined) throw new SeaworthyError('ENGINE_REFUSED', `${instance} has no pod`);
  return found;
}

export function containerOf(pod: ApiObject): string {
  return textAt(objectsAt(pod, 'spec', 'containers')[0], 'name') ?? '';
}
