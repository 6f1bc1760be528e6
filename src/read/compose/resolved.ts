// From our tree to the model's: the resolved document with spans.
import { posix } from 'node:path';
import { keptList, keptMap } from '../../base/kept.ts';
import type { Origin, Span } from '../../base/span.ts';
import type { ResolvedNode } from '../../model/service.ts';
import type { ListNode, MapNode, Node, Plain, ScalarNode } from './node/node.ts';
import { isAbsolute } from './paths.ts';

export type PrintedPaths =
  | { readonly kind: 'relative' }
  /** As their files have them. */
  | { readonly kind: 'written' }
  | { readonly kind: 'absolute'; readonly root: string; readonly home: string };

const relative: PrintedPaths = { kind: 'relative' };

/** Most of a project is looked at by nobody: what lies below a node is made when it is asked for. */
export function resolvedOf(node: Node, paths: PrintedPaths = relative): ResolvedNode {
  if (node.kind === 'map') return new ResolvedMap(node, paths);
  if (node.kind === 'list') return new ResolvedList(node, paths);
  const { span, trail } = node;
  const value = printedValue(node, paths);
  return trail.length === 0 ? { kind: 'scalar', value, span } : { kind: 'scalar', value, span, trail };
}

class ResolvedMap {
  readonly kind = 'map';
  readonly span: Span;
  readonly trail?: readonly Origin[];
  /** Until its entries are made. */
  #node: MapNode | undefined;
  readonly #paths: PrintedPaths;
  #entries: ReadonlyMap<string, ResolvedNode> | undefined;

  constructor(node: MapNode, paths: PrintedPaths) {
    this.span = node.span;
    if (node.trail.length > 0) this.trail = node.trail;
    this.#node = node;
    this.#paths = paths;
  }

  get entries(): ReadonlyMap<string, ResolvedNode> {
    if (this.#entries !== undefined) return this.#entries;
    const made = new Map<string, ResolvedNode>();
    for (const [name, { value }] of this.#node?.entries ?? []) made.set(name, resolvedOf(value, this.#paths));
    this.#node = undefined;
    this.#entries = keptMap(made);
    return this.#entries;
  }
}

class ResolvedList {
  readonly kind = 'list';
  readonly span: Span;
  readonly trail?: readonly Origin[];
  /** Until its items are made. */
  #node: ListNode | undefined;
  readonly #paths: PrintedPaths;
  #items: readonly ResolvedNode[] | undefined;

  constructor(node: ListNode, paths: PrintedPaths) {
    this.span = node.span;
    if (node.trail.length > 0) this.trail = node.trail;
    this.#node = node;
    this.#paths = paths;
  }

  get items(): readonly ResolvedNode[] {
    if (this.#items !== undefined) return this.#items;
    this.#items = keptList((this.#node?.items ?? []).map((item) => resolvedOf(item, this.#paths)));
    this.#node = undefined;
    return this.#items;
  }
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
