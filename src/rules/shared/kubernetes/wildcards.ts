// What a role gives along with `*`, and what it only seems to give: RBAC knows `*` and `*/scale`, and no other pattern.
import type { Grant } from './roles.ts';

/** Ids under which other tools know a resource that `*` stands for, by the verbs that make it dangerous. */
const covered = [
  { verbs: ['create'], aliases: ['kics:permissive_access_to_create_pods'] },
  { verbs: ['get', 'list', 'watch'], aliases: ['kics:rbac_roles_with_read_secrets_permissions'] },
  {
    verbs: ['create', 'get'],
    aliases: [
      'kics:rbac_roles_with_exec_permission',
      'kics:rbac_roles_with_attach_permission',
      'kics:rbac_roles_with_portforwarding_permissions',
    ],
  },
] as const;

export const coveredAliases: readonly string[] = covered.flatMap(({ aliases }) => aliases);

/** Those of what a grant gives by `*` in place of the resource. */
export function coveredBy({ resources, verbs }: Grant): readonly string[] {
  if (!resources.includes('*')) return [];
  return covered.flatMap(({ verbs: wanted, aliases }) =>
    wanted.some((verb) => verbs.includes(verb) || verbs.includes('*')) ? aliases : [],
  );
}

/** Resources and verbs with a `*` that is taken as it stands: `pods/*`, `get*`. */
export function literalStars({ resources, verbs }: Grant): readonly string[] {
  return [
    ...resources.filter((one) => !/^(?:\*|\*\/[^*]*|[^*]*)$/.test(one)),
    ...verbs.filter((one) => /^.+\*|\*.+$/.test(one)),
  ];
}
