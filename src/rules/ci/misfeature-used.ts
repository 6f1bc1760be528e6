import { bad, defineRule, good } from '../rule.ts';
import { actionName, inputOf } from '../shared/workflow.ts';
import { workflow } from '../shared/workflow-example.ts';

export default defineRule({
  id: 'misfeature-used',
  area: 'ci',
  severity: 'low',
  aliases: ['zizmor:misfeature'],
  title: 'A step uses something that is better left alone',
  why: '`cmd` has no reliable way to stop at an error and reads variables in surprising ways; `pip-install` of setup-python installs outside of any lock file.',
  fix: 'Use pwsh or bash, and install from a lock file.',
  references: [
    'https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstepsshell',
  ],
  preset: 'strict',
  on: 'step',
  *check(step, { job, workflow }) {
    const shell = step.shell ?? job?.defaults.shell ?? workflow?.defaults.shell;
    if (step.run !== undefined && shell?.value === 'cmd')
      yield {
        at: step.shell?.span ?? step.run.span,
        message: 'The step runs in cmd, which does not stop at a command that fails',
      };
    const install = actionName(step) === 'actions/setup-python' ? inputOf(step, 'pip-install') : undefined;
    if (install !== undefined)
      yield { at: install.span, message: 'setup-python installs packages outside of any lock file' };
  },
  examples: [
    bad(
      workflow(`
      on: push
      jobs:
        build:
          runs-on: windows-2025
          steps:
            - run: build.bat
              shell: cmd
    `),
      '.github/workflows/ci.yml:7:16',
    ),
    bad(
      workflow(`
      on: push
      jobs:
        build:
          runs-on: windows-2025
          defaults: {run: {shell: cmd}}
          steps:
            - run: build.bat
            - run: ./test.ps1
              shell: pwsh
    `),
      '.github/workflows/ci.yml:7:14',
    ),
    good(
      workflow(`
      on: push
      jobs:
        build:
          runs-on: windows-2025
          steps:
            - run: ./build.ps1
              shell: pwsh
    `),
    ),
  ],
});
