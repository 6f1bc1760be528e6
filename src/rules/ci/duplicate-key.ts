import { bad, good } from '../rule.ts';
import { problemRule } from '../shared/problem-rule.ts';
import { workflow } from '../shared/workflow-example.ts';

export default problemRule({
  id: 'duplicate-key',
  area: 'ci',
  severity: 'critical',
  aliases: ['actionlint:check-missing-required-duplicate-keys'],
  title: 'A key stands twice in one mapping of a pipeline file',
  why: 'GitHub refuses the workflow, so nothing of it runs.',
  fix: 'Keep one of the keys, or merge their values.',
  references: ['https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax'],
  joins: 'file',
  takes: ({ code }) => code === 'yaml-duplicate-key',
  examples: [
    bad(
      workflow(`
      on: push
      jobs:
        build:
          runs-on: ubuntu-24.04
          steps:
            - run: make
              env: {CI: "1"}
              env: {LEVEL: debug}
    `),
      '.github/workflows/ci.yml:8:9',
    ),
    good(
      workflow(`
      on: push
      jobs:
        build:
          runs-on: ubuntu-24.04
          steps:
            - run: make
              env: {CI: "1", LEVEL: debug}
    `),
    ),
  ],
});
