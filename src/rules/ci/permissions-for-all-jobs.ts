import type { Workflow } from '../../model/workflow.ts';
import { bad, defineRule, good } from '../rule.ts';
import { workflow } from '../shared/workflow-example.ts';

export default defineRule({
  id: 'permissions-for-all-jobs',
  area: 'ci',
  severity: 'low',
  aliases: ['zizmor:excessive-permissions'],
  title: 'A permission that one job needs is given to all',
  why: 'An action or dependency that goes bad in any of the jobs can use it.',
  fix: 'Give it to the job that needs it, under `permissions` of that job.',
  references: ['https://docs.github.com/en/actions/reference/security/secure-use'],
  preset: 'strict',
  joins: 'file',
  on: 'workflow',
  *check(workflow) {
    const { permissions } = workflow;
    const count = holders(workflow);
    if (permissions === undefined || count < 2) return;
    if (permissions.all?.value === 'read-all') {
      yield { at: permissions.all.span, message: `The token of ${count} jobs may read everything` };
    }
    for (const { name, level } of permissions.scopes) {
      if (level.value !== 'write') continue;
      yield { at: name.span, message: `The token of ${count} jobs may write ${name.value}` };
    }
  },
  examples: [
    bad(
      workflow(`
      on: push
      permissions:
        contents: read
        packages: write
      jobs:
        test:
          runs-on: ubuntu-24.04
          steps:
            - run: make test
        image:
          runs-on: ubuntu-24.04
          steps:
            - run: make image push
    `),
      '.github/workflows/ci.yml:4:3',
    ),
    good(
      workflow(`
      on: push
      permissions:
        packages: write
      jobs:
        test:
          runs-on: ubuntu-24.04
          permissions: {contents: read}
          steps:
            - run: make test
        image:
          runs-on: ubuntu-24.04
          steps:
            - run: make image push
    `),
    ),
  ],
});

/** How many jobs have what the workflow gives: those that say nothing themselves. */
function holders({ jobs }: Workflow): number {
  return [...jobs.values()].filter((job) => job.permissions === undefined).length;
}
