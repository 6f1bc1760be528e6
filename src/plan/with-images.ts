// Units with the images that were looked up for them: another image is another unit.
import type { PlannedImage } from '../model/image.ts';
import type { Wanted } from '../model/unit.ts';
import { configOf } from './wanted.ts';

/** What is built is known by its content already, and its id only afterwards. */
export function withImages(wanted: readonly Wanted[], images: readonly PlannedImage[]): readonly Wanted[] {
  const byService = new Map(
    images.flatMap((image) => image.services.map((service) => [service, image] as const)),
  );
  const built = new Set(
    wanted
      .filter(({ unit }) => unit.build !== undefined)
      .flatMap(({ unit }) => byService.get(unit.service)?.name ?? []),
  );
  return wanted.map((one) => {
    const image = byService.get(one.unit.service);
    if (image === undefined || image.id === undefined || built.has(image.name)) return one;
    const unit = { ...one.unit, imageId: image.id, imageDigest: image.digest };
    return { ...one, unit, config: configOf(unit) };
  });
}
