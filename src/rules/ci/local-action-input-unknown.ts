import { bad, defineRule, good } from '../rule.ts';
import { inputOf, localAction, usedBy } from '../shared/workflow.ts';
import { meantKey } from '../shared/workflow-edits.ts';

export default defineRule({
  id: 'local-action-input-unknown',
  area: 'ci',
  severity: 'high',
  aliases: ['actionlint:check-local-action-inputs'],
  title: 'A step gives an action of the repository an input that it does not have',
  why: 'The runner passes over it with a warning, and the action works with its default.',
  fix: 'Correct the name, or declare the input in the action.',
  references: ['https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax'],
  on: 'step',
  only: ['uses'],
  *check(step, { project, workflow }) {
    const used = usedBy(step.uses);
    if (used?.kind !== 'local') return;
    const action = localAction(project, workflow, used.path);
    if (action === undefined || !action.whole) return;
    const isDocker = action.using?.value === 'docker';
    const names = action.inputs.map(({ name }) => name.toLowerCase());
    for (const { name } of step.with) {
      const given = name.value.toLowerCase();
      if (names.includes(given) || (isDocker && (given === 'args' || given === 'entrypoint'))) continue;
      yield {
        at: name.span,
        message: `The action at ${used.path} has no input ${name.value}`,
        ...meantKey(project, given, name.span, names),
      };
    }
    for (const { name, required, defaultValue } of action.inputs) {
      if (!required || defaultValue !== undefined || inputOf(step, name.toLowerCase()) !== undefined)
        continue;
      yield {
        at: step.uses?.span ?? step.span,
        message: `The action at ${used.path} requires input ${name}, which is not given`,
        // The runner does not insist.
        severity: 'low',
      };
    }
  },
  examples: [
    bad(
      {
        '.github/workflows/ci.yml': `
        on: push
        jobs:
          build:
            runs-on: ubuntu-24.04
            steps:
              - uses: ./.github/actions/setup
                with: {node: 22}
      `,
        '.github/actions/setup/action.yml': `
        name: Setup
        inputs:
          node-version: {required: true}
        runs:
          using: composite
          steps:
            - run: make
              shell: bash
      `,
      },
      ['.github/workflows/ci.yml:6:15', '.github/workflows/ci.yml:7:16'],
    ),
    bad(
      {
        '.github/workflows/ci.yml': `
        on: push
        jobs:
          build:
            runs-on: ubuntu-24.04
            steps:
              - uses: ./.github/actions/setup
                with:
                    # the one of the image
                    "node_version": 22
      `,
        '.github/actions/setup/action.yml': `
        name: Setup
        inputs:
          node-version: {required: false}
        runs:
          using: composite
          steps:
            - run: make
              shell: bash
      `,
      },
      '.github/workflows/ci.yml:9:13',
      {
        '.github/workflows/ci.yml': `
          on: push
          jobs:
            build:
              runs-on: ubuntu-24.04
              steps:
                - uses: ./.github/actions/setup
                  with:
                      # the one of the image
                      "node-version": 22
        `,
      },
    ),
    good({
      '.github/workflows/ci.yml': `
        on: push
        jobs:
          build:
            runs-on: ubuntu-24.04
            steps:
              - uses: ./.github/actions/setup
                with: {node-version: 22}
      `,
      '.github/actions/setup/action.yml': `
        name: Setup
        inputs:
          node-version: {required: true}
        runs:
          using: composite
          steps:
            - run: make
              shell: bash
      `,
    }),
  ],
});
