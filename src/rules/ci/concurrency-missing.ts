import { bad, defineRule, good } from '../rule.ts';
import { aboveJobs } from '../shared/workflow-edits.ts';
import { workflow } from '../shared/workflow-example.ts';

/** What comes again while a run goes on, for the same branch. */
const repeated = new Set([
  'push',
  'pull_request',
  'pull_request_target',
  'merge_group',
  'workflow_run',
  'workflow_dispatch',
  'schedule',
  'release',
]);

const group = `group: \${{ github.workflow }}-\${{ github.ref }}`;

export default defineRule({
  id: 'concurrency-missing',
  area: 'ci',
  severity: 'low',
  aliases: ['zizmor:concurrency-limits'],
  title: 'Runs of a workflow do not wait for or end each other',
  why: 'Each push, or schedule, starts one more run while the older ones go on: minutes are spent on what nobody needs, and two deployments can overtake each other.',
  fix: 'Add `concurrency` with a group for each branch.',
  references: ['https://docs.github.com/en/actions/concepts/workflows-and-actions/concurrency'],
  preset: 'strict',
  on: 'workflow',
  *check(workflow, { project }) {
    const { concurrency, jobs, keys, span, triggers } = workflow;
    if (concurrency !== undefined || [...jobs.values()].some((job) => job.concurrency !== undefined)) return;
    if (!triggers.some(({ event }) => repeated.has(event))) return;
    yield {
      at: keys.get('on') ?? span,
      message: 'Runs of the workflow do not know of each other (no concurrency)',
      ...aboveJobs(project, workflow, 'Let runs of one branch wait', 'concurrency', group),
    };
  },
  examples: [
    bad(
      workflow(`
      on: pull_request
      jobs:
        build:
          runs-on: ubuntu-24.04
          steps:
            - run: make
    `),
      '.github/workflows/ci.yml:1:1',
      {
        '.github/workflows/ci.yml': `
          on: pull_request
          concurrency:
            group: \${{ github.workflow }}-\${{ github.ref }}

          jobs:
            build:
              runs-on: ubuntu-24.04
              steps:
                - run: make
        `,
      },
    ),
    good(
      workflow(`
      on: {issues: {types: [opened]}}
      jobs:
        greet:
          runs-on: ubuntu-24.04
          steps:
            - run: make greeting
    `),
    ),
    good(
      workflow(`
      on: pull_request
      concurrency:
        group: ci-\${{ github.ref }}
        cancel-in-progress: true
      jobs:
        build:
          runs-on: ubuntu-24.04
          steps:
            - run: make
    `),
    ),
  ],
});
