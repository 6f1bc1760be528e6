// What a review yields, and how much of the repository it rests on.
import type { Edit } from '../base/edit.ts';
import type { Span } from '../base/span.ts';

/** One scale. Critical: it will not build, will not start, loses data or is open to anyone. */
export const severities = ['critical', 'high', 'medium', 'low', 'info'] as const;
export type Severity = (typeof severities)[number];

export const confidences = ['certain', 'likely', 'possible'] as const;
export type Confidence = (typeof confidences)[number];

/** `safe` cannot change behaviour; `review` changes it for the better and needs a named flag. */
export interface Fix {
  readonly kind: 'safe' | 'review';
  readonly title: string;
  readonly edits: readonly Edit[];
}

/**
 * A fix, or how to work it out: most findings are only counted or told of together with others, and a fix may need the
 * tree of a whole file. `fixOf` gives it.
 */
export type FixOffer = Fix | (() => Fix | undefined);

const workedOut = new WeakMap<() => Fix | undefined, Fix | 'none'>();

/** The fix of a problem or finding, worked out once; undefined where there is none. */
export function fixOf({ fix }: { readonly fix?: FixOffer | undefined }): Fix | undefined {
  if (typeof fix !== 'function') return fix;
  const known = workedOut.get(fix) ?? fix() ?? 'none';
  workedOut.set(fix, known);
  return known === 'none' ? undefined : known;
}

export interface Related {
  readonly at: Span;
  readonly message: string;
}

/** What a rule yields: a fact at a place. */
export interface Problem {
  readonly at: Span;
  /** Subject and what is true here, present tense, no full stop, no advice. */
  readonly message: string;
  /** Name of the object concerned, for fingerprints: `service api`, `stage runtime`, `services.api.ports`. */
  readonly object?: string;
  readonly related?: readonly Related[];
  readonly fix?: FixOffer;
  /** What to do about this one, where more can be said than the rule's advice. */
  readonly advice?: string;
  /** Those of the rule's aliases that mean this one, where each of them is about something else. */
  readonly aliases?: readonly string[];
  /** Overrides of the rule's defaults, where the facts of this place say so (a development overlay, a guess). */
  readonly severity?: Severity;
  readonly confidence?: Confidence;
}

/** A waiver that applies to a finding. */
export interface Waiver {
  readonly reason: string;
  readonly owner?: string;
  /** ISO date after which it no longer applies. */
  readonly expires?: string;
  readonly at: Span;
}

/** A problem with its rule, as reported. */
export interface Finding {
  readonly rule: string;
  readonly aliases: readonly string[];
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly at: Span;
  readonly object: string;
  readonly message: string;
  readonly related: readonly Related[];
  readonly fix: FixOffer | undefined;
  readonly advice?: string;
  readonly waived: Waiver | undefined;
  /** Hash of file, object and rule (not of the line), so that a baseline survives edits above. */
  readonly fingerprint: string;
}

export interface Risk {
  readonly word: 'HIGH' | 'MEDIUM' | 'LOW';
  readonly points: number;
  /** The arithmetic, for people: `2 critical × 25 + 3 high × 8 = 74`. */
  readonly because: string;
}

export function isAtLeast(severity: Severity, limit: Severity): boolean {
  return severities.indexOf(severity) <= severities.indexOf(limit);
}
