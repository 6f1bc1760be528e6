// From our tree to the model's: the resolved document with spans.
import type { Origin } from '../../base/span.ts';
import { located } from '../../base/span.ts';
import type { ResolvedNode } from '../../model/service.ts';
import type { Node } from './node/node.ts';

/** The model keeps histories at leaves only; those of whole lists and mappings are remembered here for `explain`. */
const trails = new WeakMap<ResolvedNode, readonly Origin[]>();

/** `asWritten`: paths as their files have them instead of relative to the root. */
export function resolvedOf(node: Node, asWritten = false): ResolvedNode {
  if (node.kind === 'scalar') {
    const value = asWritten ? (node.written ?? node.value) : node.value;
    return { kind: 'scalar', ...located(value, node.span, node.trail) };
  }
  const resolved: ResolvedNode =
    node.kind === 'list'
      ? { kind: 'list', span: node.span, items: node.items.map((item) => resolvedOf(item, asWritten)) }
      : {
          kind: 'map',
          span: node.span,
          entries: new Map(
            [...node.entries].map(([name, { value }]) => [name, resolvedOf(value, asWritten)]),
          ),
        };
  if (node.trail.length > 0) trails.set(resolved, node.trail);
  return resolved;
}

export function trailOf(node: ResolvedNode): readonly Origin[] {
  return (node.kind === 'scalar' ? node.trail : trails.get(node)) ?? [];
}
