import { nodesOf } from '../../syntax/expression.ts';
import { bad, defineRule, good } from '../rule.ts';
import { steps } from '../shared/workflow-example.ts';

export default defineRule({
  id: 'condition-constant',
  area: 'ci',
  severity: 'low',
  aliases: ['actionlint:if-cond-constant', 'zizmor:obfuscation'],
  title: 'A condition is always the same',
  why: 'The step or job runs always or never, whatever the condition looks like.',
  fix: 'Remove the condition, or the step that never runs.',
  references: ['https://docs.github.com/en/actions/reference/workflows-and-actions/expressions'],
  preset: 'strict',
  on: 'expression',
  *check(expression) {
    if (expression.path.at(-1) !== 'if' || !expression.alone) return;
    const isConstant = nodesOf(expression.tree).every(
      (node) => node.kind !== 'context' && (node.kind !== 'call' || pure.has(node.name.toLowerCase())),
    );
    if (isConstant)
      yield { at: expression.span, message: `The condition ${expression.text} does not depend on anything` };
  },
  examples: [
    bad(
      steps(`
      - run: make
        if: false
      - run: make
        if: \${{ 'main' == 'release' }}
    `),
      ['.github/workflows/ci.yml:7:13', '.github/workflows/ci.yml:9:13'],
    ),
    bad(
      steps(`
      - run: make
        if: contains('a b', 'b')
    `),
      '.github/workflows/ci.yml:7:13',
    ),
    good(
      steps(`
      - run: make
        if: always()
      - run: make
        if: hashFiles('package.json') != ''
    `),
    ),
  ],
});

/** Functions whose result is that of their arguments alone. */
const pure = new Set(['contains', 'startswith', 'endswith', 'format', 'join', 'tojson', 'fromjson', 'case']);
