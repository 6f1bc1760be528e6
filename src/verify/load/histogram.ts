// Latencies in buckets whose width grows with the value, after the idea of HdrHistogram: any number of samples in fixed
// memory, every quantile off by at most 1 part in 1024. https://hdrhistogram.github.io/HdrHistogram/

/** Values below this many microseconds have a bucket of their own; above, so many buckets share each doubling. */
const base = 1024;
const shift = 10;
/** 2^36 µs are 19 hours: longer than any timeout. */
const doublings = 26;

export class Histogram {
  readonly #counts = new Uint32Array(base + (doublings * base) / 2);
  #count = 0;
  #sum = 0;
  #minimum = Number.POSITIVE_INFINITY;
  #maximum = 0;

  /** Milliseconds; below 0 counts as 0. */
  add(ms: number): void {
    const us = Math.max(0, Math.round(ms * 1000));
    const index = indexOf(us);
    this.#counts[index] = (this.#counts[index] ?? 0) + 1;
    this.#count += 1;
    this.#sum += ms;
    if (ms < this.#minimum) this.#minimum = ms;
    if (ms > this.#maximum) this.#maximum = ms;
  }

  get count(): number {
    return this.#count;
  }

  /** All four are milliseconds, 0 where nothing was added. */
  get average(): number {
    return this.#count === 0 ? 0 : this.#sum / this.#count;
  }

  get minimum(): number {
    return this.#count === 0 ? 0 : this.#minimum;
  }

  get maximum(): number {
    return this.#maximum;
  }

  /** The smallest value that at least `percent` of the samples do not exceed. */
  percentile(percent: number): number {
    const rank = Math.max(1, Math.ceil((percent / 100) * this.#count - 1e-9));
    let seen = 0;
    for (const [index, count] of this.#counts.entries()) {
      seen += count;
      if (seen >= rank) return Math.min(middleOf(index), this.#maximum);
    }
    return 0;
  }

  /** How many samples exceed the limit, to a bucket's width. */
  above(limitMs: number): number {
    const from = indexOf(Math.max(0, Math.round(limitMs * 1000))) + 1;
    let count = 0;
    for (let index = from; index < this.#counts.length; index++) count += this.#counts[index] ?? 0;
    return count;
  }

  /** Buckets that hold something: the middle in milliseconds, and how many. */
  buckets(): readonly (readonly [ms: number, count: number])[] {
    const filled: [number, number][] = [];
    for (const [index, count] of this.#counts.entries()) if (count > 0) filled.push([middleOf(index), count]);
    return filled;
  }
}

function indexOf(us: number): number {
  if (us < base) return us;
  const exponent = Math.min(doublings, Math.floor(Math.log2(us)) - shift + 1);
  // Half of each doubling's buckets are those of the one below.
  return exponent * (base / 2) + Math.min(base - 1, Math.floor(us / 2 ** exponent));
}

function middleOf(index: number): number {
  if (index < base) return index / 1000;
  const exponent = Math.floor(index / (base / 2)) - 1;
  const low = (index - exponent * (base / 2)) * 2 ** exponent;
  return (low + (2 ** exponent - 1) / 2) / 1000;
}
