import { bad, defineRule, good } from '../rule.ts';
import { isDynamic } from '../shared/workflow.ts';
import { workflow } from '../shared/workflow-example.ts';

export default defineRule({
  id: 'matrix-exclude-unmatched',
  area: 'ci',
  severity: 'medium',
  aliases: ['actionlint:check-matrix-values'],
  title: 'An exclude of the matrix fits no combination',
  why: 'Nothing is left out: the job that was meant to be excluded runs all the same.',
  fix: 'Write the values as they stand in the rows.',
  references: ['https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax'],
  on: 'job',
  *check({ matrix }) {
    if (matrix === undefined || matrix.dynamic) return;
    for (const { values, span } of matrix.exclude) {
      for (const [key, { value, span: at }] of values) {
        const row = matrix.rows.get(key);
        if (row === undefined)
          yield { at: span, message: `The matrix has no ${key}, which is excluded here` };
        else if (
          row.values !== undefined &&
          !isDynamic(value) &&
          !row.values.some((one) => isDynamic(one.value) || fits(one.value, value))
        ) {
          yield { at, message: `matrix.${key} has no ${value}, which is excluded here` };
        }
      }
    }
  },
  examples: [
    bad(
      workflow(`
      on: push
      jobs:
        test:
          runs-on: \${{ matrix.os }}
          strategy:
            matrix:
              os: [ubuntu-24.04, macos-14]
              node: [20, 22]
              exclude: [{os: macos-13, node: 20}]
          steps:
            - run: npm test
    `),
      '.github/workflows/ci.yml:9:24',
    ),
    good(
      workflow(`
      on: push
      jobs:
        test:
          runs-on: \${{ matrix.os }}
          strategy:
            matrix:
              os: [ubuntu-24.04, macos-14]
              node: [20, 22]
              exclude: [{os: macos-14, node: 20}]
          steps:
            - run: npm test
    `),
    ),
  ],
});

/** A mapping may be named by some of its keys. */
function fits(value: string, excluded: string): boolean {
  return value === excluded || (value.startsWith('{') && excluded.startsWith('{'));
}
