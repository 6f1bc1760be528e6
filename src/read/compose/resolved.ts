// From our tree to the model's: the resolved document with spans.
import { posix } from 'node:path';
import { located } from '../../base/span.ts';
import type { ResolvedNode } from '../../model/service.ts';
import type { Node, Plain, ScalarNode } from './node/node.ts';
import { isAbsolute } from './paths.ts';

export type PrintedPaths =
  | { readonly kind: 'relative' }
  /** As their files have them. */
  | { readonly kind: 'written' }
  | { readonly kind: 'absolute'; readonly root: string; readonly home: string };

export function resolvedOf(node: Node, paths: PrintedPaths = { kind: 'relative' }): ResolvedNode {
  if (node.kind === 'scalar')
    return { kind: 'scalar', ...located(printedValue(node, paths), node.span, node.trail) };
  const { span } = node;
  const trail = node.trail.length > 0 ? { trail: node.trail } : {};
  if (node.kind === 'list')
    return { kind: 'list', span, ...trail, items: node.items.map((item) => resolvedOf(item, paths)) };
  const entries = new Map<string, ResolvedNode>();
  for (const [name, { value }] of node.entries) entries.set(name, resolvedOf(value, paths));
  return { kind: 'map', span, ...trail, entries };
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
