import { literal } from '../../base/text.ts';
import { bad, defineRule, good } from '../rule.ts';
import { writesIn } from '../shared/environment-file.ts';
import { envOf, strangerTrigger } from '../shared/workflow.ts';
import { steps } from '../shared/workflow-example.ts';
import { taintOfText } from '../shared/workflow-taint.ts';

export default defineRule({
  id: 'environment-file-injection',
  area: 'ci',
  severity: 'high',
  aliases: ['zizmor:github-env'],
  title: 'A value that a stranger chooses is written to the environment of later steps',
  why: 'A line end in the value starts a new entry: `LD_PRELOAD`, `NODE_OPTIONS` or a new folder on the path then run code of the stranger.',
  fix: 'Hand the value over as an output, or write it with a delimiter that cannot be guessed.',
  references: [
    'https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#setting-an-environment-variable',
  ],
  on: 'step',
  only: ['run'],
  *check(step, { workflow, job }) {
    const { run } = step;
    if (run === undefined || strangerTrigger(workflow) === undefined) return;
    const around = { workflow, job, env: envOf(workflow, job, undefined) };
    const tainted = step.env
      .filter(({ value }) => taintOfText(value.value, around) !== undefined)
      .map(({ name }) => name.value);
    for (const { text, start, end } of writesIn(run.value)) {
      const name = tainted.find((one) => new RegExp(`\\$(?:env:|\\{)?${literal(one)}\\b`).test(text));
      const taint = name ?? taintOfText(text, { ...around, env: envOf(workflow, job, step) });
      if (taint === undefined) continue;
      yield {
        at: run.place(start, end),
        message: `${taint}, which a stranger chooses, is written to the environment of later steps`,
      };
    }
  },
  examples: [
    bad(
      steps(
        `
      - run: echo "TITLE=$TITLE" >> "$GITHUB_ENV"
        env:
          TITLE: \${{ github.event.pull_request.title }}
    `,
        'on: pull_request_target',
      ),
      '.github/workflows/ci.yml:6:14',
    ),
    bad(
      steps(
        `
      - env:
          TITLE: \${{ github.event.pull_request.title }}
        run: |
          {
            echo "A=1"
            echo "TITLE=$TITLE"
          } >> "$GITHUB_ENV"
          cat <<EOF >> $GITHUB_ENV
          TITLE=$TITLE
          EOF
          echo "TITLE=$TITLE" | tee -a "$GITHUB_ENV"
      - env:
          TITLE: \${{ github.event.pull_request.title }}
        shell: pwsh
        run: |
          "TITLE=$env:TITLE" >> $env:GITHUB_ENV
    `,
        'on: pull_request_target',
      ),
      [
        '.github/workflows/ci.yml:12:11',
        '.github/workflows/ci.yml:13:11',
        '.github/workflows/ci.yml:16:11',
        '.github/workflows/ci.yml:21:11',
      ],
    ),
    good(
      steps(
        `
      - env:
          TITLE: \${{ github.event.pull_request.title }}
        run: |
          {
            echo "$TITLE"
          } >> title.txt
          {
            echo "A=1"
          } >> "$GITHUB_ENV"
          cat <<EOF >> $GITHUB_ENV
          B=2
          EOF
          echo "$TITLE"
    `,
        'on: pull_request_target',
      ),
    ),
    good(
      steps(
        `
      - run: echo "NUMBER=$NUMBER" >> "$GITHUB_ENV"
        env:
          NUMBER: \${{ github.event.pull_request.number }}
    `,
        'on: pull_request_target',
      ),
    ),
  ],
});
