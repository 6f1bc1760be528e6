import { bad, defineRule, good } from '../rule.ts';
import { actionName, localAction, usedBy } from '../shared/workflow.ts';
import { steps } from '../shared/workflow-example.ts';

export default defineRule({
  id: 'action-input-deprecated',
  area: 'ci',
  severity: 'low',
  aliases: ['actionlint:deprecated-inputs-usage'],
  title: 'An input of an action is deprecated',
  why: 'A coming version of the action will not have it.',
  fix: 'Use what the message of the action names instead.',
  references: ['https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax'],
  on: 'step',
  only: ['uses'],
  *check(step, { project, workflow }) {
    const used = usedBy(step.uses);
    const local = used?.kind === 'local' ? localAction(project, workflow, used.path) : undefined;
    for (const { name } of step.with) {
      const own = local?.inputs.find(
        (input) => input.name.toLowerCase() === name.value.toLowerCase(),
      )?.deprecation;
      const advice = own ?? known.get(`${actionName(step) ?? ''} ${name.value.toLowerCase()}`);
      if (advice === undefined) continue;
      yield { at: name.span, message: `The input ${name.value} is deprecated`, advice };
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
          node: {deprecationMessage: Use node-version.}
          node-version: {required: false}
        runs:
          using: composite
          steps:
            - run: make
              shell: bash
      `,
      },
      '.github/workflows/ci.yml:7:16',
    ),
    good(
      steps(`
      - uses: actions/setup-java@v4
        with: {distribution: temurin, java-version: 21}
    `),
    ),
  ],
});

/** Source: `deprecationMessage` or the description of the input in the `action.yml` of each action. */
const known: ReadonlyMap<string, string> = new Map([
  ['actions/cache save-always', 'Use actions/cache/restore and actions/cache/save with `if: always()`.'],
  ['actions/setup-java jdkfile', 'Use jdk-file.'],
  ['actions/create-github-app-token app-id', 'Use client-id.'],
  ['actions/create-github-app-token app_id', 'Use client-id.'],
  ['actions/create-github-app-token private_key', 'Use private-key.'],
  ['actions/create-github-app-token skip_token_revoke', 'Use skip-token-revoke.'],
]);
