import { removeAt } from '../../syntax/yaml-edit.ts';
import { bad, defineRule, good } from '../rule.ts';
import { workflow } from '../shared/workflow-example.ts';
import { reviewFix, yamlOf } from '../shared/yaml-fix.ts';

export default defineRule({
  id: 'matrix-value-duplicate',
  area: 'ci',
  severity: 'medium',
  aliases: ['actionlint:check-matrix-values'],
  title: 'A value stands twice in a row of the matrix',
  why: 'The same job runs twice, and both report under one name.',
  fix: 'Remove one of the two.',
  references: ['https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax'],
  on: 'job',
  *check({ matrix }, { project }) {
    for (const [name, { values }] of matrix?.rows ?? []) {
      const seen = new Set<string>();
      for (const { value, span } of values ?? []) {
        if (seen.has(value))
          yield {
            at: span,
            message: `${value} stands twice in matrix.${name}`,
            ...reviewFix('Remove it', removeAt(yamlOf(project, span.file), span)),
          };
        seen.add(value);
      }
    }
  },
  examples: [
    bad(
      workflow(`
      on: push
      jobs:
        test:
          runs-on: ubuntu-24.04
          strategy:
            matrix:
              node: [20, 22, 22]
          steps:
            - run: npm test
    `),
      '.github/workflows/ci.yml:7:24',
      {
        '.github/workflows/ci.yml': `
          on: push
          jobs:
            test:
              runs-on: ubuntu-24.04
              strategy:
                matrix:
                  node: [20, 22]
              steps:
                - run: npm test
        `,
      },
    ),
    good(
      workflow(`
      on: push
      jobs:
        test:
          runs-on: ubuntu-24.04
          strategy:
            matrix:
              node: [20, 22, "22.1"]
          steps:
            - run: npm test
    `),
    ),
  ],
});
