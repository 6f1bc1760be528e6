// Images by digest: `config --lock-image-digests` prints them as a file that is merged over the others.
import type { ResolvedNode, Stack } from '../../model/service.ts';
import { type ConfigOptions, rendered } from './config.ts';
import type { PlainValue } from './emit-yaml.ts';
import { plainNode } from './mask.ts';
import { entriesOf, itemsOf, textOf } from './select.ts';

type Services = ConfigOptions['services'];

/** Images that are named by a tag only, each once. */
export function tagsOf(stack: Stack, services: Services): readonly string[] {
  const images = runnable(stack, services).flatMap(([, , node]) => imagesIn(node));
  return [...new Set(images.filter((image) => !image.includes('@sha256:')))];
}

export function imageLock(stack: Stack, { services, format }: ConfigOptions): string {
  const lock: Record<string, Record<string, PlainValue>> = { services: {} };
  for (const [kind, name, node] of runnable(stack, services)) {
    const image = textOf(entriesOf(node).get('image'));
    const volumes = imageVolumes(node).map(plainNode);
    lock[kind] = {
      ...lock[kind],
      [name]: { ...(image === undefined ? {} : { image }), ...(volumes.length === 0 ? {} : { volumes }) },
    };
  }
  return rendered(lock, format);
}

function runnable(stack: Stack, services: Services): readonly (readonly [string, string, ResolvedNode])[] {
  const of = (kind: string) =>
    [...entriesOf(stack.resolved, kind)].map(([name, node]) => [kind, name, node] as const);
  const wanted = of('services').filter(([, name]) => services === undefined || services.has(name));
  return [...wanted, ...of('jobs')];
}

function imagesIn(node: ResolvedNode): readonly string[] {
  const hooks = itemsOf(entriesOf(node).get('pre_start')).map((hook) => entriesOf(hook).get('image'));
  const volumes = imageVolumes(node).map((volume) => entriesOf(volume).get('source'));
  return [entriesOf(node).get('image'), ...hooks, ...volumes].flatMap((image) => textOf(image) ?? []);
}

function imageVolumes(node: ResolvedNode): readonly ResolvedNode[] {
  const volumes = itemsOf(entriesOf(node).get('volumes'));
  return volumes.filter((volume) => textOf(entriesOf(volume).get('type')) === 'image');
}
