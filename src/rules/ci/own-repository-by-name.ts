import type { Job, TextValue } from '../../model/workflow.ts';
import { bad, defineRule, good } from '../rule.ts';
import { isOwn } from '../shared/official-actions.ts';
import { actionName, inputOf, isCommit, localAction, usedBy } from '../shared/workflow.ts';
import { written } from '../shared/workflow-edits.ts';

export default defineRule({
  id: 'own-repository-by-name',
  area: 'ci',
  severity: 'low',
  confidence: 'likely',
  aliases: ['zizmor:self-repository'],
  title: 'A workflow or action of the repository itself is used by its full name',
  why: 'What runs is the version of the named branch, not the one beside the change: a pull request that changes it is tested with the old one.',
  fix: 'Use the path: `./.github/workflows/…`.',
  references: ['https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax'],
  preset: 'strict',
  on: 'workflow',
  *check(workflow, { project }) {
    for (const job of workflow.jobs.values()) {
      for (const { uses } of [job, ...job.steps]) {
        const used = usedBy(uses);
        if (used?.kind !== 'repository' || uses === undefined || used.path === '' || isCommit(used.ref))
          continue;
        const path = [workflow.folder, used.path].filter((part) => part !== '').join('/');
        const isHere =
          project.ci.workflows.get(path)?.contract !== undefined ||
          localAction(project, workflow.folder, used.path) !== undefined;
        if (isHere && isOwn(project, used.owner))
          yield {
            at: uses.span,
            message: `${used.path} of this repository is used as ${used.ref} has it`,
            // A step finds it only in what has been checked out.
            ...(uses === job.uses || isCheckedOut(job, uses)
              ? written(project, uses.span, `./${used.path}`)
              : {}),
          };
      }
    }
  },
  examples: [
    bad(
      {
        '.github/workflows/ci.yml': `
        on: push
        jobs:
          image:
            if: github.repository_owner == 'acme'
            uses: acme/shop/.github/workflows/image.yml@main
      `,
        '.github/workflows/image.yml': `
        on: workflow_call
        jobs:
          image:
            runs-on: ubuntu-24.04
            steps:
              - run: make image
      `,
      },
      '.github/workflows/ci.yml:5:11',
      {
        '.github/workflows/ci.yml': `
          on: push
          jobs:
            image:
              if: github.repository_owner == 'acme'
              uses: ./.github/workflows/image.yml
        `,
      },
    ),
    good({
      '.github/workflows/ci.yml': `
        on: push
        jobs:
          image:
            uses: ./.github/workflows/image.yml
      `,
      '.github/workflows/image.yml': `
        on: workflow_call
        jobs:
          image:
            runs-on: ubuntu-24.04
            steps:
              - run: make image
      `,
    }),
  ],
});

function isCheckedOut({ steps }: Job, uses: TextValue): boolean {
  const at = steps.findIndex((step) => step.uses === uses);
  return steps
    .slice(0, at)
    .some(
      (step) =>
        actionName(step) === 'actions/checkout' &&
        ['path', 'repository', 'ref'].every((name) => inputOf(step, name) === undefined),
    );
}
