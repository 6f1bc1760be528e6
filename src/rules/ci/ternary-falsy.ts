import { nodesOf } from '../../syntax/expression.ts';
import { bad, defineRule, good } from '../rule.ts';
import { steps } from '../shared/workflow-example.ts';

export default defineRule({
  id: 'ternary-falsy',
  area: 'ci',
  severity: 'medium',
  aliases: ['zizmor:unsound-ternary'],
  title: 'The first value of `a && b || c` is never the result',
  why: 'An empty text, 0, false and null count as false, so that the expression always gives its last value.',
  fix: 'Turn the condition around: `!a && c || b`.',
  references: ['https://docs.github.com/en/actions/reference/workflows-and-actions/expressions'],
  on: 'expression',
  *check(expression) {
    for (const node of nodesOf(expression.tree)) {
      if (node.kind !== 'binary' || node.operator !== '||') continue;
      const { left } = node;
      if (left.kind !== 'binary' || left.operator !== '&&' || left.right.kind !== 'literal') continue;
      const { value } = left.right;
      if (value !== '' && value !== 0 && value !== false && value !== null) continue;
      // `a && false || false` is odd, but gives what it says.
      if (node.right.kind === 'literal' && node.right.value === value) continue;
      yield {
        at: expression.place(left.right.start, left.right.end),
        message: `${value === '' ? 'The empty text' : String(value)} after && counts as false, so that the value after || is always taken`,
      };
    }
  },
  examples: [
    bad(
      steps(`
      - run: make $FLAGS
        env:
          FLAGS: \${{ github.ref == 'refs/heads/main' && '' || '--debug' }}
    `),
      '.github/workflows/ci.yml:8:57',
    ),
    good(
      steps(`
      - run: make $FLAGS
        env:
          FLAGS: \${{ github.ref != 'refs/heads/main' && '--debug' || '' }}
    `),
    ),
  ],
});
