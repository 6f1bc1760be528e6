// Text to the type that a key wants, as docker compose casts after interpolation.
import type { ScalarNode } from '../node/node.ts';
import type { ScalarShape } from './shape.ts';

const booleans: ReadonlyMap<string, boolean> = new Map([
  ...['true', 'y', 'yes', 'on'].map((word) => [word, true] as const),
  ...['false', 'n', 'no', 'off'].map((word) => [word, false] as const),
]);

/** The scalar in the wanted type; undefined when its text does not fit. */
export function castTo(node: ScalarNode, wanted: ScalarShape['cast']): ScalarNode | undefined {
  if (wanted === undefined) return node;
  if (wanted === 'boolean') {
    const value = typeof node.value === 'string' ? booleans.get(node.value.toLowerCase()) : node.value;
    return typeof value === 'boolean' ? { ...node, value } : undefined;
  }
  const value = typeof node.value === 'string' ? numberOf(node.value, wanted) : node.value;
  if (typeof value !== 'number' || !Number.isFinite(value)) return undefined;
  return wanted === 'integer' && !Number.isInteger(value) ? undefined : { ...node, value };
}

function numberOf(text: string, wanted: 'integer' | 'number'): number | undefined {
  if (wanted === 'integer') return /^[-+]?\d+$/.test(text) ? Number(text) : undefined;
  return /^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$/.test(text) ? Number(text) : undefined;
}
