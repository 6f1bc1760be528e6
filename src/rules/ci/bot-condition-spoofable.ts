import { nodesOf, pathOf } from '../../syntax/expression.ts';
import { replace, review } from '../fix.ts';
import { bad, defineRule, good } from '../rule.ts';
import { triggerOf } from '../shared/workflow.ts';
import { steps } from '../shared/workflow-example.ts';

const author = 'github.event.pull_request.user.login';

export default defineRule({
  id: 'bot-condition-spoofable',
  area: 'ci',
  severity: 'medium',
  aliases: ['zizmor:bot-conditions'],
  title: 'A condition trusts the name of whoever caused the run last',
  why: '`github.actor` is whoever caused the latest event: a stranger can get a bot to touch a pull request of his own, and the condition then holds for his code.',
  fix: 'Compare `github.event.pull_request.user.login`, the author.',
  references: [
    'https://docs.github.com/en/code-security/dependabot/working-with-dependabot/automating-dependabot-with-github-actions',
  ],
  on: 'expression',
  only: ['=='],
  *check(expression, { workflow }) {
    if (
      expression.path.at(-1) !== 'if' ||
      triggerOf(workflow, 'pull_request_target', 'workflow_run') === undefined
    )
      return;
    const nodes = [...nodesOf(expression.tree)];
    const asksAuthor = nodes.some((node) => pathOf(node)?.join('.') === author);
    const hasOr = nodes.some((node) => node.kind === 'binary' && node.operator === '||');
    if (asksAuthor && !hasOr) return;
    for (const node of nodes) {
      if (node.kind !== 'binary' || node.operator !== '==') continue;
      const sides = [node.left, node.right];
      const side = sides.find((one) =>
        /^github\.(?:triggering_)?actor(?:_id)?$/.test(pathOf(one)?.join('.') ?? ''),
      );
      const bot = sides.find((one) => one.kind === 'literal' && isBot(String(one.value)));
      if (bot === undefined || side === undefined) continue;
      const path = pathOf(side)?.join('.');
      yield {
        at: expression.within.place(node.start, node.end),
        message: `The condition trusts ${path}, which is not the author of the pull request`,
        ...(path !== 'github.actor_id' &&
        workflow?.triggers.every(({ event }) => /^pull_request/.test(event)) === true
          ? { fix: review(`Write ${author}`, replace(expression.within.place(side.start, side.end), author)) }
          : {}),
      };
    }
  },
  examples: [
    bad(
      steps(
        `
      - run: gh pr merge --auto "$PR"
        if: github.actor == 'dependabot[bot]'
    `,
        'on: pull_request_target',
      ),
      '.github/workflows/ci.yml:7:13',
      {
        '.github/workflows/ci.yml': `
          on: pull_request_target
          jobs:
            build:
              runs-on: ubuntu-24.04
              steps:
                - run: gh pr merge --auto "$PR"
                  if: github.event.pull_request.user.login == 'dependabot[bot]'
        `,
      },
    ),
    good(
      steps(
        `
      - run: gh pr merge --auto "$PR"
        if: github.event.pull_request.user.login == 'dependabot[bot]'
      - run: gh pr edit "$PR"
        if: github.actor == 'dependabot[bot]' && github.event.pull_request.user.login == 'dependabot[bot]'
    `,
        'on: pull_request_target',
      ),
    ),
  ],
});

/** By name, or by its number: Dependabot, Renovate, GitHub Actions and pre-commit.ci. */
function isBot(text: string): boolean {
  return /\[bot\]$/.test(text) || ['49699333', '29139614', '41898282', '66853113'].includes(text);
}
