// What holds for the files of people holds for every bad example of a rule with a fix, with all rules on.
import { describe, expect, test } from 'vitest';
import { rules } from '../src/rules/index.generated.ts';
import { ruleName } from '../src/rules/rule.ts';
import { folderWith } from './read/folder.ts';
import { held } from './review/held.ts';

/** What stood behind a mistake: until that was mended, nothing could be said of it. */
const uncovered: Readonly<Record<string, readonly string[]>> = {
  'compose/secret-path-not-mounted 2': [
    'compose.yaml: compose/secret-file-missing (secret db-password is read from db.txt, which does not exist)',
  ],
  'env/env-key-renamed 1': [
    'compose.yaml: compose/url-host-unknown (api reaches for host db in DATABASE_URL, but no service answers to it)',
  ],
  'kubernetes/invalid-value 1': [
    'k8s/api.yaml: kubernetes/service-load-balancer-public (Service api gets a public load balancer)',
  ],
  'kubernetes/service-selects-nothing 1': [
    'k8s/api.yaml: kubernetes/readiness-probe-missing-behind-service (Deployment api has no readiness probe and gets requests through Service api)',
  ],
};
const fixable = rules.filter(({ examples }) => examples.some(({ fixed }) => fixed !== undefined));

describe.each(fixable.map((rule) => [ruleName(rule), rule] as const))('%s', (name, { examples }) => {
  const bad = examples.filter(({ kind }) => kind === 'bad');
  test.each(bad.map(({ files }, index) => [index + 1, files] as const))(
    'bad example %i is repaired without a needless byte',
    async (index, files) => {
      const { flaws, uncovered: come } = await held(folderWith(files));
      expect(flaws).toEqual([]);
      expect(come).toEqual(uncovered[`${name} ${index}`] ?? []);
    },
  );
});
