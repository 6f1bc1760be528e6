// Reads typed fields out of parsed JSON: what comes over a socket or from a file is believed only after a look.
import { SeaworthyError } from '../../base/errors.ts';

export type Fields = Readonly<Record<string, unknown>>;

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The mapping under `key`, or the value itself when no key is given. */
export function fieldsOf(value: unknown, key?: string): Fields {
  const inner = key === undefined ? value : isFields(value) ? value[key] : undefined;
  if (!isFields(inner)) throw wrong(key ?? 'value', 'a mapping');
  return inner;
}

export function textOf(fields: Fields, key: string): string {
  const value = fields[key];
  if (typeof value !== 'string') throw wrong(key, 'text');
  return value;
}

export function numberOf(fields: Fields, key: string): number {
  const value = fields[key];
  if (typeof value !== 'number') throw wrong(key, 'a number');
  return value;
}

export function flagOf(fields: Fields, key: string): boolean {
  const value = fields[key];
  if (typeof value !== 'boolean') throw wrong(key, 'true or false');
  return value;
}

export function listOf(fields: Fields, key: string): readonly unknown[] {
  const value = fields[key];
  if (!Array.isArray(value)) throw wrong(key, 'a list');
  return value;
}

export function textsOf(fields: Fields, key: string): readonly string[] {
  return listOf(fields, key).map((item) => {
    if (typeof item !== 'string') throw wrong(key, 'a list of texts');
    return item;
  });
}

export function maybeText(fields: Fields, key: string): string | undefined {
  return fields[key] === undefined || fields[key] === null ? undefined : textOf(fields, key);
}

export function maybeNumber(fields: Fields, key: string): number | undefined {
  return fields[key] === undefined || fields[key] === null ? undefined : numberOf(fields, key);
}

/** A mapping of texts. */
export function textMapOf(fields: Fields, key: string): Readonly<Record<string, string>> {
  const map = fieldsOf(fields, key);
  return Object.fromEntries(Object.keys(map).map((name) => [name, textOf(map, name)]));
}

/** A mapping of numbers. */
export function numberMapOf(fields: Fields, key: string): Readonly<Record<string, number>> {
  const map = fieldsOf(fields, key);
  return Object.fromEntries(Object.keys(map).map((name) => [name, numberOf(map, name)]));
}

/** One of a closed set of words. */
export function wordOf<const W extends string>(fields: Fields, key: string, words: readonly W[]): W {
  const found = words.find((word) => word === fields[key]);
  if (found === undefined) throw wrong(key, `one of ${words.join(', ')}`);
  return found;
}

function wrong(key: string, what: string): SeaworthyError {
  return new SeaworthyError('STATE_VERSION', `"${key}" is not ${what}`, {
    hint: 'Use the version of seaworthy that wrote it, or take the stack down first.',
  });
}
