import type { Fix } from '../../model/finding.ts';
import type { Project } from '../../model/project.ts';
import type { Action, Expression, Workflow } from '../../model/workflow.ts';
import type { Binary } from '../../syntax/expression.ts';
import { type ExpressionTree, nodesOf, pathOf } from '../../syntax/expression.ts';
import { offer, replace, review } from '../fix.ts';
import { bad, defineRule, good } from '../rule.ts';
import { isObject } from '../shared/context-values.ts';
import { writtenAt } from '../shared/source-text.ts';
import { workflow } from '../shared/workflow-example.ts';

export default defineRule({
  id: 'comparison-types',
  area: 'ci',
  severity: 'medium',
  aliases: ['actionlint:check-comparison-types'],
  title: 'Values of types that are never equal are compared',
  why: 'A text is never equal to true or false: the condition never holds, and nobody is told.',
  fix: "Compare a text with a text (`== 'true'`), and use a boolean input as the condition itself.",
  references: ['https://docs.github.com/en/actions/reference/workflows-and-actions/expressions#operators'],
  on: 'expression',
  only: ['==', '!='],
  *check(expression, { project, workflow, action }) {
    for (const node of nodesOf(expression.tree)) {
      if (node.kind !== 'binary' || (node.operator !== '==' && node.operator !== '!=')) continue;
      const fault = faultOf(node.left, node.right) ?? faultOf(node.right, node.left);
      if (fault === undefined) continue;
      const outcome = node.operator === '==' ? 'never' : 'always';
      yield {
        at: expression.within.place(node.start, node.end),
        message: `${fault}, so that the comparison ${outcome} holds`,
        ...offer(fixOf(project, expression, node)),
      };
    }

    function faultOf(value: ExpressionTree, other: ExpressionTree): string | undefined {
      const path = pathOf(value);
      if (other.kind !== 'literal' || path === undefined) return undefined;
      const type = typeOf(path, workflow, action);
      const name = path.join('.');
      if (other.value !== null && isObject(path))
        return `${name} stands for many values and is compared with one`;
      if (type === 'text' && typeof other.value === 'boolean')
        return `${name} is a text and is compared with ${other.value}`;
      if (type === 'boolean' && typeof other.value === 'string' && other.value !== '') {
        return `${name} is a boolean and is compared with the text '${other.value}'`;
      }
      return undefined;
    }
  },
  examples: [
    bad(
      workflow(`
      on:
        workflow_dispatch:
          inputs:
            dry: {type: boolean}
      jobs:
        build:
          runs-on: ubuntu-24.04
          steps:
            - id: changes
              run: echo "api=true" >> "$GITHUB_OUTPUT"
            - run: make
              if: steps.changes.outputs.api == true
            - run: make deploy
              if: inputs.dry == 'false'
    `),
      ['.github/workflows/ci.yml:12:13', '.github/workflows/ci.yml:14:13'],
      {
        '.github/workflows/ci.yml': `
          on:
            workflow_dispatch:
              inputs:
                dry: {type: boolean}
          jobs:
            build:
              runs-on: ubuntu-24.04
              steps:
                - id: changes
                  run: echo "api=true" >> "$GITHUB_OUTPUT"
                - run: make
                  if: steps.changes.outputs.api == 'true'
                - run: make deploy
                  if: inputs.dry == 'false'
        `,
      },
    ),
    good(
      workflow(`
      on:
        workflow_dispatch:
          inputs:
            dry: {type: boolean}
      jobs:
        build:
          runs-on: ubuntu-24.04
          steps:
            - id: changes
              run: echo "api=true" >> "$GITHUB_OUTPUT"
            - run: make
              if: steps.changes.outputs.api == 'true'
            - run: make deploy
              if: \${{ !inputs.dry }}
    `),
    ),
  ],
});

function typeOf(
  path: readonly string[],
  workflow: Workflow | undefined,
  action: Action | undefined,
): 'text' | 'boolean' | undefined {
  const [context, name, kind] = path;
  if (path.includes('*')) return undefined;
  const isOutput = (context === 'steps' || context === 'needs') && kind === 'outputs' && path.length === 4;
  if (isOutput || ((context === 'env' || context === 'vars') && path.length === 2)) return 'text';
  if (context === 'github' && name === 'event' && kind === 'inputs') return 'text';
  if (context !== 'inputs' || path.length !== 2) return undefined;
  if (action !== undefined) return 'text';
  const inputs = [...(workflow?.dispatchInputs ?? []), ...(workflow?.contract?.inputs ?? [])];
  const own = inputs.filter((input) => input.name.toLowerCase() === name);
  return own.length > 0 && own.every(({ type }) => type?.value === 'boolean') ? 'boolean' : undefined;
}

/** A boolean is the condition itself; a text is compared with a text. */
function fixOf(project: Project, { within }: Expression, node: Binary): Fix | undefined {
  const [value, other] = node.left.kind === 'literal' ? [node.right, node.left] : [node.left, node.right];
  if (other.kind !== 'literal') return undefined;
  const scalar = writtenAt(project, within.span);
  if (typeof other.value === 'boolean') {
    if (scalar.startsWith("'")) return undefined;
    return review(
      `Write '${other.value}'`,
      replace(within.place(other.start, other.end), `'${other.value}'`),
    );
  }
  if (other.value !== 'true' && other.value !== 'false') return undefined;
  const isTrue = (other.value === 'true') === (node.operator === '==');
  const name = writtenAt(project, within.place(value.start, value.end));
  const at = within.place(node.start, node.end);
  // At the start of a plain scalar the exclamation mark would begin a tag.
  if (!isTrue && at.start === within.span.start) return undefined;
  return review(`Write ${isTrue ? '' : '!'}${name}`, replace(at, `${isTrue ? '' : '!'}${name}`));
}
