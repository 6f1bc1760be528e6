// Where nodes of the tree stand in the text, and whether others than their own parent see them.
import { liesIn, type Span } from '../../base/span.ts';
import { entryOf, type YamlDocument, type YamlEntry, type YamlNode } from './tree.ts';

/** A YAML text and its tree. */
export interface YamlSource {
  readonly file: string;
  readonly text: string;
  readonly documents: readonly YamlDocument[];
}

/** A node where it was written, with what it stands in. */
export interface Place {
  readonly node: YamlNode;
  readonly parent: Place | undefined;
  /** The entry of the parent, when that is a map. */
  readonly entry: YamlEntry | undefined;
}

/** The place of a node's span, or of the span of its key; undefined for what only an alias brings there. */
export function placeAt({ documents }: YamlSource, at: Span): Place | undefined {
  for (const { root } of documents) {
    const found =
      root === undefined ? undefined : placeIn({ node: root, parent: undefined, entry: undefined }, at);
    if (found !== undefined) return found;
  }
  return undefined;
}

function placeIn(place: Place, at: Span): Place | undefined {
  const { node, entry } = place;
  if (isSame(node.span, at) || (entry !== undefined && isSame(entry.key.span, at))) return place;
  const child = childAround(place, at);
  return child === undefined ? undefined : placeIn(child, at);
}

/** The innermost scalar, key or value, that the span is part of. */
export function placeAround({ documents }: YamlSource, at: Span): Place | undefined {
  for (const { root } of documents) {
    let place: Place | undefined =
      root === undefined ? undefined : { node: root, parent: undefined, entry: undefined };
    while (place !== undefined && place.node.kind !== 'scalar') {
      place = childAround(place, at);
    }
    if (place !== undefined && liesIn(at, place.node.span)) return place;
  }
  return undefined;
}

/** The child that stands in the node's own text around the span. A list may hold a hundred thousand. */
function childAround(place: Place, at: Span): Place | undefined {
  const { node } = place;
  if (node.kind === 'scalar' || node.alias !== undefined) return undefined;
  if (node.kind === 'list') {
    const item = node.items.find(({ alias, span }) => alias === undefined && liesIn(at, span));
    return item && { node: item, parent: place, entry: undefined };
  }
  const entry = node.entries.find(
    ({ merged, key, span }) => merged === undefined && key.alias === undefined && liesIn(at, span),
  );
  return entry && { node: entry.value, parent: place, entry };
}

export function isSame(a: Span, b: Span): boolean {
  return a.file === b.file && a.start === b.start && a.end === b.end;
}

/** The place under a key; undefined when there is no such key, or its value stands elsewhere. */
export function placeUnder(place: Place, key: string): Place | undefined {
  const entry = entryOf(place.node, key);
  if (entry === undefined || entry.merged !== undefined || entry.value.alias !== undefined) return undefined;
  return { node: entry.value, parent: place, entry };
}

/** True when an alias shows the place elsewhere as well, so that an edit here changes more than its own parent. */
export function isShared({ text }: YamlSource, place: Place): boolean {
  for (let at: Place | undefined = place; at !== undefined; at = at.parent) {
    const { anchor, alias } = at.node;
    if (alias !== undefined) return true;
    if (anchor !== undefined && text.includes(`*${anchor}`)) return true;
  }
  return false;
}

/** True where a `<<` may bring the key into the map again once it is taken away from there. */
export function isMerged({ text, documents }: YamlSource, { node }: Place, key: string): boolean {
  if (node.kind !== 'map') return false;
  const written = text.slice(node.span.start, node.span.end);
  if (!written.includes('<<')) return false;
  if (/<<["']?[ \t]*:[^\n]*\{/.test(written)) return true;
  // Which of the anchored maps are merged is not looked at: it is enough that none of them has the key.
  return documents.some(({ root }) => holdsAnchored(root, key));
}

function holdsAnchored(node: YamlNode | undefined, key: string): boolean {
  if (node === undefined || node.kind === 'scalar' || node.alias !== undefined) return false;
  if (node.kind === 'list') return node.items.some((item) => holdsAnchored(item, key));
  if (node.anchor !== undefined && entryOf(node, key) !== undefined) return true;
  return node.entries.some(({ value, merged }) => merged === undefined && holdsAnchored(value, key));
}
