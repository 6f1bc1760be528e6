import type { Project } from '../../model/project.ts';
import type { Job, Workflow } from '../../model/workflow.ts';
import { later } from '../fix.ts';
import { bad, defineRule, good } from '../rule.ts';
import { writtenAt } from '../shared/source-text.ts';
import { actionName } from '../shared/workflow.ts';
import { aboveJobs } from '../shared/workflow-edits.ts';
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
  *check(workflow, { project }) {
    const { permissions, jobs, keys, span, triggers } = workflow;
    if (permissions !== undefined || triggers.every(({ event }) => event === 'workflow_call')) return;
    const open = [...jobs.values()].filter((job) => job.permissions === undefined);
    if (open.length === 0) return;
    const ids = open.map(({ id }) => id);
    yield {
      at: keys.get('jobs') ?? span,
      message: `The token of ${ids.length > 3 ? `${ids.length} jobs` : ids.join(', ')} has the permissions that the repository gives by default`,
      ...later(() => (open.every((job) => onlyReads(project, job)) ? reading(project, workflow) : {})),
    };
  },
  examples: [
    bad(
      steps(`
      - run: make
    `),
      '.github/workflows/ci.yml:2:1',
      {
        '.github/workflows/ci.yml': `
          on: push
          permissions:
            contents: read

          jobs:
            build:
              runs-on: ubuntu-24.04
              steps:
                - run: make
        `,
      },
    ),
    bad(
      workflow(`
      # what every push goes through
      on: push

      # the jobs, in the order in which they run
      jobs:
          build:
              runs-on: ubuntu-24.04
              steps: [{uses: actions/checkout@v4}, {run: npm test}]
    `),
      '.github/workflows/ci.yml:5:1',
      {
        '.github/workflows/ci.yml': `
          # what every push goes through
          on: push

          permissions:
              contents: read

          # the jobs, in the order in which they run
          jobs:
              build:
                  runs-on: ubuntu-24.04
                  steps: [{uses: actions/checkout@v4}, {run: npm test}]
        `,
      },
    ),
    bad(
      workflow(`
      on: push
      jobs:
        release:
          runs-on: ubuntu-24.04
          steps:
            - uses: actions/checkout@v4
            - run: gh release create v1
              env: {GH_TOKEN: "\${{ github.token }}"}
    `),
      '.github/workflows/ci.yml:2:1',
    ),
    bad(
      workflow(
        'on: push\r\n\r\n# all\r\njobs:\r\n  test:\r\n    runs-on: ubuntu-24.04\r\n    steps: [{run: make}]\r\n',
      ),
      '.github/workflows/ci.yml:4:1',
      {
        '.github/workflows/ci.yml':
          'on: push\r\n\r\npermissions:\r\n  contents: read\r\n\r\n# all\r\njobs:\r\n  test:\r\n    runs-on: ubuntu-24.04\r\n    steps: [{run: make}]\r\n',
      },
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

function reading(project: Project, workflow: Workflow) {
  return aboveJobs(project, workflow, 'Let the token read only', 'permissions', 'contents: read');
}

/** Actions that ask for nothing but the contents, and set tools up. */
const readers =
  /^(?:actions\/(?:checkout|cache|cache\/.*|setup-[\w-]+|upload-artifact|download-artifact)|docker\/(?:setup-[\w-]+|build-push-action|metadata-action|login-action|bake-action)|pnpm\/action-setup|astral-sh\/setup-uv|oven-sh\/setup-bun|denoland\/setup-deno|ruby\/setup-ruby|dtolnay\/rust-toolchain|swatinem\/rust-cache|gradle\/actions\/setup-gradle|hashicorp\/setup-[\w-]+|codecov\/codecov-action)$/;

/** True when nothing of the job takes the token for anything that checkout does not. */
function onlyReads(project: Project, job: Job): boolean {
  if (job.uses !== undefined || job.environment !== undefined) return false;
  if (
    /github_token|github\.token|\bgh[ \t]|git[ \t]+push|secrets\[|tojson\(secrets/i.test(
      writtenAt(project, job.span),
    )
  )
    return false;
  return job.steps.every((step) => step.uses === undefined || readers.test(actionName(step) ?? ''));
}
