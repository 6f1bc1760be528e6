import type { Step } from '../../model/workflow.ts';
import { later } from '../fix.ts';
import { bad, defineRule, good } from '../rule.ts';
import { actionName, inputOf } from '../shared/workflow.ts';
import { setOnStep } from '../shared/workflow-edits.ts';
import { steps } from '../shared/workflow-example.ts';

const pushers =
  /release|commit|push(?!-action$)|deploy|pages|changeset|pull-request|tag|version|bump|publish|git|submodule|super-linter|changed-files|paths-filter/;

function mayPush(step: Step): boolean {
  return (
    pushers.test(actionName(step) ?? '') ||
    /\bgit-|\bgit[ \t]+(?:lfs|clone|remote|tag)\b|release|publish|deploy|push/.test(step.run?.value ?? '')
  );
}

export default defineRule({
  id: 'checkout-credentials-kept',
  area: 'ci',
  severity: 'low',
  aliases: ['zizmor:artipacked'],
  title: 'Checkout leaves the token of the job in the folder',
  why: 'Every later step, and every tool that it runs, can read the token from the git configuration.',
  fix: 'Set `persist-credentials: false` where nothing is pushed.',
  references: ['https://github.com/actions/checkout#usage'],
  preset: 'strict',
  on: 'step',
  only: ['uses'],
  *check(step, { project, job }) {
    if (actionName(step) !== 'actions/checkout' || inputOf(step, 'persist-credentials') !== undefined) return;
    const steps = job?.steps ?? [];
    if (steps.some(({ run }) => /\bgit\s+(?:push|fetch|pull|submodule)\b/.test(run?.value ?? ''))) return;
    yield {
      at: step.uses?.span ?? step.span,
      message: 'Checkout keeps the token in .git/config for all later steps',
      // Others may push with it, or fetch.
      ...later(() =>
        steps.some(mayPush) ? {} : setOnStep(project, step, ['with', 'persist-credentials'], false),
      ),
    };
  },
  examples: [
    bad(
      steps(`
      - uses: actions/checkout@v4
      - run: make
    `),
      '.github/workflows/ci.yml:6:15',
      {
        '.github/workflows/ci.yml': `
          on: push
          jobs:
            build:
              runs-on: ubuntu-24.04
              steps:
                - uses: actions/checkout@v4
                  with:
                    persist-credentials: false
                - run: make
        `,
      },
    ),
    good(
      steps(`
      - uses: actions/checkout@v4
        with: {persist-credentials: false}
      - run: make
    `),
    ),
  ],
});
