import { bad, defineRule, good } from '../rule.ts';
import { actionName, inputOf, isDynamic } from '../shared/workflow.ts';
import { steps } from '../shared/workflow-example.ts';

export default defineRule({
  id: 'app-token-too-broad',
  area: 'ci',
  severity: 'low',
  aliases: ['zizmor:github-app'],
  title: 'A token of a GitHub App may do all that the app may',
  why: 'Whatever gets hold of the token can do it too, in all repositories where the app is installed.',
  fix: 'Name the permissions with `permission-…` and the `repositories`, and let the token be revoked at the end.',
  references: ['https://github.com/actions/create-github-app-token'],
  preset: 'strict',
  on: 'step',
  only: ['uses'],
  *check(step) {
    if (actionName(step) !== 'actions/create-github-app-token' || step.uses === undefined) return;
    const skip = inputOf(step, 'skip-token-revoke');
    if (skip?.value === 'true')
      yield { at: skip.span, message: 'The token of the app is not revoked at the end of the job' };
    const owner = inputOf(step, 'owner');
    if (owner !== undefined && inputOf(step, 'repositories') === undefined)
      yield {
        at: owner.span,
        message: `The token is good for all repositories of ${isDynamic(owner.value) ? 'the owner' : owner.value} that have the app`,
      };
    if (!step.with.some(({ name }) => name.value.startsWith('permission-'))) {
      yield { at: step.uses.span, message: 'The token has all permissions of the app' };
    }
  },
  examples: [
    bad(
      steps(`
      - uses: actions/create-github-app-token@v2
        with: {client-id: "\${{ vars.APP }}", private-key: "\${{ secrets.APP_KEY }}", skip-token-revoke: true}
    `),
      ['.github/workflows/ci.yml:6:15', '.github/workflows/ci.yml:7:104'],
    ),
    bad(
      steps(`
      - uses: actions/create-github-app-token@v2
        with:
          client-id: "\${{ vars.APP }}"
          private-key: "\${{ secrets.APP_KEY }}"
          owner: \${{ github.repository_owner }}
          permission-contents: read
    `),
      '.github/workflows/ci.yml:10:18',
    ),
    good(
      steps(`
      - uses: actions/create-github-app-token@v2
        with:
          client-id: "\${{ vars.APP }}"
          private-key: "\${{ secrets.APP_KEY }}"
          owner: acme
          repositories: shop
          permission-contents: read
    `),
    ),
    good(
      steps(`
      - uses: actions/create-github-app-token@v2
        with: {client-id: "\${{ vars.APP }}", private-key: "\${{ secrets.APP_KEY }}", permission-contents: read}
    `),
    ),
  ],
});
