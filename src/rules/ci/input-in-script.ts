import type { Pair } from '../../model/workflow.ts';
import { pathOf, readExpression } from '../../syntax/expression.ts';
import { bad, defineRule, good } from '../rule.ts';
import { intoEnvironment } from '../shared/script-environment.ts';
import { envOf, stepLabel } from '../shared/workflow.ts';
import { steps } from '../shared/workflow-example.ts';
import { scriptsOf } from '../shared/workflow-places.ts';
import { flowing } from '../shared/workflow-taint.ts';

export default defineRule({
  id: 'input-in-script',
  area: 'ci',
  severity: 'low',
  aliases: ['zizmor:template-injection'],
  title: 'An input, or the name of a branch or release, is put into a script as text',
  why: 'Whoever may start the workflow, push a branch or call the action can run any command through it, also with a value that only looks odd (a quote, a dollar).',
  fix: 'Set the input as an environment variable of the step, and use the variable in the script.',
  references: ['https://docs.github.com/en/actions/concepts/security/script-injections'],
  preset: 'strict',
  on: 'expression',
  only: ['inputs', 'github', 'env'],
  *check(expression, context) {
    const { workflow, job, step, project } = context;
    if (
      step === undefined ||
      !scriptsOf(step).some(({ span }) => span.start === expression.within.span.start)
    )
      return;
    for (const part of flowing(expression.tree)) {
      const path = sourceOf(pathOf(part), envOf(workflow, job, step));
      if (path === undefined || !isGiven(path)) continue;
      yield {
        at: expression.span,
        message: `${path.join('.')} is put into the script of ${stepLabel(step)}`,
        ...intoEnvironment(project, context, step, expression, true),
      };
      return;
    }
  },
  examples: [
    bad(
      steps(
        `
      - run: make release VERSION=\${{ inputs.version }}
    `,
        'on: {workflow_dispatch: {inputs: {version: {type: string}}}}',
      ),
      '.github/workflows/ci.yml:6:35',
      {
        '.github/workflows/ci.yml': `
          on: {workflow_dispatch: {inputs: {version: {type: string}}}}
          jobs:
            build:
              runs-on: ubuntu-24.04
              steps:
                - run: make release VERSION=\${INPUT_VERSION}
                  env:
                    INPUT_VERSION: \${{ inputs.version }}
        `,
      },
    ),
    bad(
      steps(
        `
      - run: make release VERSION=\${{ env.VERSION }}
        env: {VERSION: "\${{ inputs.version }}", CHANNEL: stable}
      - run: make release CHANNEL=\${{ env.CHANNEL }}
        env: {CHANNEL: stable}
    `,
        'on: {workflow_dispatch: {inputs: {version: {type: string}}}}',
      ),
      '.github/workflows/ci.yml:6:35',
      {
        '.github/workflows/ci.yml': `
          on: {workflow_dispatch: {inputs: {version: {type: string}}}}
          jobs:
            build:
              runs-on: ubuntu-24.04
              steps:
                - run: make release VERSION=\${VERSION}
                  env: {VERSION: "\${{ inputs.version }}", CHANNEL: stable}
                - run: make release CHANNEL=\${{ env.CHANNEL }}
                  env: {CHANNEL: stable}
        `,
      },
    ),
    bad(
      steps(
        `
      - run: |
          gh release upload \${{ github.ref_name }} dist/*
          echo "\${{ github.event.client_payload.channel }}"
    `,
        'on: {push: {tags: ["v*"]}, repository_dispatch: {types: [release]}}',
      ),
      ['.github/workflows/ci.yml:7:29', '.github/workflows/ci.yml:8:17'],
      {
        '.github/workflows/ci.yml': `
          on: {push: {tags: ["v*"]}, repository_dispatch: {types: [release]}}
          jobs:
            build:
              runs-on: ubuntu-24.04
              steps:
                - run: |
                    gh release upload \${REF_NAME} dist/*
                    echo "\${CLIENT_PAYLOAD_CHANNEL}"
                  env:
                    REF_NAME: \${{ github.ref_name }}
                    CLIENT_PAYLOAD_CHANNEL: \${{ github.event.client_payload.channel }}
        `,
      },
    ),
    good(
      steps(
        `
      - run: make release VERSION="$VERSION"
        env:
          VERSION: \${{ inputs.version }}
      - run: echo "\${{ github.repository }} \${{ github.sha }} \${{ github.event.client_payload == 'x' }}"
    `,
        'on: {workflow_dispatch: {inputs: {version: {type: string}}}}',
      ),
    ),
  ],
});

/** What those write who may start the workflow or push; a name of a branch may hold `$(…)`. */
const named =
  /^github\.(?:ref|ref_name|event\.(?:ref|client_payload\..*|release\.(?:name|body|tag_name)|label\.name|milestone\.title|merge_group\.head_ref|(?:issue|pull_request)\.(?:labels\.(?:\*|\d+)\.name|milestone\.title)))$/;

function isGiven(path: readonly string[]): boolean {
  if (path[0] === 'inputs' || (path[1] === 'event' && path[2] === 'inputs')) return true;
  return named.test(path.join('.'));
}

/** What a variable of `env` is set to, where that is one value and nothing else; other paths as they are. */
function sourceOf(path: readonly string[] | undefined, env: readonly Pair[]): readonly string[] | undefined {
  if (path?.[0] !== 'env') return path;
  const set = env.find(({ name }) => name.value.toLowerCase() === path[1])?.value.value ?? '';
  const inner = /^\s*\$\{\{(.*)\}\}\s*$/s.exec(set)?.[1];
  const { tree } = inner === undefined ? { tree: undefined } : readExpression(inner);
  return tree === undefined ? undefined : pathOf(tree);
}
