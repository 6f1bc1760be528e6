// Values of compose's canonical keys, in the units of the Engine API.

import { at, entriesAt, listAt } from '../../base/json.ts';
import { parseBytes, parseDuration } from '../../base/units.ts';

/** Bytes; `512m`, `"536870912"` and `536870912` are the same. */
export function bytesAt(value: unknown, ...path: readonly string[]): number | undefined {
  const found = at(value, ...path);
  if (typeof found === 'number') return found;
  if (typeof found !== 'string') return undefined;
  return /^-?\d+$/.test(found) ? Number(found) : parseBytes(found);
}

/** Nanoseconds of a duration. */
export function nanosecondsAt(value: unknown, ...path: readonly string[]): number | undefined {
  const found = at(value, ...path);
  const ms = typeof found === 'string' ? parseDuration(found) : undefined;
  return ms === undefined ? undefined : Math.round(ms * 1e6);
}

/** A number that may be written as text. */
export function amountAt(value: unknown, ...path: readonly string[]): number | undefined {
  const found = at(value, ...path);
  const number = typeof found === 'string' ? Number(found) : found;
  return typeof number === 'number' && !Number.isNaN(number) ? number : undefined;
}

/** A list of texts; undefined where there is none, so that the engine's own default stays. */
export function textsAt(value: unknown, ...path: readonly string[]): readonly string[] | undefined {
  const found = listAt(value, ...path).flatMap((one) =>
    typeof one === 'string' || typeof one === 'number' ? [String(one)] : [],
  );
  return found.length === 0 ? undefined : found;
}

/** A mapping of texts, numbers and flags as texts; undefined where there is none. */
export function wordsAt(value: unknown, ...path: readonly string[]): Record<string, string> | undefined {
  const found = entriesAt(value, ...path).map(
    ([name, word]) => [name, word === null ? '' : String(word)] as const,
  );
  return found.length === 0 ? undefined : Object.fromEntries(found);
}
