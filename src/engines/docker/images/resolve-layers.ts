// The layers of images with their sizes, each known by the content below it and its own, so that what is shared is
// counted once wherever it comes from.
import { createHash } from 'node:crypto';
import { mapBounded } from '../../../base/bounded.ts';
import { listAt, textAt } from '../../../base/json.ts';
import type { ImageLayer } from '../../../model/image.ts';
import type { DockerClient } from '../client.ts';
import { unpackedSize } from './layer-size.ts';
import { type LocalImage, localImage, localLayerSizes } from './local-image.ts';
import type { RemoteImage, RemoteLayer } from './manifest.ts';
import type { Reference } from './reference.ts';
import type { Registry } from './registry.ts';

export interface LayerSource {
  readonly client: DockerClient;
  readonly registry: Registry;
  readonly signal: AbortSignal;
  /** Bytes unpacked by digest of the compressed layer: what was asked once holds for ever. */
  readonly sizes: Map<string, number>;
  /** Asked once, when something is to be pulled. */
  readonly here: () => Promise<ReadonlySet<string>>;
  /** Images are called by their digest at the registry, not by that of their configuration. */
  readonly idIsDigest: boolean;
}

/** For layers whose blob does not tell; what compressed layers come to, by and large. */
const usualRatio = 2.5;
const parallel = 8;

/** Keys of a chain of layers: equal for equal content on equal content. */
export function chainKeys(diffIds: readonly string[]): readonly string[] {
  let key = '';
  return diffIds.map((diffId) => {
    key = createHash('sha256').update(`${key} ${diffId}`).digest('hex').slice(0, 32);
    return key;
  });
}

export async function layersOfRemote(
  reference: Reference,
  image: RemoteImage,
  source: LayerSource,
): Promise<readonly ImageLayer[]> {
  const keys =
    image.diffIds.length === image.layers.length
      ? chainKeys(image.diffIds)
      : image.layers.map((layer) => layer.digest);
  const here = await source.here();
  return await mapBounded([...image.layers.entries()], parallel, async ([index, layer]) => {
    const key = keys[index] ?? layer.digest;
    const known = await sizeOf(reference, layer, source);
    return {
      key,
      compressed: layer.size,
      unpacked: known ?? Math.round(layer.size * usualRatio),
      estimated: known === undefined,
      present: here.has(key),
    };
  });
}

async function sizeOf(
  reference: Reference,
  layer: RemoteLayer,
  source: LayerSource,
): Promise<number | undefined> {
  const known = source.sizes.get(layer.digest) ?? (await unpackedSize(reference, layer, source));
  if (known !== undefined) source.sizes.set(layer.digest, known);
  return known;
}

export async function layersOfLocal(
  image: LocalImage,
  { client, signal }: LayerSource,
): Promise<readonly ImageLayer[]> {
  const sizes = await localLayerSizes(client, image, signal);
  const common = { compressed: undefined, estimated: false, present: true };
  if (sizes === undefined) return [{ ...common, key: image.id, unpacked: image.size }];
  return chainKeys(image.diffIds).map((key, index) => ({ ...common, key, unpacked: sizes[index] ?? 0 }));
}

/** Chains of layers that the engine has. */
export async function layersHere(client: DockerClient, signal: AbortSignal): Promise<ReadonlySet<string>> {
  const { body } = await client.call('GET', '/images/json', { signal });
  const ids = listAt(body).flatMap((image) => textAt(image, 'Id') ?? []);
  const images = await mapBounded(ids, parallel, (id) => localImage(client, id, signal));
  return new Set(images.flatMap((image) => chainKeys(image?.diffIds ?? [])));
}
