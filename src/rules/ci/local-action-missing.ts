import type { Step } from '../../model/workflow.ts';
import { bad, defineRule, good } from '../rule.ts';
import { isMissing } from '../shared/path.ts';
import { actionName, inputOf, pathFromRoot, usedBy } from '../shared/workflow.ts';
import { workflow } from '../shared/workflow-example.ts';

export default defineRule({
  id: 'local-action-missing',
  area: 'ci',
  severity: 'critical',
  aliases: ['actionlint:check-reusable-workflows', 'actionlint:check-local-action-inputs'],
  title: 'A step or job uses a file of the repository that does not exist',
  why: 'The job fails before its first step.',
  fix: 'Correct the path; it counts from the root of the repository.',
  references: [
    'https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstepsuses',
  ],
  joins: 'file',
  on: 'workflow',
  *check(workflow, { project }) {
    for (const job of workflow.jobs.values()) {
      const called = usedBy(job.uses);
      if (called?.kind === 'local' && job.uses !== undefined) {
        const path = pathFromRoot(workflow, called.path);
        if (path !== undefined && isMissing(project, path))
          yield { at: job.uses.span, message: `${job.id} calls ${called.path}, which does not exist` };
      }
      for (const [index, step] of job.steps.entries()) {
        const used = usedBy(step.uses);
        // Another checkout before it may bring the action.
        if (
          used?.kind !== 'local' ||
          step.uses === undefined ||
          isBrought(used.path, job.steps.slice(0, index))
        )
          continue;
        const path = pathFromRoot(workflow, used.path);
        if (path === undefined) continue;
        const files = ['action.yml', 'action.yaml', 'Dockerfile'].map((name) =>
          path === '' ? name : `${path}/${name}`,
        );
        if (files.some((file) => !isMissing(project, file))) continue;
        yield {
          at: step.uses.span,
          message: `There is no action at ${used.path === '' ? 'the root' : used.path}`,
        };
      }
    }
  },
  examples: [
    bad(
      workflow(`
      on: push
      jobs:
        image:
          uses: ./.github/workflows/image.yml
        build:
          runs-on: ubuntu-24.04
          steps:
            - uses: actions/checkout@v4
            - uses: ./.github/actions/setup
    `),
      ['.github/workflows/ci.yml:4:11', '.github/workflows/ci.yml:9:15'],
    ),
    good(
      workflow(`
      on: push
      jobs:
        build:
          runs-on: ubuntu-24.04
          steps:
            - uses: acme/checkout@v1
              with: {repository: acme/tools, path: tools}
            - uses: ./tools/.github/actions/setup
    `),
    ),
    good({
      '.github/workflows/ci.yml': `
        on: push
        jobs:
          image:
            uses: ./.github/workflows/image.yml
          build:
            runs-on: ubuntu-24.04
            steps:
              - uses: actions/checkout@v4
              - uses: ./.github/actions/setup
      `,
      '.github/workflows/image.yml': `
        on: workflow_call
        jobs:
          image:
            runs-on: ubuntu-24.04
            steps:
              - run: make image
      `,
      '.github/actions/setup/action.yml': `
        name: Setup
        runs:
          using: composite
          steps:
            - run: make
              shell: bash
      `,
    }),
  ],
});

function isBrought(path: string, steps: readonly Step[]): boolean {
  return steps.some((step) => {
    if (actionName(step) === 'actions/checkout')
      return ['path', 'repository', 'ref'].some((name) => inputOf(step, name) !== undefined);
    // Actions that check out in their own way are told where to.
    const folder = inputOf(step, 'path')?.value.replace(/^\.?\/+|\/+$/g, '') ?? '';
    return folder !== '' && path.startsWith(`${folder}/`);
  });
}
