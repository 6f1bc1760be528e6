import { bad, good } from '../rule.ts';
import { problemRule } from '../shared/problem-rule.ts';
import { steps, workflow } from '../shared/workflow-example.ts';

export default problemRule({
  id: 'required-key-missing',
  area: 'ci',
  severity: 'critical',
  aliases: ['actionlint:check-missing-required-duplicate-keys', 'actionlint:action-metadata-syntax'],
  title: 'A workflow lacks a key that it must have',
  why: 'GitHub refuses the whole workflow file, so none of its jobs run.',
  fix: 'Add the key.',
  references: [
    'https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax',
    'https://docs.github.com/en/actions/reference/workflows-and-actions/metadata-syntax',
  ],
  takes: ({ code }) => code === 'missing-key',
  // The runner takes an action without a name; only the marketplace does not.
  severityOf: ({ message }) => (message === 'The file has no "name"' ? 'low' : undefined),
  examples: [
    bad(
      workflow(`
      on: push
      jobs:
        build:
          steps:
            - run: make
            - name: nothing
    `),
      ['.github/workflows/ci.yml:3:3', '.github/workflows/ci.yml:6:9'],
    ),
    bad(
      {
        'action.yml': `
        name: Setup
        runs:
          using: composite
          steps:
            - run: make
      `,
      },
      'action.yml:5:7',
    ),
    bad(
      steps(
        `
      - run: make
    `,
        'on: {workflow_run: {types: [completed]}}',
      ),
      '.github/workflows/ci.yml:1:6',
    ),
    good(
      steps(`
      - run: make
    `),
    ),
  ],
});
