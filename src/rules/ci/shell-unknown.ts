import type { Job, Step, TextValue, Workflow } from '../../model/workflow.ts';
import { bad, defineRule, good } from '../rule.ts';
import { isDynamic } from '../shared/workflow.ts';
import { meantValue, written } from '../shared/workflow-edits.ts';
import { steps, workflow } from '../shared/workflow-example.ts';

const programs = /^(?:zsh|fish|dash|ksh|nu|perl|ruby|node)$/;

export default defineRule({
  id: 'shell-unknown',
  area: 'ci',
  severity: 'critical',
  aliases: ['actionlint:check-shell-names'],
  title: 'A step names a shell that does not exist',
  why: 'The step fails before its first command.',
  fix: 'Use bash, sh, pwsh, powershell, cmd or python, or write the command with `{0}` for the script.',
  references: [
    'https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstepsshell',
  ],
  on: 'step',
  *check(step, { project, workflow, job }) {
    const shell = step.shell ?? defaultFor(step, job, workflow);
    if (shell === undefined || isDynamic(shell.value) || shell.value.includes('{0}')) return;
    const known = ['bash', 'sh', 'pwsh', 'powershell', 'cmd', 'python'];
    const name = shell.value.trim();
    if (!known.includes(name)) {
      yield {
        at: shell.span,
        message: `${shell.value} is no shell of GitHub Actions`,
        // Any program can be a shell when it is told where the script is.
        ...(programs.test(name)
          ? written(project, shell.span, `${name} {0}`)
          : meantValue(project, name, shell.span, known)),
      };
      return;
    }
    const label = job?.runsOn.length === 1 ? job.runsOn[0]?.value : undefined;
    if (/^(?:cmd|powershell)$/.test(name) && label !== undefined && /^(?:ubuntu|macos)-/.test(label)) {
      yield { at: shell.span, message: `${shell.value} is not there on ${label}` };
    }
  },
  examples: [
    bad(
      workflow(`
      on: push
      defaults: {run: {shell: fish}}
      jobs:
        one:
          runs-on: ubuntu-24.04
          defaults: {run: {shell: cmd}}
          steps: [{run: make}, {run: make test}]
        two:
          runs-on: ubuntu-24.04
          steps: [{run: make, shell: bash}, {run: make}]
        three:
          runs-on: ubuntu-24.04
          steps: [{run: make}]
    `),
      ['.github/workflows/ci.yml:2:25', '.github/workflows/ci.yml:6:29'],
      workflow(`
      on: push
      defaults: {run: {shell: "fish {0}"}}
      jobs:
        one:
          runs-on: ubuntu-24.04
          defaults: {run: {shell: cmd}}
          steps: [{run: make}, {run: make test}]
        two:
          runs-on: ubuntu-24.04
          steps: [{run: make, shell: bash}, {run: make}]
        three:
          runs-on: ubuntu-24.04
          steps: [{run: make}]
    `),
    ),
    bad(
      steps(`
      - run: make
        shell: zsh
      - run: dir
        shell: cmd
    `),
      ['.github/workflows/ci.yml:7:16', '.github/workflows/ci.yml:9:16'],
      {
        '.github/workflows/ci.yml': `
          on: push
          jobs:
            build:
              runs-on: ubuntu-24.04
              steps:
                - run: make
                  shell: zsh {0}
                - run: dir
                  shell: cmd
        `,
      },
    ),
    good(
      steps(`
      - run: make
        shell: bash
      - run: print(1)
        shell: perl {0}
    `),
    ),
  ],
});

/** The default of the job or workflow, for the first step that it is used for: it is told once. */
function defaultFor(step: Step, job: Job | undefined, workflow: Workflow | undefined): TextValue | undefined {
  const takesDefault = ({ run, shell }: Step) => run !== undefined && shell === undefined;
  if (job === undefined || step !== job.steps.find(takesDefault)) return undefined;
  if (job.defaults.shell !== undefined) return job.defaults.shell;
  const first = [...(workflow?.jobs.values() ?? [])].find(
    ({ defaults, steps }) => defaults.shell === undefined && steps.some(takesDefault),
  );
  return job === first ? workflow?.defaults.shell : undefined;
}
