// Images that have a substitute on this host.
import { imageFamily } from '../../../model/data-store.ts';
import type { UnitSpec } from '../../../model/unit.ts';
import { mariadb } from './mariadb.ts';
import { postgres } from './postgres.ts';
import { redis } from './redis.ts';
import type { Substitute } from './substitute.ts';

export const substitutes: readonly Substitute[] = [postgres, redis, mariadb];

/** A command of the user's own wins over a substitute, and so does a build: it is code of the project. */
export function substituteOf(unit: UnitSpec): Substitute | undefined {
  const { image } = unit;
  if (image === undefined || unit.build !== undefined || unit.local.command !== undefined) return undefined;
  const family = imageFamily(image);
  return substitutes.find((one) => one.families.includes(family));
}
