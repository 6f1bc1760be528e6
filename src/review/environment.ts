// Which overlays are for work on the code rather than for users.

const nonProduction = new Set([
  'dev',
  'devel',
  'development',
  'local',
  'test',
  'tests',
  'testing',
  'ci',
  'debug',
  'override',
]);

/** False for environments named dev, development, local, test, ci, debug, override, also as one word of a name. */
export function isProduction(environment: string | undefined): boolean {
  const words = environment?.toLowerCase().split(/[-_.]/) ?? [];
  return !words.some((word) => nonProduction.has(word));
}
