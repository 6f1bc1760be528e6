import type { ActionPolicy } from '../../model/policy.ts';
import type { TextValue } from '../../model/workflow.ts';
import { bad, defineRule, good } from '../rule.ts';
import { usesOf } from '../shared/action-pins.ts';
import { type Used, usedBy } from '../shared/workflow.ts';
import { steps } from '../shared/workflow-example.ts';

export default defineRule({
  id: 'action-not-allowed',
  area: 'ci',
  severity: 'high',
  aliases: ['zizmor:forbidden-uses'],
  title: 'An action is used that the policy does not allow',
  why: 'It runs with the token and the secrets of the job, and the team has decided not to hand them to it.',
  fix: 'Use one that is allowed, or change `policy.actions`.',
  references: [
    'https://docs.zizmor.sh/audits/#forbidden-uses',
    'https://docs.github.com/en/actions/reference/security/secure-use#using-third-party-actions',
  ],
  joins: 'file',
  on: 'project',
  *check(project) {
    const { actions } = project.policy;
    if (actions.allow.length + actions.deny.length === 0) return;
    for (const uses of usesOf(project)) {
      const why = forbidden(actions, uses);
      if (why !== undefined) yield { at: uses.span, message: `${uses.value} ${why}` };
    }
  },
  examples: [
    bad(
      {
        ...steps(`
        - uses: actions/checkout@v6
        - uses: acme/tools/lint@v2
        - uses: other/deploy@v1
        - uses: ./.github/actions/build
      `),
        'seaworthy.yaml': `
          policy:
            actions: {allow: ["actions/*", acme/tools]}
        `,
      },
      '.github/workflows/ci.yml:8:15',
    ),
    bad(
      {
        ...steps(`
        - uses: Other/Deploy/again@v1
        - uses: acme/release@v1
        - uses: acme/release@v2
      `),
        '.github/zizmor.yml': `
          rules:
            forbidden-uses:
              config:
                deny: ["other/*", acme/release@v1]
        `,
      },
      ['.github/workflows/ci.yml:6:15', '.github/workflows/ci.yml:7:15'],
    ),
    good(
      steps(`
      - uses: other/deploy@v1
    `),
    ),
    good({
      ...steps(`
      - uses: actions/checkout@v6
      - uses: docker://alpine:3.22
      - uses: ./.github/actions/build
    `),
      'seaworthy.yaml': `
        policy:
          actions: {allow: [actions/checkout], deny: ["other/*"]}
      `,
    }),
  ],
});

/** Actions of the repository itself, and images, are what the policy says nothing of. */
function forbidden({ allow, deny }: ActionPolicy, uses: TextValue): string | undefined {
  const used = usedBy(uses);
  if (used?.kind !== 'repository') return undefined;
  const denying = deny.find((pattern) => meets(pattern, used));
  if (denying !== undefined) return `is denied by the policy (${denying})`;
  const isAllowed = allow.length === 0 || allow.some((pattern) => meets(pattern, used));
  return isAllowed ? undefined : 'is none of the actions that the policy allows';
}

/** A repository stands for all actions in it, and a pattern without a ref for every ref. */
function meets(pattern: string, { owner, name, path, ref }: Extract<Used, { kind: 'repository' }>): boolean {
  const [wanted = '', wantedRef] = pattern.split('@');
  if (wantedRef !== undefined && wantedRef !== ref) return false;
  const [wantedOwner, wantedName = '*', ...below] = wanted.toLowerCase().split('/');
  if (wantedOwner === '*') return true;
  if (wantedOwner !== owner) return false;
  if (wantedName === '*') return true;
  const folder = below.join('/').replace(/\/?\*$/, '');
  const lower = path.toLowerCase();
  return (
    name === `${owner}/${wantedName}` && (folder === '' || lower === folder || lower.startsWith(`${folder}/`))
  );
}
