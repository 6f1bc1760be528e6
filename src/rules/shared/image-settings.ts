// Settings that end the program of a published image at its start, and those without which it ends.
import type { ImageName } from './image.ts';
import { checks, type ImageUse, type SettingFault } from './image-settings-table.ts';
import { partsOf } from './image-tag.ts';

export type { ImageUse } from './image-settings-table.ts';

/** What the program of the image ends at. */
export function* faultsOf(use: ImageUse): Iterable<SettingFault> {
  for (const { images, since, find } of checks) {
    if (!images.test(use.image.repository) || (since !== undefined && !isFrom(use.image, since))) continue;
    const found = find(use);
    if (found !== undefined) yield found;
  }
}

/** A line of releases, `8`, is the newest of them; who names none has the newest of all. */
export function isFrom({ tag, digest }: ImageName, since: readonly number[]): boolean {
  if (tag === undefined || tag === 'latest') return digest === undefined;
  const { version } = partsOf(tag);
  if (version.length === 0) return false;
  const at = since.findIndex((number, index) => version[index] !== number);
  return at === -1 || at >= version.length || (version[at] ?? 0) > (since[at] ?? 0);
}
