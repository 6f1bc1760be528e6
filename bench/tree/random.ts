// A seeded source of choices: the same seed gives the same tree on every machine.

export interface Random {
  /** From 0 to `limit` - 1. */
  below(limit: number): number;
  chance(share: number): boolean;
  pick<T>(from: readonly T[]): T;
  some<T>(from: readonly T[], most: number): readonly T[];
}

/** Mulberry32: 32 bits of state are plenty for file contents. */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  const pick = <T>(from: readonly T[]): T => {
    const one = from[below(from.length)];
    if (one === undefined) throw new RangeError('nothing to pick from');
    return one;
  };
  return {
    below,
    pick,
    chance: (share) => next() < share,
    some(from, most) {
      const wanted = below(Math.min(most, from.length) + 1);
      const chosen = new Set<number>();
      while (chosen.size < wanted) chosen.add(below(from.length));
      return [...chosen].sort((a, b) => a - b).flatMap((at) => from[at] ?? []);
    },
  };
}

export const words = [
  'orders',
  'billing',
  'catalog',
  'search',
  'users',
  'mail',
  'reports',
  'stock',
  'prices',
  'media',
  'events',
  'auth',
  'gateway',
  'audit',
  'jobs',
  'metrics',
  'sessions',
  'carts',
  'reviews',
  'labels',
  'imports',
  'exports',
  'notify',
  'geo',
] as const;
