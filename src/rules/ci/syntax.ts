import { bad, good } from '../rule.ts';
import { problemRule } from '../shared/problem-rule.ts';
import { workflow } from '../shared/workflow-example.ts';

export default problemRule({
  id: 'syntax',
  area: 'ci',
  severity: 'critical',
  aliases: ['actionlint:yaml-anchors', 'actionlint:syntax-check'],
  title: 'A pipeline file is not valid YAML',
  why: 'GitHub or GitLab refuses the file: nothing of it runs, and no check reports back.',
  fix: 'Correct the line, or the one above it.',
  references: ['https://yaml.org/spec/1.2.2/'],
  // What is read behind a mistake is off as well.
  joins: 'file',
  takes: ({ code }) =>
    (code.startsWith('yaml-') && code !== 'yaml-duplicate-key') ||
    code === 'encoding' ||
    code === 'unreadable',
  // Most programs take it.
  severityOf: ({ code }) => (code === 'yaml-quote-shallow' ? 'low' : undefined),
  examples: [
    bad(
      workflow(`
      on: push
      jobs:
        build:
          runs-on: [ubuntu-24.04
          steps:
            - run: make
    `),
      '.github/workflows/ci.yml:5:5',
    ),
    good(
      workflow(`
      on: push
      jobs:
        build:
          runs-on: [ubuntu-24.04]
          steps:
            - run: make
    `),
    ),
  ],
});
