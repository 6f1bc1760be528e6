import { bad, defineRule, good } from '../rule.ts';
import { isOfficial } from '../shared/official-actions.ts';
import { isCommit, isDynamic, refSpan, usedBy } from '../shared/workflow.ts';
import { steps } from '../shared/workflow-example.ts';

export default defineRule({
  id: 'action-unpinned',
  area: 'ci',
  severity: 'medium',
  aliases: ['zizmor:unpinned-uses', 'kics:unpinned_actions_full_length_commit_sha'],
  title: 'An action is not pinned to a commit',
  why: 'A tag can be moved: when the account of its owner is taken over, the next run executes what the attacker put there (tj-actions/changed-files, March 2025).',
  fix: 'Pin it to a commit, with the version in a comment; Dependabot and Renovate keep both up to date.',
  references: ['https://docs.github.com/en/actions/reference/security/secure-use#using-third-party-actions'],
  preset: 'strict',
  on: 'workflow',
  *check(workflow) {
    for (const job of workflow.jobs.values()) {
      for (const { uses } of [job, ...job.steps]) {
        const used = usedBy(uses);
        if (used?.kind !== 'repository' || uses === undefined || isCommit(used.ref) || isDynamic(used.ref))
          continue;
        const severity = isOfficial(used.owner) ? 'low' : 'medium';
        yield {
          at: refSpan(uses),
          message: `${used.name} is not pinned to a commit (${used.ref})`,
          severity,
        };
      }
    }
  },
  examples: [
    bad(
      steps(`
      - uses: actions/checkout@v4
      - uses: some-team/deploy-action@v2
    `),
      ['.github/workflows/ci.yml:6:32', '.github/workflows/ci.yml:7:39'],
    ),
    good(
      steps(`
      - uses: some-team/deploy-action@8f4b7f84864484a7bf31766abe9204da3cbe65b3 # v2.1.0
      - uses: ./.github/actions/setup
    `),
    ),
  ],
});
