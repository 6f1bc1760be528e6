import { expressionsIn } from '../../syntax/expression.ts';
import { bad, defineRule, good } from '../rule.ts';
import { steps } from '../shared/workflow-example.ts';

export default defineRule({
  id: 'condition-always-true',
  area: 'ci',
  severity: 'high',
  aliases: ['zizmor:unsound-condition', 'actionlint:if-cond-constant'],
  title: 'A condition always holds because text stands around its expression',
  why: 'With text around an expression the whole becomes a text, and every text that is not empty holds: the step runs each time.',
  fix: 'Put the whole condition inside of the braces, or leave the braces out.',
  references: [
    'https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstepsif',
  ],
  on: 'expression',
  *check({ path, within, span }) {
    if (path.at(-1) !== 'if') return;
    const { value } = within;
    if (!value.includes('${{')) return;
    const [first] = expressionsIn(value);
    if (first?.start === 0 && first.end === value.length) return;
    // Each condition once, however many expressions it has.
    if (first === undefined || within.place(first.start, first.end).start !== span.start) return;
    const isBlank =
      expressionsIn(value).length === 1 && value.trim().startsWith('${{') && value.trim().endsWith('}}');
    yield {
      at: within.span,
      message: isBlank
        ? 'A line end stands after the expression of the condition, which makes it a text that always holds'
        : 'The condition is a text with an expression in it, which always holds',
      ...(isBlank ? { confidence: 'likely' as const } : {}),
    };
  },
  examples: [
    bad(
      steps(`
      - run: make deploy
        if: \${{ github.ref }} == 'refs/heads/main'
      - run: make notify
        if: |
          \${{ failure() }}
    `),
      ['.github/workflows/ci.yml:7:13', '.github/workflows/ci.yml:9:13'],
    ),
    good(
      steps(`
      - run: make deploy
        if: \${{ github.ref == 'refs/heads/main' }}
      - run: make notify
        if: |
          failure()
    `),
    ),
  ],
});
