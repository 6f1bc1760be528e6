// The resolved compose document, for keys that the model of services does not hold.
import type { ResolvedNode, Stack } from '../../model/service.ts';

/** The node at a path; undefined where nothing is. */
export function nodeAt(root: ResolvedNode | undefined, path: readonly string[]): ResolvedNode | undefined {
  let node = root;
  for (const key of path) node = node?.kind === 'map' ? node.entries.get(key) : undefined;
  return node;
}

export function serviceNode(stack: Stack, service: string): ResolvedNode | undefined {
  return nodeAt(stack.resolved, ['services', service]);
}

/** A scalar key of a service as text. */
export function textOf(stack: Stack, service: string, ...path: readonly string[]): string | undefined {
  const node = nodeAt(serviceNode(stack, service), path);
  return node?.kind === 'scalar' && node.value !== null ? String(node.value) : undefined;
}
