import type { Job } from '../../model/workflow.ts';
import { bad, defineRule, good } from '../rule.ts';
import { jobsBefore, triggerOf } from '../shared/workflow.ts';
import { workflow } from '../shared/workflow-example.ts';
import { deployStep, hasTests } from '../shared/workflow-gates.ts';

export default defineRule({
  id: 'deploy-despite-failure',
  area: 'ci',
  severity: 'high',
  confidence: 'likely',
  aliases: [],
  title: 'A job deploys also when what it waits for has failed',
  why: 'The tests are red, and the release goes out all the same: `workflow_run` comes for failed runs too, and `always()` lifts the rule that a failed `needs` stops the job.',
  fix: "Ask for the result: `github.event.workflow_run.conclusion == 'success'`, or `needs.test.result == 'success'`.",
  references: [
    'https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows#workflow_run',
    'https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idneeds',
  ],
  on: 'job',
  *check(job, { workflow }) {
    const step = deployStep(job);
    if (step === undefined) return;
    const related = [{ at: step.span, message: 'deploys here' }];
    const before = jobsBefore(workflow, job);
    const conditions = [job, ...before].map(({ condition }) => condition?.value ?? '');
    const own = `${job.condition?.value ?? ''} ${step.condition?.value ?? ''}`;
    const asksResult = /\b(?:result|success|conclusion|outputs)\b/.test(own);
    const lifts = /\balways\(\s*\)|!\s*cancelled\(\s*\)/.exec(own);
    if (lifts !== null && !asksResult && job.condition !== undefined && before.some(hasTests)) {
      yield {
        at: job.condition.span,
        message: `${job.id} deploys whatever became of the tests (${lifts[0]})`,
        related,
      };
    }
    const trigger = triggerOf(workflow, 'workflow_run');
    const types = trigger?.filters.get('types')?.values.map(({ value }) => value) ?? ['completed'];
    if (trigger === undefined || workflow.triggers.length > 1 || !types.includes('completed')) return;
    if ([...conditions, own].some((text) => /conclusion/.test(text)) || asksForConclusion(before)) return;
    yield {
      at: job.idSpan,
      message: `${job.id} deploys after each run of the other workflow, also a failed one`,
      related,
    };
  },
  examples: [
    bad(
      workflow(`
      on:
        workflow_run:
          workflows: [Tests]
          types: [completed]
      jobs:
        deploy:
          runs-on: ubuntu-24.04
          steps:
            - run: helm upgrade --install api ./chart
    `),
      '.github/workflows/ci.yml:6:3',
    ),
    bad(
      workflow(`
      on: push
      jobs:
        test:
          runs-on: ubuntu-24.04
          steps:
            - run: npm test
        deploy:
          needs: test
          if: always() && github.ref == 'refs/heads/main'
          runs-on: ubuntu-24.04
          steps:
            - run: helm upgrade --install api ./chart
    `),
      '.github/workflows/ci.yml:9:9',
    ),
    good(
      workflow(`
      on:
        workflow_run:
          workflows: [Tests]
          types: [completed]
      jobs:
        deploy:
          if: github.event.workflow_run.conclusion == 'success'
          runs-on: ubuntu-24.04
          steps:
            - run: helm upgrade --install api ./chart
    `),
    ),
    good(
      workflow(`
      on: push
      jobs:
        test:
          runs-on: ubuntu-24.04
          steps:
            - run: npm test
        deploy:
          needs: test
          if: always() && needs.test.result == 'success'
          runs-on: ubuntu-24.04
          steps:
            - run: helm upgrade --install api ./chart
    `),
    ),
  ],
});

/** A job before it looks at how the other run ended. */
function asksForConclusion(jobs: readonly Job[]): boolean {
  return jobs.some((job) =>
    job.steps.some(({ run, condition }) =>
      /conclusion/.test(`${run?.value ?? ''} ${condition?.value ?? ''}`),
    ),
  );
}
