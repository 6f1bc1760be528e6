import { removeAt } from '../../syntax/yaml-edit.ts';
import { bad, defineRule, good } from '../rule.ts';
import { steps, workflow } from '../shared/workflow-example.ts';
import { reviewFix, yamlOf } from '../shared/yaml-fix.ts';

export default defineRule({
  id: 'unsecure-commands-allowed',
  area: 'ci',
  severity: 'high',
  aliases: ['checkov:CKV_GHA_1', 'kics:unsecured_commands', 'zizmor:insecure-commands'],
  title: 'Commands that were switched off for safety are switched on again',
  why: 'Whatever prints text into the log (a test, a file of a pull request) can then set variables and programs of later steps.',
  fix: 'Remove the variable, and write to `$GITHUB_ENV` and `$GITHUB_PATH`.',
  references: [
    'https://github.blog/changelog/2020-10-01-github-actions-deprecating-set-env-and-add-path-commands/',
  ],
  on: 'workflow',
  *check(workflow, { project }) {
    const jobs = [...workflow.jobs.values()];
    const pairs = [
      ...workflow.env,
      ...jobs.flatMap((job) => [...job.env, ...job.steps.flatMap((step) => step.env)]),
    ];
    for (const { name, value } of pairs) {
      if (name.value.toUpperCase() !== 'ACTIONS_ALLOW_UNSECURE_COMMANDS' || !/^true$/i.test(value.value))
        continue;
      yield {
        at: name.span,
        message: `${name.value} is true, which lets log lines set variables and paths`,
        ...reviewFix('Remove the variable', removeAt(yamlOf(project, name.span.file), name.span)),
      };
    }
  },
  examples: [
    bad(
      workflow(`
      on: push
      env:
        ACTIONS_ALLOW_UNSECURE_COMMANDS: true
      jobs:
        build:
          runs-on: ubuntu-24.04
          steps:
            - run: make
    `),
      '.github/workflows/ci.yml:3:3',
      {
        '.github/workflows/ci.yml': `
          on: push
          jobs:
            build:
              runs-on: ubuntu-24.04
              steps:
                - run: make
        `,
      },
    ),
    good(
      steps(`
      - run: make
        env:
          ACTIONS_ALLOW_UNSECURE_COMMANDS: false
    `),
    ),
  ],
});
