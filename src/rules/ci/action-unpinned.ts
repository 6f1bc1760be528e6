import type { Fix } from '../../model/finding.ts';
import type { Project } from '../../model/project.ts';
import type { TextValue } from '../../model/workflow.ts';
import { insertAfter, offer, replace, review } from '../fix.ts';
import { bad, defineRule, good } from '../rule.ts';
import { type Pin, pinsOf, usesOf } from '../shared/action-pins.ts';
import { isOfficial } from '../shared/official-actions.ts';
import { isCommit, isDynamic, refSpan, usedBy } from '../shared/workflow.ts';
import { steps } from '../shared/workflow-example.ts';

export default defineRule({
  id: 'action-unpinned',
  area: 'ci',
  severity: 'medium',
  aliases: ['zizmor:unpinned-uses', 'kics:unpinned_actions_full_length_commit_sha'],
  title: 'An action is not pinned to a commit',
  why: 'A tag can be moved: when the account of its owner is taken over, the next run executes what the attacker put there (tj-actions/changed-files, March 2025).',
  fix: 'Pin it to a commit, with the version in a comment; Dependabot and Renovate keep both up to date.',
  references: ['https://docs.github.com/en/actions/reference/security/secure-use#using-third-party-actions'],
  preset: 'strict',
  on: 'project',
  *check(project) {
    // A large repository uses few actions at many places.
    const known = new Map<string, Unpinned | undefined>();
    for (const uses of usesOf(project)) {
      if (!known.has(uses.value)) known.set(uses.value, unpinned(project, uses));
      const found = known.get(uses.value);
      if (found === undefined) continue;
      const { message, severity, pin } = found;
      yield { at: refSpan(uses), message, severity, ...offer(pinned(project, uses, pin)) };
    }
  },
  examples: [
    bad(
      steps(`
      - uses: actions/checkout@v4
      - uses: some-team/deploy-action@v2
    `),
      ['.github/workflows/ci.yml:6:32', '.github/workflows/ci.yml:7:39'],
    ),
    bad(
      {
        '.github/workflows/ci.yml': `
        on: push
        jobs:
          build:
            runs-on: ubuntu-24.04
            steps:
              - uses: actions/checkout@v4
              - uses: "docker/setup-buildx-action@v3"
              - uses: docker/login-action@v3 # the registry
      `,
        '.github/workflows/release.yml': `
        on: push
        jobs:
          build:
            runs-on: ubuntu-24.04
            steps:
              - uses: actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683 # v4.2.2
              - uses: docker/setup-buildx-action@b5ca514318bd6ebac0fb2aedd5d36ec1b5c232a2 # v3.10.0
              - uses: docker/login-action@74a5d142397b4f367a81961eba4e8cd7edddf772 # v3.4.0
      `,
      },
      ['.github/workflows/ci.yml:6:32', '.github/workflows/ci.yml:7:43', '.github/workflows/ci.yml:8:35'],
      {
        '.github/workflows/ci.yml': `
          on: push
          jobs:
            build:
              runs-on: ubuntu-24.04
              steps:
                - uses: actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683 # v4.2.2
                - uses: "docker/setup-buildx-action@b5ca514318bd6ebac0fb2aedd5d36ec1b5c232a2" # v3.10.0
                - uses: docker/login-action@v3 # the registry
        `,
      },
    ),
    bad(
      {
        '.github/actions/setup/action.yml': `
        name: Set up
        runs:
          using: composite
          steps:
            - uses: some-team/cache-action@v2
      `,
      },
      '.github/actions/setup/action.yml:5:36',
    ),
    good(
      steps(`
      - uses: some-team/deploy-action@8f4b7f84864484a7bf31766abe9204da3cbe65b3 # v2.1.0
      - uses: ./.github/actions/setup
    `),
    ),
  ],
});

interface Unpinned {
  readonly message: string;
  readonly severity: 'low' | 'medium';
  /** The one commit by which another place uses the same version. */
  readonly pin: Pin | undefined;
}

function unpinned(project: Project, uses: TextValue): Unpinned | undefined {
  const used = usedBy(uses);
  if (used?.kind !== 'repository' || isCommit(used.ref) || isDynamic(used.ref)) return undefined;
  const { ref } = used;
  const [pin, other] = pinsOf(project, uses).filter(
    (one) => isCommit(one.ref) && (one.version === ref || one.version.startsWith(`${ref}.`)),
  );
  return {
    message: `${used.name} is not pinned to a commit (${ref})`,
    severity: isOfficial(used.owner) ? 'low' : 'medium',
    pin: other === undefined ? pin : undefined,
  };
}

function pinned(project: Project, uses: TextValue, pin: Pin | undefined): Fix | undefined {
  if (pin === undefined) return undefined;
  const text = project.texts.get(uses.span.file)?.text ?? '';
  const end = text.indexOf('\n', uses.span.end);
  const rest = text.slice(uses.span.end, end === -1 ? text.length : end);
  if (rest.trim() !== '') return undefined;
  return review(
    `Pin it to the commit of ${pin.version}`,
    replace(refSpan(uses), pin.ref),
    insertAfter(uses.span, ` # ${pin.version}`),
  );
}
