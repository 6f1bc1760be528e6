import { pathOf } from '../../syntax/expression.ts';
import { bad, defineRule, good } from '../rule.ts';
import { isObject } from '../shared/context-values.ts';
import { steps } from '../shared/workflow-example.ts';

export default defineRule({
  id: 'object-in-text',
  area: 'ci',
  severity: 'medium',
  aliases: ['actionlint:check-type-check-expression'],
  title: 'An expression puts many values where a text stands',
  why: 'The text holds the word `Object` and nothing of the values.',
  fix: 'Name the one value that is meant, or write all of them with `toJSON(…)`.',
  references: ['https://docs.github.com/en/actions/reference/workflows-and-actions/expressions#tojson'],
  on: 'expression',
  *check({ tree, path, within }) {
    const key = path.at(-1);
    const above = path.at(-2);
    if (key !== 'run' && key !== 'name' && above !== 'with' && above !== 'env') return;
    const named = tree.kind === 'context' || tree.kind === 'property' ? pathOf(tree) : undefined;
    if (named === undefined || !isObject(named)) return;
    yield {
      at: within.place(tree.start, tree.end),
      message: `The expression ${named.join('.')} stands for many values, and becomes the word Object`,
    };
  },
  examples: [
    bad(
      steps(`
      - run: echo '\${{ github.event }}'
      - id: build
        run: make
        env:
          INPUTS: \${{ inputs }}
      - run: echo "\${{ steps.build.outputs }}"
    `),
      ['.github/workflows/ci.yml:6:24', '.github/workflows/ci.yml:10:23', '.github/workflows/ci.yml:11:24'],
    ),
    good(
      steps(`
      - run: echo '\${{ toJSON(github.event) }}'
      - run: echo "\${{ github.event.number }}"
        if: github.event.pull_request
    `),
    ),
  ],
});
