import { bad, defineRule, good } from '../rule.ts';
import { pinsOf } from '../shared/action-pins.ts';
import { isOfficial, isOwn } from '../shared/official-actions.ts';
import { isDynamic, refSpan, usedBy } from '../shared/workflow.ts';
import { nameWritten } from '../shared/workflow-edits.ts';
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
  only: ['uses'],
  *check(step, { project }) {
    const used = usedBy(step.uses);
    if (used?.kind !== 'repository' || step.uses === undefined || isDynamic(used.ref)) return;
    if (
      !/^(?:main|master|develop|dev|trunk|head|latest|edge|nightly)$/i.test(used.ref) ||
      isOfficial(used.owner) ||
      isOwn(project, used.owner)
    )
      return;
    const releases = pinsOf(project, step.uses).filter(
      ({ ref, version }) => ref === version && /^v?\d/.test(ref),
    );
    yield {
      at: refSpan(step.uses),
      message: `${used.name} is used as its branch ${used.ref} stands`,
      ...nameWritten(
        project,
        refSpan(step.uses),
        used.ref,
        releases.length === 1 ? releases[0]?.ref : undefined,
      ),
    };
  },
  examples: [
    bad(
      steps(`
      - uses: some-team/deploy-action@main
    `),
      '.github/workflows/ci.yml:6:39',
    ),
    bad(
      {
        '.github/workflows/ci.yml': `
        on: push
        jobs:
          build:
            runs-on: ubuntu-24.04
            steps:
              - {name: Scan, uses: aquasecurity/trivy-action@master} # the newest
      `,
        '.github/workflows/release.yml': `
        on: push
        jobs:
          build:
            runs-on: ubuntu-24.04
            steps:
              - uses: aquasecurity/trivy-action@0.33.1
                with: {exit-code: "1"}
      `,
      },
      '.github/workflows/ci.yml:6:54',
      {
        '.github/workflows/ci.yml': `
          on: push
          jobs:
            build:
              runs-on: ubuntu-24.04
              steps:
                - {name: Scan, uses: aquasecurity/trivy-action@0.33.1} # the newest
        `,
      },
    ),
    good(
      steps(`
      - uses: some-team/deploy-action@8f4b7f84864484a7bf31766abe9204da3cbe65b3 # v2.1.0
      - uses: actions/checkout@main
    `),
    ),
  ],
});
