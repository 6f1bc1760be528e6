import { bad, defineRule, good } from '../rule.ts';

export default defineRule({
  id: 'gitlab-double-pipeline',
  area: 'ci',
  severity: 'low',
  aliases: ['checkov:CKV_GITLABCI_2'],
  title: 'A job of GitLab runs twice for one push',
  why: 'With rules for pushes and for merge requests side by side, a push to a branch with an open merge request starts two pipelines.',
  fix: 'Decide it once, in `workflow: rules:`.',
  references: ['https://docs.gitlab.com/ci/jobs/job_rules/#avoid-duplicate-pipelines'],
  on: 'gitlab',
  *check({ jobs, workflowRules }) {
    if (workflowRules !== undefined) return;
    for (const { rules } of jobs) {
      const texts = rules.filter(({ never }) => !never).map(({ condition }) => condition?.value ?? '');
      const forRequest = texts.findIndex((text) =>
        /CI_PIPELINE_SOURCE\s*==\s*["']merge_request_event["']/.test(text),
      );
      const forPush = texts.some((text) => /CI_PIPELINE_SOURCE\s*==\s*["']push["']/.test(text));
      const at = rules[forRequest]?.span;
      if (forRequest === -1 || !forPush || at === undefined) continue;
      yield { at, message: 'The job runs for a push and for its merge request' };
    }
  },
  examples: [
    bad(
      {
        '.gitlab-ci.yml': `
        test:
          script: [make test]
          rules:
            - if: $CI_PIPELINE_SOURCE == "merge_request_event"
            - if: $CI_PIPELINE_SOURCE == "push"
      `,
      },
      '.gitlab-ci.yml:4:7',
    ),
    good({
      '.gitlab-ci.yml': `
        workflow:
          rules:
            - if: $CI_PIPELINE_SOURCE == "merge_request_event"
            - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH
        test:
          script: [make test]
      `,
    }),
  ],
});
