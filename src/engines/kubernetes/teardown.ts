// Taking everything of the stack away that is ours: what the inventory names, and what carries our labels besides.
import { systemClock } from '../../base/clock.ts';
import { textAt } from '../../base/json.ts';
import type { Inventory } from './inventory.ts';
import { selectorOf } from './labels.ts';
import { lookAt } from './looker.ts';
import { type Kube, list, ofStack } from './stack.ts';

const pollMs = 200;

export async function removeAll(
  kube: Kube,
  inventory: Inventory,
  volumes: boolean,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const instances = (await lookAt(kube, signal)).map(({ name }) => `instance ${name}`);
  const removed = [...instances, ...(await inventory.clear(signal))];
  for (const kind of ['deployment', 'statefulSet', 'job', 'service'] as const)
    for (const one of await ofStack(kube, kind, signal))
      await kube.client.remove(one, textAt(one, 'metadata', 'uid'), signal);
  while ((await ofStack(kube, 'pod', signal)).length > 0) await systemClock.sleep(pollMs, signal);
  if (!volumes) return removed;
  for (const claim of await list(kube, 'claim', selectorOf(kube.stack), signal))
    if (await kube.client.remove(claim, textAt(claim, 'metadata', 'uid'), signal))
      removed.push(`volume ${claim.metadata.name}`);
  return removed;
}

/** An instance whose stop was cut short may have gone by itself: nothing stops it again, and no step forgets it. */
export async function forgetGone(kube: Kube, inventory: Inventory): Promise<void> {
  const { signal } = new AbortController();
  const [there, bundles] = await Promise.all([lookAt(kube, signal), inventory.bundles(signal)]);
  const names = [...there.map(({ name }) => name), ...bundles.map(({ instance }) => instance)];
  await inventory.keepOnly(names, signal);
}
