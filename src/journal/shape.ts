// Guards for what is read back from the disk: a type is claimed only after its fields were looked at.

import { isObject } from '../base/json.ts';

export type Guard<T> = (value: unknown) => value is T;

/** A guard that can name what is wrong. */
export interface Shape<T> {
  readonly is: Guard<T>;
  /** `field "seq" is missing or of the wrong type`; only meaningful where `is` says no. */
  wrong(value: unknown): string;
}

export const isText: Guard<string> = (value) => typeof value === 'string';
export const isNumber: Guard<number> = (value): value is number =>
  typeof value === 'number' && Number.isFinite(value);
export const isBoolean: Guard<boolean> = (value) => typeof value === 'boolean';

/** JSON drops `undefined`, so a missing key and an undefined value are the same. */
export function optional<T>(guard: Guard<T>): Guard<T | undefined> {
  return (value): value is T | undefined => value === undefined || guard(value);
}

export function orNull<T>(guard: Guard<T>): Guard<T | null> {
  return (value): value is T | null => value === null || guard(value);
}

export function oneOf<const T extends string | number>(...values: readonly T[]): Guard<T> {
  return (value): value is T => values.some((one) => one === value);
}

export function listOf<T>(guard: Guard<T>): Guard<readonly T[]> {
  return (value): value is readonly T[] => Array.isArray(value) && value.every(guard);
}

export function recordOf<T>(guard: Guard<T>): Guard<Readonly<Record<string, T>>> {
  return (value): value is Readonly<Record<string, T>> =>
    isObject(value) && Object.values(value).every(guard);
}

export function anyOf<T>(guards: readonly Guard<T>[]): Guard<T> {
  return (value): value is T => guards.some((guard) => guard(value));
}

/** Fields that are not listed are kept as they are: a state may carry more than its readers know. */
export function shape<T extends object>(fields: { readonly [K in keyof T]-?: Guard<T[K]> }): Shape<T> {
  const names = Object.keys(fields);
  const guards = new Map<string, (value: unknown) => boolean>(Object.entries(fields));
  const wrongField = (value: Readonly<Record<string, unknown>>) =>
    names.find((name) => guards.get(name)?.(value[name]) !== true);
  return {
    is: (value): value is T => isObject(value) && wrongField(value) === undefined,
    wrong(value) {
      if (value === undefined) return 'it is not JSON';
      if (!isObject(value)) return 'it is not a JSON object';
      const name = wrongField(value);
      return name === undefined ? 'nothing' : `field "${name}" is missing or of the wrong type`;
    },
  };
}
