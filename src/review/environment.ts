// How much a fact weighs in the place where it stands: less in overlays and files that no user is served from.
import type { Severity } from '../model/finding.ts';
import { type Purpose, purposeOf } from '../model/purpose.ts';

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

/** False for files that serve work on the code and its tests. */
export function isForProduction(file: string): boolean {
  const purpose = purposeAt(file);
  return purpose === undefined || purpose === 'sample';
}

type Scale = Readonly<Record<Severity, Severity>>;

/** What is broken still costs somebody an hour; what is exposed or fragile hardly matters there. */
const lowered: Readonly<Record<Purpose, Scale>> = {
  development: { critical: 'high', high: 'low', medium: 'low', low: 'low', info: 'info' },
  sample: { critical: 'medium', high: 'low', medium: 'low', low: 'low', info: 'info' },
  test: { critical: 'low', high: 'low', medium: 'low', low: 'low', info: 'info' },
};

/** `from` is the compose file whose stack was looked at, where the finding may stand in another file. */
export function severityIn(file: string, severity: Severity, from?: string): Severity {
  const purpose = purposeAt(file) ?? (from === undefined ? undefined : purposeAt(from));
  return purpose === undefined ? severity : lowered[purpose][severity];
}

const known = new Map<string, Purpose | undefined>();
/** More files than a review asks of again and again. */
const maximumKnown = 10_000;

function purposeAt(file: string): Purpose | undefined {
  if (known.has(file)) return known.get(file);
  if (known.size >= maximumKnown) known.clear();
  const purpose = purposeOf(file);
  known.set(file, purpose);
  return purpose;
}
