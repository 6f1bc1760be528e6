// The patterns of `${X#p}`: `*` is any text, `?` any character. All ways to match are followed at once, so that the time
// is at most the product of both lengths; backtracking would try them one after the other.

/** How long the beginnings of the value are that the pattern matches, in rising order. */
export function lengthsOf(value: string, pattern: string): readonly number[] {
  const lengths: number[] = [];
  let places = reach(pattern, [0]);
  for (let at = 0; ; at++) {
    if (places.has(pattern.length)) lengths.push(at);
    if (at >= value.length || places.size === 0) return lengths;
    places = reach(pattern, after(pattern, places, value.charAt(at)));
  }
}

/** The value with the first (or each) longest match replaced. */
export function replaced(value: string, pattern: string, by: string, all: boolean): string {
  let out = '';
  for (let at = 0; at < value.length; ) {
    const length = lengthsOf(value.slice(at), pattern).at(-1) ?? 0;
    if (length === 0) {
      out += value.charAt(at);
      at += 1;
      continue;
    }
    out += by;
    at += length;
    if (!all) return out + value.slice(at);
  }
  return out;
}

/** Places in the pattern after one more character. */
function* after(pattern: string, places: ReadonlySet<number>, char: string): Generator<number> {
  for (const place of places) {
    const expected = pattern.charAt(place);
    if (expected === '*') yield place;
    else if (expected === '?' || expected === char) yield place + 1;
  }
}

/** With those behind a star, which may stand for nothing. */
function reach(pattern: string, places: Iterable<number>): Set<number> {
  const all = new Set<number>();
  for (const place of places) {
    let next = place;
    all.add(next);
    while (pattern.charAt(next) === '*') all.add(++next);
  }
  return all;
}
