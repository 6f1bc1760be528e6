import { bad, defineRule, good } from '../rule.ts';
import { steps, workflow } from '../shared/workflow-example.ts';

export default defineRule({
  id: 'permissions-missing',
  area: 'ci',
  severity: 'low',
  aliases: ['checkov:CKV2_GHA_1', 'zizmor:excessive-permissions', 'dd-iac:unspecified_workflows_permissions'],
  title: 'A workflow does not say what its token may do',
  why: 'The token then has what the repository or organisation gives by default, which in older ones is write access to everything.',
  fix: 'Put `permissions: contents: read` at the top, and more at the jobs that need it.',
  references: ['https://docs.github.com/en/actions/reference/security/secure-use'],
  preset: 'strict',
  on: 'workflow',
  *check({ permissions, jobs, keys, span, triggers }) {
    if (permissions !== undefined || triggers.every(({ event }) => event === 'workflow_call')) return;
    const open = [...jobs.values()].filter((job) => job.permissions === undefined);
    if (open.length === 0) return;
    const ids = open.map(({ id }) => id);
    yield {
      at: keys.get('jobs') ?? span,
      message: `The token of ${ids.length > 3 ? `${ids.length} jobs` : ids.join(', ')} has the permissions that the repository gives by default`,
    };
  },
  examples: [
    bad(
      steps(`
      - run: make
    `),
      '.github/workflows/ci.yml:2:1',
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
