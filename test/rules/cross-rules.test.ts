import { expect, test } from 'vitest';
import { crossArtifactRules } from '../../scripts/cross-rules.ts';
import { rules } from '../../src/rules/all.ts';

test('at least 80 rules of our own look at several artifacts at once', async () => {
  expect((await crossArtifactRules(rules)).length).toBeGreaterThanOrEqual(80);
}, 120_000);

test('a rule that one file suffices for is not among them', async () => {
  const names = await crossArtifactRules(rules.filter(({ area }) => area === 'project'));
  expect(names).toContain('project/script-service-unknown');
  expect(names).not.toContain('project/script-prunes-volumes');
}, 60_000);
