import { bad, defineRule, good } from '../rule.ts';
import { jobsBefore, triggerOf } from '../shared/workflow.ts';
import { needed } from '../shared/workflow-edits.ts';
import { workflow } from '../shared/workflow-example.ts';
import { deployStep, hasTests } from '../shared/workflow-gates.ts';

export default defineRule({
  id: 'deploy-without-tests',
  area: 'ci',
  severity: 'high',
  confidence: 'likely',
  aliases: [],
  title: 'A job deploys without waiting for the tests',
  why: 'Jobs run side by side: what the tests are about to refuse is already in production.',
  fix: 'Name the job with the tests in the `needs` of the job that deploys.',
  references: [
    'https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idneeds',
  ],
  on: 'job',
  *check(job, { project, workflow }) {
    const step = deployStep(job);
    if (
      step === undefined ||
      hasTests(job) ||
      triggerOf(workflow, 'workflow_run', 'workflow_call') !== undefined
    )
      return;
    const before = jobsBefore(workflow, job);
    // A called workflow may hold the tests.
    if (before.some((other) => hasTests(other) || other.uses !== undefined)) return;
    const tests = [...workflow.jobs.values()].find(
      (other) => other !== job && hasTests(other) && !jobsBefore(workflow, other).includes(job),
    );
    if (tests === undefined) return;
    yield {
      at: job.idSpan,
      message: `${job.id} deploys without waiting for ${tests.id}, which runs the tests`,
      ...needed(project, workflow, job, tests),
      related: [
        { at: tests.idSpan, message: 'the tests' },
        { at: step.span, message: 'deploys here' },
      ],
    };
  },
  examples: [
    bad(
      workflow(`
      on: push
      jobs:
        test:
          runs-on: ubuntu-24.04
          steps:
            - run: npm test
        deploy:
          runs-on: ubuntu-24.04
          steps:
            - run: kubectl set image deployment/api api=ghcr.io/acme/api:\${{ github.sha }}
    `),
      '.github/workflows/ci.yml:7:3',
      {
        '.github/workflows/ci.yml': `
          on: push
          jobs:
            test:
              runs-on: ubuntu-24.04
              steps:
                - run: npm test
            deploy:
              runs-on: ubuntu-24.04
              steps:
                - run: kubectl set image deployment/api api=ghcr.io/acme/api:\${{ github.sha }}
              needs: test
        `,
      },
    ),
    good(
      workflow(`
      on: push
      jobs:
        test:
          runs-on: ubuntu-24.04
          steps:
            - run: npm test
        image:
          needs: test
          runs-on: ubuntu-24.04
          steps:
            - run: make image
        deploy:
          needs: image
          runs-on: ubuntu-24.04
          steps:
            - run: kubectl set image deployment/api api=ghcr.io/acme/api:\${{ github.sha }}
    `),
    ),
  ],
});
