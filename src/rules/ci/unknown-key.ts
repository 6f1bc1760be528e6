import { bad, good } from '../rule.ts';
import { problemRule } from '../shared/problem-rule.ts';
import { steps } from '../shared/workflow-example.ts';

export default problemRule({
  id: 'unknown-key',
  area: 'ci',
  severity: 'critical',
  aliases: ['actionlint:check-unexpected-keys', 'actionlint:action-metadata-syntax'],
  title: 'A key is not one that workflows know',
  why: 'GitHub refuses the whole workflow file, so none of its jobs run.',
  fix: 'Correct the spelling, or move the key to where it belongs.',
  references: [
    'https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax',
    'https://docs.github.com/en/actions/reference/workflows-and-actions/metadata-syntax',
  ],
  takes: ({ code }) => code === 'unknown-key',
  // GitHub adds keys now and then: only what looks like a slip is surely refused.
  severityOf: ({ replacement, message }) => {
    // Workflows with a filter of another event run, and the filter does nothing.
    if (/^on\.\w+ has the key "(?:branches|tags|paths)(?:-ignore)?"/.test(message)) return 'medium';
    return replacement === undefined ? 'high' : undefined;
  },
  examples: [
    bad(
      steps(`
      - uses: actions/checkout@v4
        wiht: {fetch-depth: 0}
    `),
      '.github/workflows/ci.yml:7:9',
      steps(`
      - uses: actions/checkout@v4
        with: {fetch-depth: 0}
    `),
    ),
    bad(
      {
        'action.yml': `
        name: Setup
        runs:
          using: composite
          step:
            - run: make
              shell: bash
      `,
      },
      'action.yml:4:3',
      {
        'action.yml': `
        name: Setup
        runs:
          using: composite
          steps:
            - run: make
              shell: bash
      `,
      },
    ),
    bad(
      steps(
        `
      - run: make
    `,
        'on: {pull_request: {tags: ["v*"]}}',
      ),
      '.github/workflows/ci.yml:1:21',
    ),
    good(
      steps(`
      - uses: actions/checkout@v4
        with: {fetch-depth: 0}
    `),
    ),
  ],
});
