// From our tree to the model's: the resolved document with spans.
import { located } from '../../base/span.ts';
import type { ResolvedNode } from '../../model/service.ts';
import type { Node } from './node/node.ts';

/** `asWritten`: paths as their files have them instead of relative to the root. */
export function resolvedOf(node: Node, asWritten = false): ResolvedNode {
  if (node.kind === 'scalar') {
    const value = asWritten ? (node.written ?? node.value) : node.value;
    return { kind: 'scalar', ...located(value, node.span, node.trail) };
  }
  const { span } = node;
  const trail = node.trail.length > 0 ? { trail: node.trail } : {};
  if (node.kind === 'list')
    return { kind: 'list', span, ...trail, items: node.items.map((item) => resolvedOf(item, asWritten)) };
  const entries = new Map<string, ResolvedNode>();
  for (const [name, { value }] of node.entries) entries.set(name, resolvedOf(value, asWritten));
  return { kind: 'map', span, ...trail, entries };
}
