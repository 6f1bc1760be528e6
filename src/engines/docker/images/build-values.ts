// Values of `build:` in the forms that builders take.

import { entriesAt, numberAt } from '../../../base/json.ts';
import { parseBytes } from '../../../base/units.ts';

/** Compose resolves sizes to numbers of bytes, or keeps the text. */
export function bytesIn(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  return typeof value === 'string' ? parseBytes(value) : undefined;
}

export interface Ulimit {
  readonly Name: string;
  readonly Soft: number;
  readonly Hard: number;
}

/** One number is both limits. */
export function ulimitsIn(value: unknown): readonly Ulimit[] {
  return entriesAt(value).flatMap(([Name, own]) => {
    const both = typeof own === 'number' ? own : undefined;
    const Soft = both ?? numberAt(own, 'soft');
    const Hard = both ?? numberAt(own, 'hard');
    return Soft === undefined || Hard === undefined ? [] : [{ Name, Soft, Hard }];
  });
}
