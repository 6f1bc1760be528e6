import type { Project } from '../../model/project.ts';
import type { Job, TextValue, Workflow } from '../../model/workflow.ts';
import { bad, defineRule, good } from '../rule.ts';
import { isOwn } from '../shared/official-actions.ts';
import { actionName, inputOf, isCommit, localAction, pathFromRoot, usedBy } from '../shared/workflow.ts';
import { callFaults } from '../shared/workflow-call.ts';
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
        // The steps of a called workflow run in the checkout of whoever calls it, which may be another repository.
        const isStep = uses !== job.uses;
        if (isStep && workflow.contract !== undefined) continue;
        const path = pathFromRoot(workflow, used.path);
        if (path === undefined) continue;
        const called = isStep ? undefined : project.ci.workflows.get(path);
        const isHere = isStep
          ? localAction(project, workflow, used.path) !== undefined
          : called?.contract !== undefined;
        if (!isHere || !isOwn(project, used.owner)) continue;
        const fits = isStep ? isCheckedOut(job, uses) : called !== undefined && isTaken(project, job, called);
        yield {
          at: uses.span,
          message: `${used.path} of this repository is used as ${used.ref} has it`,
          ...(fits ? written(project, uses.span, `./${used.path}`) : {}),
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
    // The version of then takes another input, so that its name is not the only thing to change.
    bad(
      {
        '.github/workflows/ci.yml': `
        on: push
        jobs:
          image:
            if: github.repository_owner == 'acme'
            uses: acme/shop/.github/workflows/image.yml@v1
            with: {name: shop}
      `,
        '.github/workflows/image.yml': `
        on:
          workflow_call:
            inputs:
              tag: {type: string, required: true}
        jobs:
          image:
            runs-on: ubuntu-24.04
            steps:
              - run: make image
      `,
      },
      '.github/workflows/ci.yml:5:11',
    ),
    good({
      '.github/workflows/image.yml': `
        on: workflow_call
        jobs:
          image:
            if: github.repository_owner == 'acme'
            runs-on: ubuntu-24.04
            steps:
              - uses: actions/checkout@v4
              - uses: acme/shop/.github/actions/setup@main
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

/** The named version may declare other inputs than the one beside the change. */
function isTaken(project: Project, job: Job, called: Workflow): boolean {
  for (const _fault of callFaults(project, job, called)) return false;
  return true;
}

/** A step finds it only in what has been checked out. */
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
