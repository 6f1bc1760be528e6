import { bad, defineRule, good } from '../rule.ts';
import { usedBy } from '../shared/workflow.ts';
import { steps } from '../shared/workflow-example.ts';

export default defineRule({
  id: 'action-superfluous',
  area: 'ci',
  severity: 'info',
  aliases: ['zizmor:superfluous-actions'],
  title: 'An action does what the runner can do by itself',
  why: 'One more party whose code runs in the job.',
  fix: 'Call the tool that the runner has.',
  references: ['https://github.com/actions/runner-images'],
  preset: 'strict',
  on: 'step',
  only: ['uses'],
  *check(step) {
    const used = usedBy(step.uses);
    if (used?.kind !== 'repository' || step.uses === undefined) return;
    const instead = tools.get(used.name);
    if (instead !== undefined)
      yield { at: step.uses.span, message: `${used.name} does what ${instead} of the runner does` };
  },
  examples: [
    bad(
      steps(`
      - uses: softprops/action-gh-release@v2
      - uses: actions-ecosystem/action-add-labels@v1
    `),
      ['.github/workflows/ci.yml:6:15', '.github/workflows/ci.yml:7:15'],
    ),
    good(
      steps(`
      - run: gh release create "$TAG"
    `),
    ),
  ],
});

const tools: ReadonlyMap<string, string> = new Map([
  ['softprops/action-gh-release', '`gh release create`'],
  ['ncipollo/release-action', '`gh release create`'],
  ['svenstaro/upload-release-action', '`gh release upload`'],
  ['peter-evans/create-or-update-comment', '`gh pr comment`'],
  ['peter-evans/create-issue-from-file', '`gh issue create`'],
  ['dacbd/create-issue-action', '`gh issue create`'],
  ['actions-ecosystem/action-add-labels', '`gh issue edit --add-label`'],
  ['actions-ecosystem/action-remove-labels', '`gh issue edit --remove-label`'],
  ['peter-evans/create-pull-request', '`gh pr create`'],
  ['stefanzweifel/git-auto-commit-action', '`git commit` and `git push`'],
  ['endbug/add-and-commit', '`git commit` and `git push`'],
  ['sergeysova/jq-action', '`jq`'],
  ['addnab/docker-run-action', '`docker run`'],
  ['dtolnay/rust-toolchain', '`rustup`'],
  ['actions-rs/toolchain', '`rustup`'],
]);
