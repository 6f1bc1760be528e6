// From our tree to the model's: the resolved document with spans.
import { posix } from 'node:path';
import { keptList, keptMap } from '../../base/kept.ts';
import type { ResolvedNode } from '../../model/service.ts';
import type { Node, Plain, ScalarNode } from './node/node.ts';
import { isAbsolute } from './paths.ts';

export type PrintedPaths =
  | { readonly kind: 'relative' }
  /** As their files have them. */
  | { readonly kind: 'written' }
  | { readonly kind: 'absolute'; readonly root: string; readonly home: string };

export function resolvedOf(node: Node, paths: PrintedPaths = { kind: 'relative' }): ResolvedNode {
  // Written out without spreading: V8 keeps what is spread into a new object in a second one beside it.
  const { span, trail } = node;
  const isPlain = trail.length === 0;
  if (node.kind === 'scalar') {
    const value = printedValue(node, paths);
    return isPlain ? { kind: 'scalar', value, span } : { kind: 'scalar', value, span, trail };
  }
  if (node.kind === 'list') {
    const items = keptList(node.items.map((item) => resolvedOf(item, paths)));
    return isPlain ? { kind: 'list', span, items } : { kind: 'list', span, trail, items };
  }
  const made = new Map<string, ResolvedNode>();
  for (const [name, { value }] of node.entries) made.set(name, resolvedOf(value, paths));
  const entries = keptMap(made);
  return isPlain ? { kind: 'map', span, entries } : { kind: 'map', span, trail, entries };
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
