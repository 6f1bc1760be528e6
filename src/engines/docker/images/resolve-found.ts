// What resolving goes by and comes to, for the files' images and for those of a record.
import type { PlannedImage } from '../../../model/image.ts';
import type { Buildx } from './buildx.ts';
import { digestAt, type LocalImage } from './local-image.ts';
import type { Platform } from './platform.ts';
import { familiarRepository, type Reference } from './reference.ts';
import { type LayerSource, layersOfLocal } from './resolve-layers.ts';
import type { RemoteContext } from './resolve-remote.ts';
import type { ImageWish } from './wish.ts';

export interface ResolveContext extends RemoteContext, LayerSource {
  /** What the engine itself runs. */
  readonly platform: Platform;
  readonly buildx: () => Promise<Buildx | undefined>;
  readonly nowMs: number;
  /** Questions under way at once, at most. */
  readonly parallel: number;
}

export type Found =
  | { readonly kind: 'image'; readonly image: PlannedImage; readonly warning?: string }
  | { readonly kind: 'obstacle'; readonly message: string; readonly hint: string };

export interface Asked {
  readonly wish: ImageWish;
  readonly reference: Reference;
  readonly platform: Platform;
  readonly context: ResolveContext;
}

export async function present(
  { wish, reference, context }: Asked,
  local: LocalImage,
  because: string,
  change: 'present' | 'build' = 'present',
): Promise<Extract<Found, { kind: 'image' }>> {
  const digest = digestAt(local, reference);
  const layers = await layersOfLocal(local, context);
  const known = digest === undefined ? undefined : `${familiarRepository(reference)}@${digest}`;
  return { kind: 'image', image: { ...plain(wish), change, because, id: local.id, digest: known, layers } };
}

export function plain({
  name,
  services,
  platform,
}: ImageWish): Pick<PlannedImage, 'name' | 'services' | 'platform'> {
  return { name, services, platform };
}
