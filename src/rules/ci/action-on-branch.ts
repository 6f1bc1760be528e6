import { bad, defineRule, good } from '../rule.ts';
import { isOfficial, isOwn } from '../shared/official-actions.ts';
import { isDynamic, refSpan, usedBy } from '../shared/workflow.ts';
import { steps } from '../shared/workflow-example.ts';

export default defineRule({
  id: 'action-on-branch',
  area: 'ci',
  severity: 'medium',
  aliases: ['zizmor:unpinned-uses'],
  title: 'An action of somebody else is used as its branch stands',
  why: 'Whoever can push to that branch changes what runs in your jobs, with your secrets, from one run to the next.',
  fix: 'Pin it to a commit, with the version in a comment, or at least to a release.',
  references: ['https://docs.github.com/en/actions/reference/security/secure-use#using-third-party-actions'],
  on: 'step',
  *check(step, { project }) {
    const used = usedBy(step.uses);
    if (used?.kind !== 'repository' || step.uses === undefined || isDynamic(used.ref)) return;
    if (
      !/^(?:main|master|develop|dev|trunk|head|latest|edge|nightly)$/i.test(used.ref) ||
      isOfficial(used.owner) ||
      isOwn(project, used.owner)
    )
      return;
    yield { at: refSpan(step.uses), message: `${used.name} is used as its branch ${used.ref} stands` };
  },
  examples: [
    bad(
      steps(`
      - uses: some-team/deploy-action@main
    `),
      '.github/workflows/ci.yml:6:39',
    ),
    good(
      steps(`
      - uses: some-team/deploy-action@8f4b7f84864484a7bf31766abe9204da3cbe65b3 # v2.1.0
      - uses: actions/checkout@main
    `),
    ),
  ],
});
