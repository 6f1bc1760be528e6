import { nodesOf, pathOf } from '../../syntax/expression.ts';
import { bad, defineRule, good } from '../rule.ts';
import { triggerOf } from '../shared/workflow.ts';
import { steps } from '../shared/workflow-example.ts';

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
  *check(expression, { workflow }) {
    if (
      expression.path.at(-1) !== 'if' ||
      triggerOf(workflow, 'pull_request_target', 'workflow_run') === undefined
    )
      return;
    for (const node of nodesOf(expression.tree)) {
      if (node.kind !== 'binary' || node.operator !== '==') continue;
      const sides = [node.left, node.right];
      const bot = sides.find((side) => side.kind === 'literal' && /\[bot\]$/.test(String(side.value)));
      const path = sides
        .map((side) => pathOf(side)?.join('.'))
        .find((one) => one === 'github.actor' || one === 'github.triggering_actor');
      if (bot === undefined || path === undefined) continue;
      yield {
        at: expression.place(node.start, node.end),
        message: `The condition trusts ${path}, which is not the author of the pull request`,
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
    ),
    good(
      steps(
        `
      - run: gh pr merge --auto "$PR"
        if: github.event.pull_request.user.login == 'dependabot[bot]'
    `,
        'on: pull_request_target',
      ),
    ),
  ],
});
