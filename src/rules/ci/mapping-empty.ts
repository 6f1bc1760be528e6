import { bad, good } from '../rule.ts';
import { problemRule } from '../shared/problem-rule.ts';
import { steps, workflow } from '../shared/workflow-example.ts';

export default problemRule({
  id: 'mapping-empty',
  area: 'ci',
  severity: 'critical',
  aliases: ['actionlint:check-empty-mapping'],
  title: 'A part of a workflow is empty',
  why: 'GitHub refuses the whole workflow file, so none of its jobs run.',
  fix: 'Fill it in, or remove the key.',
  references: ['https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax'],
  takes: ({ code }) => code === 'empty-mapping',
  // Nothing was to run yet: a file that is to be written.
  severityOf: ({ message }) => (message === 'The file is empty' ? 'medium' : undefined),
  examples: [
    bad(
      workflow(`
      on: push
      jobs:
    `),
      '.github/workflows/ci.yml:2:6',
    ),
    good(
      steps(`
      - run: make
        env: {}
    `),
    ),
    good(
      workflow(`
      on:
        workflow_dispatch:
          inputs: {}
      jobs:
        build:
          runs-on: ubuntu-24.04
          steps:
            - run: make
    `),
    ),
  ],
});
