import { nearest } from '../../base/text.ts';
import type { Workflow } from '../../model/workflow.ts';
import { chainsOf } from '../../syntax/expression.ts';
import { bad, defineRule, good } from '../rule.ts';
import { triggerOf } from '../shared/workflow.ts';
import { nameWritten } from '../shared/workflow-edits.ts';
import { workflow } from '../shared/workflow-example.ts';

export default defineRule({
  id: 'input-reference-unknown',
  area: 'ci',
  severity: 'high',
  aliases: ['actionlint:check-type-check-expression'],
  title: 'An expression asks for an input that is not declared',
  why: 'The value is empty without a word, whatever the caller gives.',
  fix: 'Declare the input, or correct the name.',
  references: ['https://docs.github.com/en/actions/reference/workflows-and-actions/contexts#inputs-context'],
  on: 'expression',
  only: ['inputs', 'github'],
  *check(expression, { project, workflow, action }) {
    const inputs = [
      ...(workflow?.dispatchInputs ?? []),
      ...(workflow?.contract?.inputs ?? []),
      ...(action?.inputs ?? []),
    ].map(({ name }) => name.toLowerCase());
    for (const { node, path } of chainsOf(expression.tree)) {
      const name = nameIn(path, workflow);
      if (name === undefined || name === '*' || inputs.includes(name)) continue;
      const guess = nearest(name, inputs);
      yield {
        at: expression.within.place(node.start, node.end),
        // The event of a start by hand is read for what it may hold: the text is empty, and nothing more.
        ...(path[0] === 'github' ? { severity: 'low' as const } : {}),
        message: `The expression reads input ${name}, which the ${action === undefined ? 'workflow' : 'action'} does not declare`,
        ...(guess === undefined ? {} : { advice: `Did you mean ${guess}?` }),
        ...nameWritten(project, expression.within.place(node.start, node.end), name, guess),
      };
    }
  },
  examples: [
    bad(
      workflow(`
      on:
        workflow_dispatch:
          inputs:
            tag: {type: string}
      jobs:
        deploy:
          runs-on: ubuntu-24.04
          steps:
            - run: make deploy
              env:
                TAG: \${{ github.event.inputs.version }}
    `),
      '.github/workflows/ci.yml:11:20',
    ),
    bad(
      workflow(`
      on:
        workflow_call:
          inputs:
            image_tag: {type: string, required: true}
      jobs:
        deploy:
          runs-on: ubuntu-24.04
          steps:
            - run: make deploy
              env:
                TAG: \${{ inputs.image-tag }}
    `),
      '.github/workflows/ci.yml:11:20',
      {
        '.github/workflows/ci.yml': `
          on:
            workflow_call:
              inputs:
                image_tag: {type: string, required: true}
          jobs:
            deploy:
              runs-on: ubuntu-24.04
              steps:
                - run: make deploy
                  env:
                    TAG: \${{ inputs.image_tag }}
        `,
      },
    ),
    good(
      workflow(`
      on:
        workflow_call:
          inputs:
            image_tag: {type: string, required: true}
      jobs:
        deploy:
          runs-on: ubuntu-24.04
          steps:
            - run: make deploy
              env:
                TAG: \${{ inputs.image_tag }}
    `),
    ),
  ],
});

/** The inputs of an event are those of this workflow, unless another one hands its own event on. */
function nameIn(path: readonly string[], workflow: Workflow | undefined): string | undefined {
  const [context, name, kind, input] = path;
  if (context === 'inputs') return name;
  const isEvent = context === 'github' && name === 'event' && kind === 'inputs';
  const isOwn = triggerOf(workflow, 'workflow_dispatch') !== undefined && workflow?.contract === undefined;
  return isEvent && isOwn ? input : undefined;
}
