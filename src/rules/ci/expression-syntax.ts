import { bad, good } from '../rule.ts';
import { problemRule } from '../shared/problem-rule.ts';
import { steps } from '../shared/workflow-example.ts';

export default problemRule({
  id: 'expression-syntax',
  area: 'ci',
  severity: 'critical',
  aliases: ['actionlint:check-syntax-expression'],
  title: 'An expression cannot be read',
  why: 'GitHub refuses the workflow, or the job that holds the expression: it does not run.',
  fix: 'Correct the expression: texts stand in single quotes, and comparisons are written `==`.',
  references: ['https://docs.github.com/en/actions/reference/workflows-and-actions/expressions'],
  takes: ({ code }) => code === 'expression-syntax',
  examples: [
    bad(
      steps(`
      - run: make
        if: github.ref = "refs/heads/main"
      - run: echo \${{ github.sha
      - run: echo \${{ }}
    `),
      ['.github/workflows/ci.yml:7:24', '.github/workflows/ci.yml:8:19', '.github/workflows/ci.yml:9:19'],
    ),
    good(
      steps(`
      - run: make
        if: github.ref == 'refs/heads/main'
      - run: echo \${{ format('it''s {0}', github.sha) }}
    `),
    ),
  ],
});
