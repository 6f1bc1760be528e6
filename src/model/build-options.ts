// Which keys of `build:` say what an image is, and which only how it comes about.

const howOnly = new Set([
  'cache_from',
  'cache_to',
  'no_cache',
  'no_cache_filter',
  'provenance',
  'pull',
  'sbom',
  'tags',
]);

/** Without what changes nothing of the image, so that it is neither built nor replaced for it. */
export function contentOptions(
  options: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(options).filter(([key]) => !howOnly.has(key)));
}
