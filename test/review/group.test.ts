import { describe, expect, test } from 'vitest';
import { grouped } from '../../src/review/group.ts';
import { review } from '../../src/review/run.ts';
import { ruleAt } from './made-rule.ts';
import { smallProject, spanOf } from './small-project.ts';

const files = { 'a.yaml': 'one\ntwo\n', 'b.yaml': 'three\n' };
const [one, two] = [spanOf(files, 'a.yaml', 'one'), spanOf(files, 'a.yaml', 'two')];
const three = spanOf(files, 'b.yaml', 'three');

function told(...catalogue: ReturnType<typeof ruleAt>[]) {
  const result = grouped(review(smallProject(files), { catalogue }));
  const findings = result.findings.map(({ at, message, related }) => ({
    at: `${at.file}:${at.start}`,
    message,
    related: related.map((place) => `${place.at.file}:${place.at.start} ${place.message}`),
  }));
  return { findings, summary: result.summary };
}

describe('findings of equal words', () => {
  test('are one, at the first place, with the others beside it', () => {
    const { findings, summary } = told(ruleAt('same', [one, two, three]));
    expect(findings).toEqual([
      { at: 'a.yaml:0', message: 'same (and 2 more places)', related: ['a.yaml:4 same', 'b.yaml:0 same'] },
    ]);
    expect(summary.high).toBe(1);
  });

  test('stay apart when they weigh differently, when their rules do, or when each is to be dealt with', () => {
    const problems = [
      { at: one, message: 'same' },
      { at: three, message: 'same', severity: 'low' as const },
    ];
    expect(told({ ...ruleAt('same', []), check: () => problems }).findings).toHaveLength(2);
    expect(
      told(ruleAt('x', [one], { message: 'm' }), ruleAt('y', [two], { message: 'm' })).findings,
    ).toHaveLength(2);
    expect(told(ruleAt('same', [one, two], {}, { joins: 'never' })).findings).toHaveLength(2);
  });
});

test('a rule that speaks of whole files joins those of one file, and files that share words', () => {
  const problems = [
    { at: one, message: 'api lacks it' },
    { at: two, message: 'db lacks it' },
    { at: three, message: 'db lacks it' },
  ];
  const rule = { ...ruleAt('lacking', [], {}, { joins: 'file' as const }), check: () => problems };
  expect(told(rule).findings).toEqual([
    {
      at: 'a.yaml:0',
      message: 'api lacks it (and 2 more places)',
      related: ['a.yaml:4 db lacks it', 'b.yaml:0 db lacks it'],
    },
  ]);
});

test('a rule that speaks of folders joins those of one folder', () => {
  const far = { 'k8s/a.yaml': 'one\n', 'k8s/b.yaml': 'two\n', 'apps/c.yaml': 'three\n' };
  const problems = [
    { at: spanOf(far, 'k8s/a.yaml', 'one'), message: 'api lacks it' },
    { at: spanOf(far, 'k8s/b.yaml', 'two'), message: 'db lacks it' },
    { at: spanOf(far, 'apps/c.yaml', 'three'), message: 'web lacks it' },
  ];
  const rule = { ...ruleAt('lacking', [], {}, { joins: 'folder' as const }), check: () => problems };
  const result = grouped(review(smallProject(far), { catalogue: [rule] }));
  expect(result.findings.map(({ message }) => message)).toEqual([
    'web lacks it',
    'api lacks it (and 1 more place)',
  ]);
});
