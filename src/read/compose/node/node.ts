// The tree that all steps of the loader pass on: plain YAML without syntax, each piece with the text that set it.
import type { Origin, Span } from '../../../base/span.ts';

export type Node = MapNode | ListNode | ScalarNode;

interface NodeBase {
  readonly span: Span;
  /** Through what the value came here and what it replaced, nearest first. */
  readonly trail: readonly Origin[];
  /** `!reset` takes the value of earlier files away, `!override` replaces it whole (spec: merge, "Reset value"). */
  readonly tag?: MergeTag | undefined;
}

export type MergeTag = 'reset' | 'override';

export interface MapNode extends NodeBase {
  readonly kind: 'map';
  readonly entries: ReadonlyMap<string, Entry>;
  /** True for a mapping that docker compose keeps as a list of `NAME=value`: no path leads to its entries. */
  readonly wasList?: boolean;
}

export interface Entry {
  /** The key in the last file that sets it. */
  readonly key: Span;
  /** The key in the file that first named it. */
  readonly first: Span;
  readonly value: Node;
}

export interface ListNode extends NodeBase {
  readonly kind: 'list';
  readonly items: readonly Node[];
}

export type Plain = string | number | boolean | null;

export interface ScalarNode extends NodeBase {
  readonly kind: 'scalar';
  readonly value: Plain;
  /** The content as text, variables replaced, numbers in decimal digits. */
  readonly text: string;
  /** What a plain value was that has no type of its own here: a number with a fraction or exponent, a date. */
  readonly form?: 'float' | 'date' | undefined;
  /** As the file has it, where YAML makes another text of it: `010` of 8. */
  readonly spelling?: string | undefined;
  /** True for a path that is relative to the root already, not to the folder of its file. */
  readonly isRooted?: boolean;
  /** A path as it stands in its file, where `value` has been made relative to the root. */
  readonly written?: string | undefined;
  /** Span of a part of `text`; absent when only the whole can be pointed at. */
  readonly place?: Place | undefined;
}

/** Where the characters `from` to `to` of a scalar's text stand in the file. */
export type Place = (from: number, to: number) => Span;

export const noTrail: readonly Origin[] = [];

export function scalar(value: Plain, span: Span, trail: readonly Origin[] = noTrail): ScalarNode {
  return { kind: 'scalar', span, trail, value, text: value === null ? '' : String(value) };
}

/** A value that nobody wrote: `span` is the object that lacks it. */
export function defaulted(value: Plain, span: Span): ScalarNode {
  return scalar(value, span, [{ how: 'default', span }]);
}

export function list(items: readonly Node[], span: Span, trail: readonly Origin[] = noTrail): ListNode {
  return { kind: 'list', span, trail, items };
}

export function map(
  entries: ReadonlyMap<string, Entry>,
  span: Span,
  trail: readonly Origin[] = noTrail,
): MapNode {
  return { kind: 'map', span, trail, entries };
}

export function entry(key: Span, value: Node): Entry {
  return { key, first: key, value };
}

/** A map of `[key, value]` pairs without undefined values; each key stands where its value does. */
export function record(
  pairs: readonly (readonly [string, Node | undefined])[],
  span: Span,
  of?: Node,
): MapNode {
  const entries = new Map<string, Entry>();
  for (const [name, value] of pairs) if (value !== undefined) entries.set(name, entry(value.span, value));
  return { kind: 'map', span, trail: of?.trail ?? noTrail, tag: of?.tag, entries };
}

/** The part of a scalar's text from `from` to `to`, as a scalar of its own. */
export function part(of: ScalarNode, from: number, to: number = of.text.length): ScalarNode {
  const text = of.text.slice(from, to);
  const span = of.place?.(from, to) ?? of.span;
  const place = of.place;
  const own: Place | undefined =
    place === undefined ? undefined : (start, end) => place(from + start, from + end);
  return { kind: 'scalar', span, trail: of.trail, value: text, text, place: own };
}

/** The same place and history with another value. */
export function revalued(of: ScalarNode, value: Plain): ScalarNode {
  return { ...of, value, text: value === null ? '' : String(value) };
}

export function isMap(node: Node | undefined): node is MapNode {
  return node?.kind === 'map';
}

export function isList(node: Node | undefined): node is ListNode {
  return node?.kind === 'list';
}

export function isScalar(node: Node | undefined): node is ScalarNode {
  return node?.kind === 'scalar';
}

export function isNull(node: Node | undefined): boolean {
  return node?.kind === 'scalar' && node.value === null;
}

export function valueAt(node: Node | undefined, ...keys: readonly string[]): Node | undefined {
  let at = node;
  for (const key of keys) at = isMap(at) ? at.entries.get(key)?.value : undefined;
  return at;
}

export function mapAt(node: Node | undefined, ...keys: readonly string[]): MapNode | undefined {
  const at = valueAt(node, ...keys);
  return isMap(at) ? at : undefined;
}

/** The items of a list; none for what is not a list. */
export function itemsAt(node: Node | undefined, ...keys: readonly string[]): readonly Node[] {
  const at = valueAt(node, ...keys);
  return isList(at) ? at.items : [];
}

/** The scalar at a path; neither absent nor null. */
export function scalarAt(node: Node | undefined, ...keys: readonly string[]): ScalarNode | undefined {
  const at = valueAt(node, ...keys);
  return isScalar(at) && at.value !== null ? at : undefined;
}

export function textAt(node: Node | undefined, ...keys: readonly string[]): string | undefined {
  return scalarAt(node, ...keys)?.text;
}

/** Entry by entry: the constructor makes two objects for each of them. */
export function copyOf(entries: ReadonlyMap<string, Entry>): Map<string, Entry> {
  const copy = new Map<string, Entry>();
  entries.forEach((entry, name) => {
    copy.set(name, entry);
  });
  return copy;
}

/** The map with entries added, replaced or, where the value is undefined, taken away. */
export function withEntries(
  of: MapNode,
  changes: readonly (readonly [string, Entry | undefined])[],
): MapNode {
  const entries = copyOf(of.entries);
  for (const [name, value] of changes) {
    if (value === undefined) entries.delete(name);
    else entries.set(name, value);
  }
  return { ...of, entries };
}
