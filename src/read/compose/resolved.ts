// From our tree to the model's: the resolved document with spans.
import { posix } from 'node:path';
import type { Origin } from '../../base/span.ts';
import { located } from '../../base/span.ts';
import type { ResolvedNode } from '../../model/service.ts';
import type { Node, Plain, ScalarNode } from './node/node.ts';
import { isAbsolute } from './paths.ts';

/** The model keeps histories at leaves only; those of whole lists and mappings are remembered here for `explain`. */
const trails = new WeakMap<ResolvedNode, readonly Origin[]>();

export type PrintedPaths =
  | { readonly kind: 'relative' }
  /** As their files have them. */
  | { readonly kind: 'written' }
  | { readonly kind: 'absolute'; readonly root: string; readonly home: string };

export function resolvedOf(node: Node, paths: PrintedPaths = { kind: 'relative' }): ResolvedNode {
  if (node.kind === 'scalar')
    return { kind: 'scalar', ...located(printedValue(node, paths), node.span, node.trail) };
  const inner = (own: Node) => resolvedOf(own, paths);
  const resolved: ResolvedNode =
    node.kind === 'list'
      ? { kind: 'list', span: node.span, items: node.items.map(inner) }
      : {
          kind: 'map',
          span: node.span,
          entries: new Map([...node.entries].map(([name, { value }]) => [name, inner(value)])),
        };
  if (node.trail.length > 0) trails.set(resolved, node.trail);
  return resolved;
}

function printedValue(node: ScalarNode, paths: PrintedPaths): Plain {
  if (paths.kind === 'written') return node.written ?? node.value;
  if (paths.kind === 'relative' || node.isRooted !== true) return node.value;
  const isHome = node.text.startsWith('~');
  return isHome ? posix.join(paths.home, node.text.slice(1)) : absolute(paths.root, node.text);
}

function absolute(root: string, path: string): string {
  return isAbsolute(path) ? path : posix.join(root, path);
}

export function trailOf(node: ResolvedNode): readonly Origin[] {
  return (node.kind === 'scalar' ? node.trail : trails.get(node)) ?? [];
}
