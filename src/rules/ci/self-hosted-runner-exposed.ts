import { bad, defineRule, good } from '../rule.ts';
import { textsOf } from '../shared/matrix-values.ts';
import { triggerOf } from '../shared/workflow.ts';
import { workflow } from '../shared/workflow-example.ts';

export default defineRule({
  id: 'self-hosted-runner-exposed',
  area: 'ci',
  severity: 'high',
  confidence: 'possible',
  aliases: ['zizmor:self-hosted-runner'],
  title: 'Pull requests of strangers run on a runner of your own',
  why: 'Anybody who opens a pull request can run code on that machine, and what it leaves there is still there for the next job.',
  fix: 'Use a runner of GitHub for pull requests, or one that is thrown away after each job and holds nothing.',
  references: [
    'https://docs.github.com/en/actions/reference/security/secure-use#hardening-for-self-hosted-runners',
  ],
  preset: 'strict',
  on: 'job',
  *check(job, { workflow }) {
    const label = job.runsOn
      .flatMap((one) => textsOf(job, one))
      .find(({ value }) => value.toLowerCase() === 'self-hosted');
    const trigger = triggerOf(workflow, 'pull_request', 'pull_request_target');
    if (label === undefined || trigger === undefined) return;
    // A condition on the repository of the head keeps forks out.
    if (
      /head\.repo|repository_owner|github\.repository|author_association|github\.event_name|github\.ref\b/.test(
        job.condition?.value ?? '',
      )
    )
      return;
    yield { at: label.span, message: `${job.id} runs on a runner of your own for ${trigger.event}` };
  },
  examples: [
    bad(
      workflow(`
      on: pull_request
      jobs:
        test:
          runs-on: [self-hosted, linux]
          steps:
            - run: make test
    `),
      '.github/workflows/ci.yml:4:15',
    ),
    good(
      workflow(`
      on: pull_request
      jobs:
        test:
          runs-on: [self-hosted, linux]
          if: github.event.pull_request.head.repo.full_name == github.repository
          steps:
            - run: make test
    `),
    ),
  ],
});
