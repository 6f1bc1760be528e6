// What holds for the files of people holds for every bad example of a rule with a fix, with all rules on.
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { rules } from '../src/rules/all.ts';
import { type ExampleFiles, ruleName } from '../src/rules/rule.ts';
import { folderWith } from './read/folder.ts';
import { held } from './review/held.ts';

/** What stood behind a mistake: until that was mended, nothing could be said of it. */
const uncovered: Readonly<Record<string, readonly string[]>> = {
  'compose/secret-path-not-mounted 2': [
    'compose.yaml: compose/secret-file-missing (secret db-password is read from db.txt, which does not exist)',
  ],
  'kubernetes/invalid-value 1': [
    'k8s/api.yaml: kubernetes/service-load-balancer-public (Service api gets a public load balancer)',
  ],
  'kubernetes/service-selects-nothing 1': [
    'k8s/api.yaml: kubernetes/readiness-probe-missing-behind-service (Deployment api has no readiness probe and gets requests through Service api)',
  ],
};
/** Of one name, which is that of the compose project. */
function exampleFolder(files: ExampleFiles): string {
  const named = Object.entries(files).map(([path, text]) => [`example/${path}`, text]);
  return join(folderWith(Object.fromEntries(named)), 'example');
}

const fixable = rules.filter(({ examples }) => examples.some(({ fixed }) => fixed !== undefined));

test('the rules that carry a fix are many', () => {
  console.info(`${fixable.length} of ${rules.length} rules carry a fix`);
  expect(fixable.length).toBeGreaterThanOrEqual(120);
});

describe.each(fixable.map((rule) => [ruleName(rule), rule] as const))('%s', (name, { examples }) => {
  const bad = examples.filter(({ kind }) => kind === 'bad');
  test.each(bad.map(({ files }, index) => [index + 1, files] as const))(
    'bad example %i is repaired without a needless byte',
    async (index, files) => {
      const { flaws, uncovered: come } = await held(exampleFolder(files));
      expect(flaws).toEqual([]);
      expect(come).toEqual(uncovered[`${name} ${index}`] ?? []);
    },
  );
});
