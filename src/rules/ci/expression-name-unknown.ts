import { nodesOf } from '../../syntax/expression.ts';
import { bad, defineRule, good } from '../rule.ts';
import { contexts, functions } from '../shared/expression-names.ts';
import { meant } from '../shared/meant.ts';
import { steps } from '../shared/workflow-example.ts';

export default defineRule({
  id: 'expression-name-unknown',
  area: 'ci',
  severity: 'critical',
  aliases: ['actionlint:check-contexts-and-builtin-func'],
  title: 'An expression names a context or function that does not exist',
  why: 'GitHub refuses the workflow ("Unrecognized named-value" or "Unrecognized function"), so nothing of it runs.',
  fix: 'Correct the name; a text stands in single quotes.',
  references: [
    'https://docs.github.com/en/actions/reference/workflows-and-actions/contexts',
    'https://docs.github.com/en/actions/reference/workflows-and-actions/expressions',
  ],
  on: 'expression',
  *check(expression) {
    for (const node of nodesOf(expression.tree)) {
      if (node.kind !== 'context' && node.kind !== 'call') continue;
      const known = node.kind === 'context' ? contexts : functions;
      if (known.has(node.name.toLowerCase())) continue;
      const what = node.kind === 'context' ? 'context' : 'function';
      const at = expression.within.place(node.start, node.kind === 'call' ? node.nameEnd : node.end);
      yield {
        at,
        message: `The expression uses ${node.name}, and there is no such ${what}`,
        ...meant(node.name, at, node.kind === 'context' ? contexts : functions.values()),
      };
    }
  },
  examples: [
    bad(
      steps(`
      - run: echo "\${{ githb.sha }}"
      - run: make
        if: startWith(github.ref, 'refs/tags/')
      - run: make deploy
        if: github.ref_name == main
    `),
      ['.github/workflows/ci.yml:6:24', '.github/workflows/ci.yml:8:13', '.github/workflows/ci.yml:10:32'],
      steps(`
      - run: echo "\${{ github.sha }}"
      - run: make
        if: startsWith(github.ref, 'refs/tags/')
      - run: make deploy
        if: github.ref_name == main
    `),
    ),
    good(
      steps(`
      - run: echo "\${{ github.sha }}"
      - run: make
        if: startsWith(github.ref, 'refs/tags/')
    `),
    ),
  ],
});
