import { bad, good } from '../rule.ts';
import { problemRule } from '../shared/problem-rule.ts';
import { workflow } from '../shared/workflow-example.ts';

export default problemRule({
  id: 'wrong-type',
  area: 'ci',
  severity: 'critical',
  aliases: ['actionlint:check-mapping-values', 'actionlint:action-metadata-syntax'],
  title: 'A value has a type that workflows do not take',
  why: 'GitHub refuses the whole workflow file, so none of its jobs run.',
  fix: 'Write the value in the form that the message names.',
  references: ['https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax'],
  takes: ({ code }) => code === 'wrong-type' || code === 'invalid-value',
  // An empty filter is taken by some versions of the runner's reader as no filter.
  severityOf: ({ message }) => (/^on\..*found nothing$/.test(message) ? 'low' : undefined),
  examples: [
    bad(
      workflow(`
      on: push
      jobs:
        build:
          runs-on: ubuntu-24.04
          timeout-minutes: ten
          steps:
            run: make
    `),
      ['.github/workflows/ci.yml:5:22', '.github/workflows/ci.yml:7:7'],
    ),
    good(
      workflow(`
      on: push
      jobs:
        build:
          runs-on: ubuntu-24.04
          timeout-minutes: \${{ vars.MINUTES }}
          steps:
            - run: make
    `),
    ),
  ],
});
