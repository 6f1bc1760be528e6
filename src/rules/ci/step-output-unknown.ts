import { nearest } from '../../base/text.ts';
import type { Project } from '../../model/project.ts';
import type { Step, Workflow } from '../../model/workflow.ts';
import { chainsOf } from '../../syntax/expression.ts';
import { bad, defineRule, good } from '../rule.ts';
import { outputsOfAction } from '../shared/action-outputs-table.ts';
import { actionName, localAction, usedBy } from '../shared/workflow.ts';
import { steps } from '../shared/workflow-example.ts';

export default defineRule({
  id: 'step-output-unknown',
  area: 'ci',
  severity: 'high',
  aliases: ['actionlint:check-contextual-step-object'],
  title: 'An expression asks for an output that the action of a step does not have',
  why: 'The value is empty without a word: a condition on it never holds, and what is built from it is wrong.',
  fix: 'Correct the name, or declare the output in the action.',
  references: ['https://docs.github.com/en/actions/reference/workflows-and-actions/contexts#steps-context'],
  on: 'expression',
  only: ['steps'],
  *check(expression, { project, workflow, job, action }) {
    const steps = job?.steps ?? action?.steps ?? [];
    for (const { node, path } of chainsOf(expression.tree)) {
      const [context, id, kind, name] = path;
      if (context !== 'steps' || kind !== 'outputs' || name === undefined || name === '*') continue;
      const step = steps.find((one) => one.id?.value.toLowerCase() === id);
      const given = step === undefined ? undefined : outputsOf(project, workflow, step);
      if (given === undefined || given.names.includes(name)) continue;
      const guess = nearest(name, given.names);
      // Actions of others may have got more since the table was made: only what looks like a slip is told.
      if (guess === undefined && !given.whole) continue;
      yield {
        at: expression.within.place(node.start, node.end),
        message: `The expression reads output ${name} of ${given.action}, which has no such output`,
        ...(guess === undefined ? {} : { advice: `Did you mean ${guess}?` }),
      };
    }
  },
  examples: [
    bad(
      steps(`
      - uses: actions/cache@v4
        id: modules
        with: {path: node_modules, key: a}
      - run: npm ci
        if: steps.modules.outputs.cache_hit != 'true'
    `),
      '.github/workflows/ci.yml:10:13',
    ),
    bad(
      {
        ...steps(`
        - uses: ./.github/actions/tag
          id: tag
        - run: make image TAG="\${{ steps.tag.outputs.name }}"
      `),
        '.github/actions/tag/action.yml': `
        name: Tag
        description: Names the image
        outputs:
          tag: {description: The tag, value: "\${{ steps.made.outputs.tag }}"}
        runs:
          using: composite
          steps:
            - id: made
              run: echo "tag=1.2.0" >> "$GITHUB_OUTPUT"
              shell: bash
      `,
      },
      '.github/workflows/ci.yml:8:34',
    ),
    good(
      steps(`
      - uses: actions/cache@v4
        id: modules
        with: {path: node_modules, key: a}
      - run: npm ci
        if: steps.modules.outputs.cache-hit != 'true' && steps.modules.outputs.newer == ''
    `),
    ),
  ],
});

interface Outputs {
  readonly action: string;
  /** Lower case. */
  readonly names: readonly string[];
  /** False for what may have more. */
  readonly whole: boolean;
}

/** Undefined where nobody knows; an action in JavaScript or a container may set what it does not declare. */
function outputsOf(project: Project, workflow: Workflow | undefined, step: Step): Outputs | undefined {
  const used = usedBy(step.uses);
  if (used?.kind === 'local') {
    const action = localAction(project, workflow, used.path);
    if (action?.using?.value !== 'composite' || !action.whole) return undefined;
    const names = action.outputs.map(({ name }) => name.toLowerCase());
    return { action: used.path, names, whole: true };
  }
  const name = actionName(step);
  const names = name === undefined ? undefined : outputsOfAction(name);
  return name === undefined || names === undefined ? undefined : { action: name, names, whole: false };
}
