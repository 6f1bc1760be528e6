import type { Fix } from '../../model/finding.ts';
import type { Project } from '../../model/project.ts';
import type { Expression } from '../../model/workflow.ts';
import { nodesOf } from '../../syntax/expression.ts';
import { offer, replace, review } from '../fix.ts';
import { bad, defineRule, good } from '../rule.ts';
import { writtenAt } from '../shared/source-text.ts';
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
  only: ['||'],
  *check(expression, { project }) {
    for (const node of nodesOf(expression.tree)) {
      if (node.kind !== 'binary' || node.operator !== '||') continue;
      const { left } = node;
      if (left.kind !== 'binary' || left.operator !== '&&' || left.right.kind !== 'literal') continue;
      const { value } = left.right;
      if (value !== '' && value !== 0 && value !== false && value !== null) continue;
      // `a && false || false` is odd, but gives what it says.
      if (node.right.kind === 'literal' && node.right.value === value) continue;
      yield {
        at: expression.within.place(left.right.start, left.right.end),
        message: `${value === '' ? 'The empty text' : String(value)} after && counts as false, so that the value after || is always taken`,
        ...offer(turnedAround(project, expression)),
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
      {
        '.github/workflows/ci.yml': `
          on: push
          jobs:
            build:
              runs-on: ubuntu-24.04
              steps:
                - run: make $FLAGS
                  env:
                    FLAGS: \${{ github.ref != 'refs/heads/main' && '--debug' || '' }}
        `,
      },
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

/** `!a && c || ''` for `a && '' || c`, where that is all of the expression. */
function turnedAround(project: Project, { tree, within, span }: Expression): Fix | undefined {
  if (tree.kind !== 'binary' || tree.left.kind !== 'binary' || tree.right.kind === 'binary') return undefined;
  const at = within.place(tree.start, tree.end);
  const written = writtenAt(project, at);
  const part = ({ start, end }: { readonly start: number; readonly end: number }) =>
    writtenAt(project, within.place(start, end));
  const [condition, falsy, other] = [tree.left.left, tree.left.right, tree.right];
  const whole = `${part(condition)} && ${part(falsy)} || ${part(other)}`;
  // A bare `if` must not begin with an exclamation mark, which YAML takes for a tag.
  if (
    written.replace(/\s+/g, ' ') !== whole.replace(/\s+/g, ' ') ||
    !writtenAt(project, span).startsWith('${{')
  )
    return undefined;
  const opposite =
    condition.kind === 'binary' && /^[=!]=$/.test(condition.operator)
      ? `${part(condition.left)} ${condition.operator === '==' ? '!=' : '=='} ${part(condition.right)}`
      : condition.kind === 'binary'
        ? `!(${part(condition)})`
        : condition.kind === 'not'
          ? part(condition.operand)
          : `!${part(condition)}`;
  return review('Turn the condition around', replace(at, `${opposite} && ${part(other)} || ${part(falsy)}`));
}
