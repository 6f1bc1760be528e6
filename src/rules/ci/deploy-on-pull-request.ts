import { bad, defineRule, good } from '../rule.ts';
import { jobsBefore, triggerOf } from '../shared/workflow.ts';
import { workflow } from '../shared/workflow-example.ts';
import { deployStep } from '../shared/workflow-gates.ts';

export default defineRule({
  id: 'deploy-on-pull-request',
  area: 'ci',
  severity: 'high',
  confidence: 'likely',
  aliases: [],
  title: 'A pull request deploys before it is merged',
  why: 'Code that nobody has reviewed goes into use with the first push to the pull request.',
  fix: 'Deploy on pushes to the main branch, or put a condition on the job.',
  references: [
    'https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows#pull_request',
  ],
  on: 'job',
  *check(job, { workflow }) {
    const trigger = triggerOf(workflow, 'pull_request', 'pull_request_target');
    const step = deployStep(job);
    if (trigger === undefined || step === undefined) return;
    // `types: [closed]` is what a merge looks like.
    if (trigger.filters.get('types')?.values.every(({ value }) => value === 'closed') === true) return;
    const texts = [job, ...jobsBefore(workflow, job)].map(({ condition }) => condition?.value ?? '');
    if (
      [...texts, step.condition?.value ?? ''].some((text) =>
        /github\.|needs\.|inputs\.|vars\.|steps\.[\w-]+\.outputs/.test(text),
      )
    )
      return;
    const place = `${job.environment?.value ?? ''} ${job.id} ${job.name?.value ?? ''} ${workflow.name?.value ?? ''} ${workflow.file}`;
    if (/preview|review|staging|stage|dev|test|pr\b|pull|sandbox|qa/i.test(place)) return;
    yield {
      at: job.idSpan,
      message: `${job.id} deploys on ${trigger.event}`,
      related: [{ at: step.span, message: 'deploys here' }],
    };
  },
  examples: [
    bad(
      workflow(`
      on: [push, pull_request]
      jobs:
        deploy:
          runs-on: ubuntu-24.04
          steps:
            - run: helm upgrade --install api ./chart
    `),
      '.github/workflows/ci.yml:3:3',
    ),
    good(
      workflow(`
      on: [push, pull_request]
      jobs:
        deploy:
          runs-on: ubuntu-24.04
          if: github.event_name == 'push' && github.ref == 'refs/heads/main'
          steps:
            - run: helm upgrade --install api ./chart
    `),
    ),
    good(
      workflow(`
      on: [push, pull_request]
      jobs:
        release:
          runs-on: ubuntu-24.04
          steps:
            - id: release
              uses: cycjimmy/semantic-release-action@v4.2.2
            - if: steps.release.outputs.new_release_published == 'true'
              run: helm upgrade --install api ./chart
    `),
    ),
  ],
});
