import { bad, defineRule, good } from '../rule.ts';
import { setOnStep } from '../shared/workflow-edits.ts';
import { steps } from '../shared/workflow-example.ts';
import { gateOf } from '../shared/workflow-gates.ts';
import { setsPipefail, shellOf, stepCommands } from '../shared/workflow-run.ts';

export default defineRule({
  id: 'gate-hidden-by-pipe',
  area: 'ci',
  severity: 'medium',
  aliases: [],
  title: 'A pipe hides that a check has failed',
  why: 'Without pipefail the step ends with the last program of the pipe: the tests fail, `tee` does not, and the step is green.',
  fix: 'Say `shell: bash`, which starts it with pipefail, or begin the script with `set -o pipefail`.',
  references: [
    'https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstepsshell',
  ],
  on: 'step',
  only: ['run'],
  *check(step, { project, job, workflow }) {
    const shell = shellOf(workflow, job, step);
    if (shell.pipefail || setsPipefail(step) || !/^(?:bash|sh|zsh)$/.test(shell.name ?? '')) return;
    const commands = stepCommands(step);
    for (const [index, command] of commands.entries()) {
      const next = commands[index + 1];
      const kind = command.depth === 0 ? gateOf(command) : undefined;
      if (kind === undefined || next?.operatorBefore !== '|' || next.depth > 0) continue;
      // Another reader may judge by what it reads.
      if (!passing.has(next.program)) continue;
      yield {
        at: command.span,
        message: `A failure of ${command.words.slice(0, 3).join(' ')} is lost in the pipe to ${next.program}`,
        ...(job !== undefined && shell.name === 'bash' && step.shell === undefined
          ? setOnStep(project, step, ['shell'], 'bash')
          : {}),
      };
    }
  },
  examples: [
    bad(
      steps(`
      - run: npm test | tee test.log
    `),
      '.github/workflows/ci.yml:6:14',
      {
        '.github/workflows/ci.yml': `
          on: push
          jobs:
            build:
              runs-on: ubuntu-24.04
              steps:
                - run: npm test | tee test.log
                  shell: bash
        `,
      },
    ),
    good(
      steps(`
      - run: npm test | tee test.log
        shell: bash
      - run: |
          set -o pipefail
          npm test | tee test.log
    `),
    ),
  ],
});

/** Programs that pass on what they read, and end well whatever it is. */
const passing = new Set(['tee', 'cat', 'tail', 'head', 'ts', 'sed', 'tr', 'cut', 'sort', 'uniq']);
