// Content hashes of plain values.
import type { Hash } from 'node:crypto';

/** JSON with sorted keys and without `undefined`: equal values give equal text. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => {
    if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
  });
}

/** Hex SHA-256 of a text or of a value's canonical JSON, cut to `length` digits. */
export function hashOf(value: unknown, length = 64): string {
  const text = typeof value === 'string' ? value : canonicalJson(value);
  return sha256().update(text).digest('hex').slice(0, length);
}

/** SHA-256, to be fed piece by piece. Its module is loaded with the first: a review that keeps nothing hashes nothing. */
export function sha256(): Hash {
  return process.getBuiltinModule('node:crypto').createHash('sha256');
}
