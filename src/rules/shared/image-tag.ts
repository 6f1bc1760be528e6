// What a tag of an image is made of: a version, and words that choose a variant.

export interface TagParts {
  /** The leading numbers: `3.12-slim` gives 3 and 12; empty for `lts-alpine`. */
  readonly version: readonly number[];
  /** The rest, with # for numbers: `#-slim`, `v#`, `lts-alpine#`. */
  readonly variant: string;
}

export function partsOf(tag: string): TagParts {
  const [, prefix = '', numbers, rest = ''] = /^(v(?=\d))?(\d+(?:\.\d+)*)?(.*)$/s.exec(tag) ?? [];
  return {
    version: numbers === undefined ? [] : numbers.split('.').map(Number),
    variant: `${prefix}${numbers === undefined ? '' : '#'}${rest.replace(/\d+(?:\.\d+)*/g, '#')}`,
  };
}

/** Tags before a release, of single builds and of Windows, whose forms are many. */
export function isForTrial(tag: string): boolean {
  return /windows|nanoserver|(?:^|[-.\d])(?:rc|a|b|m|ea|dev|alpha|beta|milestone|preview|snapshot|incubating|test|experimental|unstable|nightly|edge)(?=$|[-.\d])|\d{6}|[0-9a-f]{8}/i.test(
    tag,
  );
}
