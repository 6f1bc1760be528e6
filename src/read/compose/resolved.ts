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

/** A map or list whose content is made, once, when it is asked for; what it is made from is let go then. */
abstract class Later<From extends MapNode | ListNode, Content> {
  readonly span: Span;
  readonly trail?: readonly Origin[];
  #node: From | undefined;
  readonly #paths: PrintedPaths;
  #content: Content | undefined;

  constructor(node: From, paths: PrintedPaths) {
    this.span = node.span;
    if (node.trail.length > 0) this.trail = node.trail;
    this.#node = node;
    this.#paths = paths;
  }

  protected content(make: (node: From, paths: PrintedPaths) => Content): Content {
    if (this.#node !== undefined) this.#content = make(this.#node, this.#paths);
    this.#node = undefined;
    return this.#content as Content;
  }
}

class ResolvedMap extends Later<MapNode, ReadonlyMap<string, ResolvedNode>> {
  readonly kind = 'map';

  get entries(): ReadonlyMap<string, ResolvedNode> {
    return this.content(entriesOf);
  }
}

class ResolvedList extends Later<ListNode, readonly ResolvedNode[]> {
  readonly kind = 'list';

  get items(): readonly ResolvedNode[] {
    return this.content(itemsOf);
  }
}

function entriesOf({ entries }: MapNode, paths: PrintedPaths): ReadonlyMap<string, ResolvedNode> {
  const made = new Map<string, ResolvedNode>();
  for (const [name, { value }] of entries) made.set(name, resolvedOf(value, paths));
  return keptMap(made);
}

function itemsOf({ items }: ListNode, paths: PrintedPaths): readonly ResolvedNode[] {
  return keptList(items.map((item) => resolvedOf(item, paths)));
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
