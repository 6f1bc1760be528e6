import { expect, test } from 'vitest';
import type { Confidence, Finding, Severity } from '../../src/model/finding.ts';
import { riskOf } from '../../src/review/risk.ts';

const at = { file: 'f', start: 0, end: 0 };

function findings(...kinds: readonly (readonly [number, Severity, Confidence?])[]): readonly Finding[] {
  return kinds.flatMap(([amount, severity, confidence = 'certain']) =>
    Array.from({ length: amount }, () => ({
      rule: 'a/b',
      aliases: [],
      severity,
      confidence,
      at,
      object: 'f',
      message: 'm',
      related: [],
      fix: undefined,
      waived: undefined,
      fingerprint: '',
    })),
  );
}

test.each([
  ['nothing', [], 'LOW', 'nothing that counts = 0'],
  ['infos do not count', findings([9, 'info']), 'LOW', 'nothing that counts = 0'],
  [
    'a certain critical alone',
    findings([1, 'critical']),
    'HIGH',
    '1 critical × 25 = 25; a certain critical is HIGH by itself',
  ],
  [
    'a likely one is not',
    findings([1, 'critical', 'likely']),
    'MEDIUM',
    '1 likely critical × 25 × 0.7 = 17.5',
  ],
  ['the limit of HIGH', findings([5, 'high']), 'HIGH', '5 high × 8 = 40'],
  [
    'just below',
    findings([4, 'high'], [3, 'medium'], [3, 'low']),
    'MEDIUM',
    '4 high × 8 + 3 medium × 2 + 3 low × 0.5 = 39.5',
  ],
  ['the limit of MEDIUM', findings([5, 'medium']), 'MEDIUM', '5 medium × 2 = 10'],
  [
    'below it',
    findings([1, 'high'], [3, 'low', 'possible']),
    'LOW',
    '1 high × 8 + 3 possible low × 0.5 × 0.3 = 8.45',
  ],
  [
    'waived ones do not count',
    findings([1, 'critical']).map((finding) => ({ ...finding, waived: { reason: 'r', at } })),
    'LOW',
    'nothing that counts = 0',
  ],
])('%s', (_name, list, word, because) => {
  expect(riskOf(list)).toMatchObject({ word, because });
});

test('the sum shown is the sum of the terms', () => {
  const { because, points } = riskOf(
    findings([3, 'critical', 'possible'], [7, 'low', 'likely'], [2, 'medium', 'likely']),
  );
  const [sum = ''] = because.split(' = ');
  const total = sum
    .split(' + ')
    .map((term) =>
      (term.match(/\d+(?:\.\d+)?/g) ?? []).map(Number).reduce((product, factor) => product * factor, 1),
    )
    .reduce((a, b) => a + b, 0);
  expect(total).toBeCloseTo(points, 10);
});
