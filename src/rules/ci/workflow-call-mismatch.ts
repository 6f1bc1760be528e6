import { bad, defineRule, good } from '../rule.ts';
import { calledWorkflow } from '../shared/workflow.ts';
import { callFaults } from '../shared/workflow-call.ts';

export default defineRule({
  id: 'workflow-call-mismatch',
  area: 'ci',
  severity: 'critical',
  aliases: ['actionlint:check-reusable-workflows'],
  title: 'A call of a workflow does not fit what that workflow declares',
  why: 'GitHub refuses the whole calling workflow, so none of its jobs run.',
  fix: 'Give the inputs and secrets that the called workflow declares, under their names.',
  references: ['https://docs.github.com/en/actions/how-tos/reuse-automations/reuse-workflows'],
  on: 'job',
  *check(job, { workflow, project }) {
    const called = calledWorkflow(project, workflow, job);
    if (called !== undefined) yield* callFaults(project, job, called);
  },
  examples: [
    bad(
      {
        '.github/workflows/ci.yml': `
        on: push
        jobs:
          image:
            uses: ./.github/workflows/image.yml
            with: {tags: 1.2.0}
      `,
        '.github/workflows/image.yml': `
        on:
          workflow_call:
            inputs:
              tag: {type: string, required: true}
            secrets:
              TOKEN: {required: true}
        jobs:
          image:
            runs-on: ubuntu-24.04
            steps:
              - run: make image
      `,
      },
      ['.github/workflows/ci.yml:4:11', '.github/workflows/ci.yml:5:12'],
      {
        '.github/workflows/ci.yml': `
          on: push
          jobs:
            image:
              uses: ./.github/workflows/image.yml
              with: {tag: 1.2.0}
        `,
      },
    ),
    bad(
      {
        '.github/workflows/ci.yml': `
        on: push
        jobs:
          image:
            uses: ./.github/workflows/image.yml
            with: {count: three, push: sure}
      `,
        '.github/workflows/image.yml': `
        on:
          workflow_call:
            inputs:
              count: {type: number}
              push: {type: boolean}
        jobs:
          image:
            runs-on: ubuntu-24.04
            steps:
              - run: make image
      `,
      },
      ['.github/workflows/ci.yml:5:19', '.github/workflows/ci.yml:5:32'],
    ),
    good({
      '.github/workflows/ci.yml': `
        on: push
        jobs:
          image:
            uses: ./.github/workflows/image.yml
            with: {tag: 1.2.0}
            secrets:
              TOKEN: \${{ secrets.REGISTRY_TOKEN }}
      `,
      '.github/workflows/image.yml': `
        on:
          workflow_call:
            inputs:
              tag: {type: string, required: true}
            secrets:
              TOKEN: {required: true}
        jobs:
          image:
            runs-on: ubuntu-24.04
            steps:
              - run: make image
      `,
    }),
  ],
});
