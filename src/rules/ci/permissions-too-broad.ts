import { bad, defineRule, good } from '../rule.ts';
import { workflow } from '../shared/workflow-example.ts';

export default defineRule({
  id: 'permissions-too-broad',
  area: 'ci',
  severity: 'medium',
  aliases: ['checkov:CKV2_GHA_1', 'zizmor:excessive-permissions'],
  title: 'The token of a workflow may write everything',
  why: 'Any action or dependency that goes bad in one of these jobs can change code, releases and packages of the repository.',
  fix: 'Name the scopes that the job needs, at the job that needs them.',
  references: [
    'https://docs.github.com/en/actions/reference/security/secure-use',
    'https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#permissions',
  ],
  on: 'workflow',
  *check(workflow) {
    const all = [workflow.permissions, ...[...workflow.jobs.values()].map(({ permissions }) => permissions)];
    for (const permissions of all) {
      if (permissions?.all?.value !== 'write-all') continue;
      yield {
        at: permissions.all.span,
        message: 'The token is given write access to everything (write-all)',
      };
    }
  },
  examples: [
    bad(
      workflow(`
      on: push
      permissions: write-all
      jobs:
        build:
          runs-on: ubuntu-24.04
          steps:
            - run: make
    `),
      '.github/workflows/ci.yml:2:14',
    ),
    good(
      workflow(`
      on: push
      permissions:
        contents: read
      jobs:
        build:
          runs-on: ubuntu-24.04
          steps:
            - run: make
    `),
    ),
  ],
});
