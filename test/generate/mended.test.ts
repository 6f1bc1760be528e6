// A rule that names a kind of `generate` is mended by it: after the kind has run on a bad example the finding is gone.
import { describe, expect, test } from 'vitest';
import type { Project } from '../../src/model/project.ts';
import { review } from '../../src/review/run.ts';
import { rules } from '../../src/rules/all.ts';
import { ruleName } from '../../src/rules/rule.ts';
import { generateOnly } from './generating.ts';

const named = rules.filter(({ generate }) => generate !== undefined);

describe.each(named.map((rule) => [ruleName(rule), rule] as const))('%s', (name, { generate, examples }) => {
  const bad = examples.filter(({ kind }) => kind === 'bad');
  test.each(bad.map(({ files }, index) => [index + 1, files] as const))(
    'bad example %i',
    async (_, files) => {
      const found = (project: Project) => review(project).findings.filter(({ rule }) => rule === name).length;
      const { before, after } = await generateOnly(generate ?? '', files);
      expect(found(before)).toBeGreaterThan(0);
      expect(found(after)).toBe(0);
    },
  );
});

test('there are such rules', () => {
  expect(named.map(ruleName)).toContain('compose/secret-in-file');
});
