import type { Fix } from '../../model/finding.ts';
import type { Project } from '../../model/project.ts';
import type { TextValue } from '../../model/workflow.ts';
import { expressionsIn, readExpression } from '../../syntax/expression.ts';
import { offer, replace, review } from '../fix.ts';
import { bad, defineRule, good } from '../rule.ts';
import { writtenAt } from '../shared/source-text.ts';
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
  *check({ path, within, span }, { project }) {
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
      ...offer(withoutBraces(project, within)),
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
      {
        '.github/workflows/ci.yml': `
          on: push
          jobs:
            build:
              runs-on: ubuntu-24.04
              steps:
                - run: make deploy
                  if: github.ref == 'refs/heads/main'
                - run: make notify
                  if: |
                    failure()
        `,
      },
    ),
    bad(
      steps(`
      - run: make deploy
        # never on forks
        if: \${{ github.ref == 'refs/heads/main' || inputs.force }} && \${{ github.repository == 'acme/shop' }}
      - run: make notify
        if: "\${{ failure() }} " # or cancelled
      - run: make other
        if: \${{ !cancelled() }} && true
      - run: make more
        if: always \${{ failure() }}
    `),
      [
        '.github/workflows/ci.yml:8:13',
        '.github/workflows/ci.yml:10:13',
        '.github/workflows/ci.yml:12:13',
        '.github/workflows/ci.yml:14:13',
      ],
      {
        '.github/workflows/ci.yml': `
          on: push
          jobs:
            build:
              runs-on: ubuntu-24.04
              steps:
                - run: make deploy
                  # never on forks
                  if: (github.ref == 'refs/heads/main' || inputs.force) && (github.repository == 'acme/shop')
                - run: make notify
                  if: "failure() " # or cancelled
                - run: make other
                  if: \${{ !cancelled() }} && true
                - run: make more
                  if: always \${{ failure() }}
        `,
      },
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

/** One condition without braces, where the text around them is made of operators. */
function withoutBraces(project: Project, within: TextValue): Fix | undefined {
  const { value } = within;
  const parts = expressionsIn(value).map(({ start, end, innerStart, innerEnd }) => {
    const inner = value.slice(innerStart, innerEnd).trim();
    const { tree } = readExpression(inner);
    const isAlone = `${value.slice(0, start)}${value.slice(end)}`.trim() === '';
    return {
      start,
      end,
      text: tree?.kind === 'binary' && !isAlone ? `(${inner})` : inner,
      place: within.place(start, end),
    };
  });
  let bare = '';
  let at = 0;
  for (const { start, end, text } of parts) {
    bare += value.slice(at, start) + text;
    at = end;
  }
  bare += value.slice(at);
  const isPlain = /^\$\{\{|^[\w(]/.test(writtenAt(project, within.span)) && !/^\s*[\w(]/.test(bare);
  const isWhole = parts.every(
    ({ place, start, end }) => writtenAt(project, place) === value.slice(start, end),
  );
  if (readExpression(bare).tree === undefined || isPlain || !isWhole) return undefined;
  return review('Take the braces away', ...parts.map(({ place, text }) => replace(place, text)));
}
