// When to ask an API server once more, and after how long. Pure: the client does the waiting.
import { textAt } from '../../base/json.ts';
import { objectsAt } from './json.ts';
import type { ApiAnswer, ApiRequest } from './wire.ts';

/** What came of one try: an answer, or none at all. */
export type Outcome = ApiAnswer | 'none';

/** How often a request is sent at the most. */
export const mostTries = 8;

const firstMs = 250;
const mostMs = 8_000;
/** A server may ask for patience, but not for more than a person has who looks on. */
const mostAskedMs = 30_000;

/**
 * Milliseconds until the next try; undefined when the outcome is final.
 * @param tried how often it was sent, from 1
 * @param chance from 0 to 1: clients that failed together must not come back together
 */
export function waitBefore(
  request: ApiRequest,
  outcome: Outcome,
  tried: number,
  chance: number,
): number | undefined {
  if (tried >= mostTries || !isWorthIt(request, outcome)) return undefined;
  const asked = outcome === 'none' ? undefined : outcome.retryAfter;
  const own = Math.min(firstMs * 2 ** (tried - 1), mostMs);
  if (asked !== undefined) return Math.min(asked * 1000, mostAskedMs) + own * chance;
  return own * (0.5 + chance / 2);
}

function isWorthIt(request: ApiRequest, outcome: Outcome): boolean {
  // Without an answer nobody knows what was done. Twice is once for all but POST.
  const isOnce = request.method === 'POST' && !isQuestion(request);
  if (outcome === 'none') return !isOnce;
  // It was not even looked at.
  if (outcome.status === 429) return true;
  if (outcome.status === 409) return request.method === 'PATCH' && !isOwnedByOthers(outcome);
  return isTrouble(outcome) && !isOnce;
}

/** Who somebody is and what he may do is asked by POST, and keeps nothing. */
function isQuestion({ path }: ApiRequest): boolean {
  return /^\/apis\/auth(?:entication|orization)\.k8s\.io\//.test(path);
}

/** The server's own trouble, which passes. A body that does not fit its kind is a 500 as well, and stays one. */
export function isTrouble({ status, body }: ApiAnswer): boolean {
  const isMisfit = /^failed to create (?:typed patch object|manager)/.test(textAt(body, 'message') ?? '');
  return [429, 502, 503, 504].includes(status) || (status === 500 && !isMisfit);
}

/** Fields that another manager owns stay owned, however often one asks; other conflicts are races. */
export function isOwnedByOthers({ body }: ApiAnswer): boolean {
  return objectsAt(body, 'details', 'causes').some(
    (cause) => textAt(cause, 'reason') === 'FieldManagerConflict',
  );
}
