// Lists and maps of a model that is kept to the end of a review, in no more memory than what they hold. V8 gives an
// array that has grown room for some 16 items more, and an empty map 180 bytes.

const noItems: readonly never[] = [];
const noEntries: ReadonlyMap<never, never> = new Map<never, never>();

/** The same items. Of those that have none there is one, which nobody may add to. */
export function keptList<T>(items: readonly T[]): readonly T[] {
  return items.length === 0 ? noItems : items.slice();
}

/** The same entries. Of maps that have none there is one, which nobody may add to. */
export function keptMap<K, V>(entries: ReadonlyMap<K, V>): ReadonlyMap<K, V> {
  return entries.size === 0 ? noEntries : entries;
}
