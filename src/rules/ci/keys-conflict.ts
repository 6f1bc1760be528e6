import { bad, good } from '../rule.ts';
import { problemRule } from '../shared/problem-rule.ts';
import { workflow } from '../shared/workflow-example.ts';

export default problemRule({
  id: 'keys-conflict',
  area: 'ci',
  severity: 'critical',
  aliases: ['actionlint:check-unexpected-keys'],
  title: 'Two keys exclude each other',
  why: 'GitHub refuses the whole workflow file, so none of its jobs run.',
  fix: 'Keep one of the two.',
  references: ['https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax'],
  takes: ({ code }) => code === 'keys-conflict',
  examples: [
    bad(
      workflow(`
      on:
        push:
          branches: [main]
          branches-ignore: [wip]
      jobs:
        image:
          uses: ./.github/workflows/image.yml
          runs-on: ubuntu-24.04
        build:
          runs-on: ubuntu-24.04
          steps:
            - uses: actions/checkout@v4
              working-directory: api
    `),
      ['.github/workflows/ci.yml:3:5', '.github/workflows/ci.yml:8:5', '.github/workflows/ci.yml:13:9'],
    ),
    good(
      workflow(`
      on:
        push:
          branches: [main]
      jobs:
        image:
          uses: ./.github/workflows/image.yml
    `),
    ),
  ],
});
