import { bad, defineRule, good } from '../rule.ts';
import { writesIn } from '../shared/environment-file.ts';
import { triggerOf } from '../shared/workflow.ts';
import { steps } from '../shared/workflow-example.ts';

export default defineRule({
  id: 'environment-file-dynamic',
  area: 'ci',
  severity: 'low',
  confidence: 'possible',
  aliases: ['zizmor:github-env'],
  title: 'A workflow that strangers start writes what it finds to the environment of later steps',
  why: 'A file of a pull request or of the artifact of its run may hold more lines than one: `LD_PRELOAD` or `NODE_OPTIONS` then run code of the stranger.',
  fix: 'Hand the value over as an output, and check what a file holds before.',
  references: ['https://securitylab.github.com/resources/github-actions-untrusted-input/'],
  preset: 'strict',
  on: 'step',
  only: ['run'],
  *check({ run }, { workflow }) {
    const trigger = triggerOf(workflow, 'pull_request_target', 'workflow_run');
    if (run === undefined || trigger === undefined) return;
    for (const { text, start, end } of writesIn(run.value)) {
      if (isDynamic(text))
        yield {
          at: run.place(start, end),
          message: `What the step finds on ${trigger.event} is written to the environment of later steps`,
        };
    }
  },
  examples: [
    bad(
      steps(
        `
      - run: echo "PR=$(cat pr-number)" >> "$GITHUB_ENV"
      - run: cat build.env >> $GITHUB_ENV
      - run: echo "LEVEL=$LEVEL" | tee -a $GITHUB_ENV
    `,
        'on: {workflow_run: {workflows: [build.yml]}}',
      ),
      ['.github/workflows/ci.yml:6:14', '.github/workflows/ci.yml:7:14', '.github/workflows/ci.yml:8:14'],
    ),
    good(
      steps(
        `
      - run: |
          echo "DAY=$(date +%F)" >> "$GITHUB_ENV"
          echo "COMMIT=$(git rev-parse HEAD)" >> "$GITHUB_ENV"
          echo "LEVEL=debug" >> "$GITHUB_ENV"
          echo "$GITHUB_WORKSPACE/bin" >> "$GITHUB_PATH"
    `,
        'on: pull_request_target',
      ),
    ),
    good(
      steps(`
      - run: echo "VERSION=$(cat VERSION)" >> "$GITHUB_ENV"
    `),
    ),
  ],
});

/** What the runner sets, and commands that give one line of their own. */
const settled =
  /\$\((?:date|git rev-parse|git describe|nproc|pwd|whoami|mktemp|uname)\b[^()]*\)|(?:\$(?:env:|\{(?:env:)?)?|%)(?:GITHUB_\w+|RUNNER_\w+|HOME|PWD|PATH)\b[}%]?/gi;

function isDynamic(text: string): boolean {
  return /\$[({\w]|%\w+%|`|\b(?:cat|jq|type|Get-Content)\s/.test(text.replace(settled, ''));
}
