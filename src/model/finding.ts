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
  readonly fix?: Fix;
  /** What to do about this one, where more can be said than the rule's advice. */
  readonly advice?: string;
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
  readonly fix: Fix | undefined;
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
