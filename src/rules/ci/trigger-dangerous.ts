import { bad, defineRule, good } from '../rule.ts';
import { triggerOf } from '../shared/workflow.ts';
import { steps } from '../shared/workflow-example.ts';

export default defineRule({
  id: 'trigger-dangerous',
  area: 'ci',
  severity: 'low',
  aliases: ['zizmor:dangerous-triggers'],
  title: 'A workflow is started by events of strangers and holds the secrets of the repository',
  why: 'One checkout or one text in a script too many, now or later, gives them away.',
  fix: 'Use `pull_request` where it will do.',
  references: ['https://securitylab.github.com/resources/github-actions-preventing-pwn-requests/'],
  preset: 'strict',
  on: 'workflow',
  *check(workflow) {
    const trigger = triggerOf(workflow, 'pull_request_target', 'workflow_run');
    if (trigger === undefined) return;
    yield {
      at: trigger.span,
      message: `The workflow runs on ${trigger.event}, with the secrets and the token of the repository`,
    };
  },
  examples: [
    bad(
      steps(
        `
      - uses: actions/labeler@v5
    `,
        'on: pull_request_target',
      ),
      '.github/workflows/ci.yml:1:5',
    ),
    good(
      steps(
        `
      - run: make
    `,
        'on: pull_request',
      ),
    ),
  ],
});
