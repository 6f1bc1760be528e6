// The resolved compose document as plain JSON.
import type { Json } from '../model/container.ts';
import type { ResolvedNode } from '../model/service.ts';

export function plainOf(node: ResolvedNode): Json {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'list') return node.items.map(plainOf);
  return Object.fromEntries([...node.entries].map(([name, value]) => [name, plainOf(value)]));
}

export function isMapping(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function entry(value: Json | undefined, name: string): Json | undefined {
  return isMapping(value) ? value[name] : undefined;
}

export function textOf(value: Json | undefined): string | undefined {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : undefined;
}
