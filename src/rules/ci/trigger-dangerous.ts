import { bad, defineRule, good } from '../rule.ts';
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
    for (const { event, span } of workflow.triggers) {
      if (!/^(?:pull_request_target|workflow_run|issue_comment)$/.test(event)) continue;
      yield {
        at: span,
        message: `The workflow runs on ${event}, with the secrets and the token of the repository`,
      };
    }
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
    bad(
      steps(
        `
      - run: gh pr merge --auto "$NUMBER"
        env: {NUMBER: "\${{ github.event.issue.number }}"}
    `,
        'on: [issue_comment, pull_request_target]',
      ),
      ['.github/workflows/ci.yml:1:6', '.github/workflows/ci.yml:1:21'],
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
