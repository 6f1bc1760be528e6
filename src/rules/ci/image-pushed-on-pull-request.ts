import { bad, defineRule, good } from '../rule.ts';
import { inputOf, jobsBefore, triggerOf } from '../shared/workflow.ts';
import { buildsIn } from '../shared/workflow-builds.ts';
import { written } from '../shared/workflow-edits.ts';
import { steps } from '../shared/workflow-example.ts';

export default defineRule({
  id: 'image-pushed-on-pull-request',
  area: 'ci',
  severity: 'medium',
  confidence: 'likely',
  aliases: [],
  title: 'A pull request pushes an image',
  why: 'Code that nobody has reviewed is published under the tags of the project; for pull requests of forks the push fails, and with it the check.',
  fix: 'Push only where `github.event_name` is not `pull_request`.',
  references: ['https://docs.docker.com/build/ci/github-actions/'],
  on: 'job',
  *check(job, { workflow, project }) {
    const trigger = triggerOf(workflow, 'pull_request');
    if (
      trigger === undefined ||
      trigger.filters.get('types')?.values.every(({ value }) => value === 'closed') === true
    )
      return;
    const texts = [job, ...jobsBefore(workflow, job)].map(({ condition }) => condition?.value ?? '');
    for (const { job: other, step, pushes, tags } of buildsIn(project, workflow)) {
      const isHere = other === job && pushes && inputOf(step, 'push')?.value === 'true';
      if (
        !isHere ||
        [...texts, step.condition?.value ?? ''].some((text) =>
          /github\.|needs\.|inputs\.|steps\.|env\.|vars\./.test(text),
        )
      )
        continue;
      // A tag made for the pull request is meant.
      if (
        tags.some(({ value }) =>
          /pull_request|pr-|github\.sha|head_ref|localhost|steps\.|ttl\.sh|env\./.test(value),
        ) ||
        tags.length === 0
      )
        continue;
      const push = inputOf(step, 'push');
      yield {
        at: push?.span ?? step.span,
        ...(push === undefined
          ? {}
          : written(project, push.span, `\${{ github.event_name != '${trigger.event}' }}`)),
        message: `${job.id} pushes ${tags[0]?.value ?? 'an image'} on ${trigger.event}`,
      };
    }
  },
  examples: [
    bad(
      steps(
        `
      - uses: docker/build-push-action@v6
        with: {context: ., push: true, tags: "ghcr.io/acme/api:latest"}
    `,
        'on: [push, pull_request]',
      ),
      '.github/workflows/ci.yml:7:34',
      {
        '.github/workflows/ci.yml': `
          on: [push, pull_request]
          jobs:
            build:
              runs-on: ubuntu-24.04
              steps:
                - uses: docker/build-push-action@v6
                  with: {context: ., push: "\${{ github.event_name != 'pull_request' }}", tags: "ghcr.io/acme/api:latest"}
        `,
      },
    ),
    good(
      steps(
        `
      - uses: docker/build-push-action@v6
        with:
          context: .
          push: \${{ github.event_name != 'pull_request' }}
          tags: ghcr.io/acme/api:latest
    `,
        'on: [push, pull_request]',
      ),
    ),
  ],
});
