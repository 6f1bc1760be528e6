// From nodes to the model's leaves.
import { keptList, keptMap } from '../../../base/kept.ts';
import { type Located, located } from '../../../base/span.ts';
import { itemsAt, type Node, type ScalarNode, scalarAt } from '../node/node.ts';

export function textOf(node: ScalarNode): Located<string> {
  return located(node.text, node.span, node.trail);
}

export function locatedText(node: Node | undefined, ...keys: readonly string[]): Located<string> | undefined {
  const scalar = scalarAt(node, ...keys);
  return scalar === undefined ? undefined : textOf(scalar);
}

export function locatedFlag(
  node: Node | undefined,
  ...keys: readonly string[]
): Located<boolean> | undefined {
  const scalar = scalarAt(node, ...keys);
  return typeof scalar?.value === 'boolean' ? located(scalar.value, scalar.span, scalar.trail) : undefined;
}

export function locatedTexts(node: Node | undefined, ...keys: readonly string[]): readonly Located<string>[] {
  return keptList(
    itemsAt(node, ...keys).flatMap((item) =>
      item.kind === 'scalar' && item.value !== null ? [textOf(item)] : [],
    ),
  );
}

/** A number read from the text by `read`: bytes, CPUs, milliseconds. */
export function locatedNumber(
  read: (text: string) => number | undefined,
  node: Node | undefined,
  ...keys: readonly string[]
): Located<number> | undefined {
  const scalar = scalarAt(node, ...keys);
  const value = scalar === undefined ? undefined : read(scalar.text);
  return scalar === undefined || value === undefined ? undefined : located(value, scalar.span, scalar.trail);
}

export function toNumber(text: string): number | undefined {
  const value = Number(text);
  return text.trim() === '' || !Number.isFinite(value) ? undefined : value;
}

export function flagAt(node: Node | undefined, fallback: boolean, ...keys: readonly string[]): boolean {
  return locatedFlag(node, ...keys)?.value ?? fallback;
}

/** The entries of a map of single values; a name without value has `undefined`. */
export function locatedEntries(node: Node | undefined): ReadonlyMap<string, Located<string | undefined>> {
  const entries = new Map<string, Located<string | undefined>>();
  if (node?.kind !== 'map') return keptMap(entries);
  for (const [name, { value }] of node.entries) {
    if (value.kind !== 'scalar') continue;
    entries.set(name, located(value.value === null ? undefined : value.text, value.span, value.trail));
  }
  return keptMap(entries);
}
