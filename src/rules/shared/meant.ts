// What to say of a name that is not known, when a known one is near.
import type { Span } from '../../base/span.ts';
import { nearest } from '../../base/text.ts';
import type { Problem } from '../../model/finding.ts';
import { replace, review } from '../fix.ts';

/** Advice, and a fix where the span covers just the name. */
export function meant(name: string, at: Span, known: Iterable<string>): Pick<Problem, 'advice' | 'fix'> {
  const guess = nearest(name, known);
  if (guess === undefined) return {};
  const advice = `Did you mean ${guess}?`;
  if (at.end - at.start !== name.length) return { advice };
  return { advice, fix: review(`Write ${guess}`, replace(at, guess)) };
}
