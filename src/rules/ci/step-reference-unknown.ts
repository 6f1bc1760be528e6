import { nearest } from '../../base/text.ts';
import { chainsOf } from '../../syntax/expression.ts';
import { bad, defineRule, good } from '../rule.ts';
import { nameWritten } from '../shared/workflow-edits.ts';
import { steps } from '../shared/workflow-example.ts';

export default defineRule({
  id: 'step-reference-unknown',
  area: 'ci',
  severity: 'high',
  aliases: ['actionlint:check-contextual-step-object'],
  title: 'An expression asks for a step that is not there',
  why: 'The value is empty without a word: a condition on it never holds, and what is built from it is wrong.',
  fix: 'Give the step that is meant this id, or use its own; it must come before.',
  references: ['https://docs.github.com/en/actions/reference/workflows-and-actions/contexts#steps-context'],
  on: 'expression',
  only: ['steps'],
  *check(expression, { project, job, action, step }) {
    // Outside of a composite action the value of an output is what its program sets.
    if (job === undefined && action?.using !== undefined && action.using.value !== 'composite') return;
    const steps = job?.steps ?? action?.steps ?? [];
    for (const { node, path } of chainsOf(expression.tree)) {
      const [context, name] = path;
      if (context !== 'steps' || name === undefined || name === '*') continue;
      const meant = steps.find(({ id }) => id?.value.toLowerCase() === name);
      const isLater = meant !== undefined && step !== undefined && meant.index >= step.index;
      if (meant !== undefined && !isLater) continue;
      const before = steps.filter(({ index }) => step === undefined || index < step.index);
      const guess = nearest(
        name,
        before.flatMap(({ id }) => id?.value ?? []),
      );
      yield {
        at: expression.within.place(node.start, node.end),
        message: isLater
          ? `The expression reads step ${name}, which has not run yet`
          : `The expression reads step ${name}, and no step of the job has this id`,
        ...(isLater || guess === undefined
          ? {}
          : {
              advice: `Did you mean ${guess}?`,
              ...nameWritten(project, expression.within.place(node.start, node.end), name, guess),
            }),
      };
    }
  },
  examples: [
    bad(
      steps(`
      - id: version
        run: echo "tag=1.2.0" >> "$GITHUB_OUTPUT"
      - run: echo "$TAG"
        env:
          TAG: \${{ steps.versoin.outputs.tag }}
    `),
      '.github/workflows/ci.yml:10:20',
      {
        '.github/workflows/ci.yml': `
          on: push
          jobs:
            build:
              runs-on: ubuntu-24.04
              steps:
                - id: version
                  run: echo "tag=1.2.0" >> "$GITHUB_OUTPUT"
                - run: echo "$TAG"
                  env:
                    TAG: \${{ steps.version.outputs.tag }}
        `,
      },
    ),
    good({
      'action.yml': `
        name: Sum
        description: The checksum of a file
        outputs:
          sha256: {description: Of the file, value: "\${{ steps.compute.outputs.sha256 }}"}
        runs:
          using: node24
          main: index.js
      `,
      'index.js': "console.log('a')\n",
    }),
    good(
      steps(`
      - id: version
        run: echo "tag=1.2.0" >> "$GITHUB_OUTPUT"
      - run: echo "$TAG"
        env:
          TAG: \${{ steps.version.outputs.tag }}
    `),
    ),
    bad(
      steps(`
      - parallel:
          - id: lint
            run: npm run lint
          - run: npm test
      - run: echo \${{ steps.lint.outcome }} \${{ steps.test.outcome }}
    `),
      '.github/workflows/ci.yml:10:49',
    ),
  ],
});
