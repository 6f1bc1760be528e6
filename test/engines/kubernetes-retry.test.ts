import { describe, expect, test } from 'vitest';
import { mostTries, type Outcome, waitBefore } from '../../src/engines/kubernetes/retry.ts';
import type { ApiRequest } from '../../src/engines/kubernetes/wire.ts';

const request = (method: ApiRequest['method']): ApiRequest => ({ method, path: '/api/v1/pods' });
const answer = (status: number, body: unknown = {}, retryAfter?: number): Outcome => ({
  status,
  warnings: [],
  retryAfter,
  body,
});
const ownedByOthers = { details: { causes: [{ reason: 'FieldManagerConflict', field: '.spec.replicas' }] } };
const misfit = {
  message: 'failed to create typed patch object (shop/web; apps/v1): .spec.x: field not declared',
};

describe('asked once more', () => {
  test.each<[string, ApiRequest['method'], Outcome]>([
    ['too many requests, whatever was asked', 'POST', answer(429)],
    ['a server that starts anew', 'GET', answer(503)],
    ['an internal error', 'PATCH', answer(500)],
    ['no answer to what is the same twice', 'DELETE', 'none'],
    ['a race for the same object', 'PATCH', answer(409)],
  ])('%s', (_name, method, outcome) => {
    expect(waitBefore(request(method), outcome, 1, 0.5)).toBeGreaterThan(0);
  });

  test.each<[string, ApiRequest['method'], Outcome]>([
    ['what was done', 'GET', answer(200)],
    ['what is not there', 'GET', answer(404)],
    ['what is not allowed', 'PATCH', answer(403)],
    ['no answer to a POST: nobody knows what it did', 'POST', 'none'],
    ['an internal error of a POST', 'POST', answer(500)],
    ['fields that others own', 'PATCH', answer(409, ownedByOthers)],
    ['a body that does not fit its kind', 'PATCH', answer(500, misfit)],
  ])('not %s', (_name, method, outcome) => {
    expect(waitBefore(request(method), outcome, 1, 0.5)).toBeUndefined();
  });

  test('longer each time, up to a bound, and not for ever', () => {
    const waits = Array.from({ length: mostTries - 1 }, (_, tried) =>
      waitBefore(request('GET'), 'none', tried + 1, 1),
    );
    expect(waits).toEqual([250, 500, 1000, 2000, 4000, 8000, 8000]);
    expect(waitBefore(request('GET'), 'none', mostTries, 1)).toBeUndefined();
  });

  test('not before the server wants it, but never after half a minute and a bit', () => {
    expect(waitBefore(request('GET'), answer(429, {}, 2), 1, 0)).toBe(2000);
    expect(waitBefore(request('GET'), answer(503, {}, 3600), 1, 0)).toBe(30_000);
  });

  test('clients that failed together come back apart', () => {
    expect(waitBefore(request('GET'), 'none', 4, 0)).toBe(1000);
    expect(waitBefore(request('GET'), 'none', 4, 1)).toBe(2000);
  });
});
