import { bad, defineRule, good } from '../rule.ts';
import { bindingOf, boundRole, grantsOf, isBinding, onlyReads } from '../shared/kubernetes/roles.ts';

export default defineRule({
  id: 'binding-to-everyone',
  area: 'kubernetes',
  severity: 'critical',
  aliases: ['trivy:KSV-0122', 'trivy:KSV-01011', 'kubesec:BindingsToSystemAnonymous'],
  title: 'Rights are given to everyone',
  why: '`system:anonymous` and `system:unauthenticated` are whoever reaches the API server; `system:authenticated` is every account of the cluster, and `system:serviceaccounts` every pod.',
  fix: 'Name the users, groups or accounts that are meant.',
  references: ['https://kubernetes.io/docs/concepts/security/rbac-good-practices/'],
  on: 'kubernetes-object',
  only: ['RoleBinding', 'ClusterRoleBinding'],
  *check(object, { project, set }) {
    const binding = isBinding(object) ? bindingOf(object) : undefined;
    const role = binding === undefined ? undefined : boundRole(project, set, binding);
    const isReading = role !== undefined && onlyReads(role);
    const isWide = object.kind.value === 'ClusterRoleBinding';
    const everyAccount = isWide ? (isReading ? 'medium' : 'high') : isReading ? 'low' : 'medium';
    // What is named one by one is meant to be read by everybody: the version, the address of a cluster.
    const isMeant = isReading && grantsOf(role).every(({ names }) => names.length > 0);
    for (const { name, span } of binding?.subjects ?? []) {
      const isAnyone = name === 'system:anonymous' || name === 'system:unauthenticated';
      const isEvery = name === 'system:authenticated' || name === 'system:serviceaccounts';
      if (!isAnyone && (isMeant || !isEvery)) continue;
      const named = binding?.roleName ?? '';
      // What discovery needs is open by default.
      if (/^system:(?:public-info-viewer|discovery|basic-user|service-account-issuer-discovery)$/.test(named))
        continue;
      yield {
        at: span,
        message: `${object.title} gives ${named} to ${name}`,
        severity: isAnyone ? 'critical' : everyAccount,
      };
    }
  },
  examples: [
    bad(
      {
        'k8s/api.yaml': `
          apiVersion: rbac.authorization.k8s.io/v1
          kind: ClusterRoleBinding
          metadata:
            name: api
          roleRef:
            apiGroup: rbac.authorization.k8s.io
            kind: ClusterRole
            name: api
          subjects:
            - kind: User
              apiGroup: rbac.authorization.k8s.io
              name: system:anonymous
        `,
      },
      'k8s/api.yaml:12:11',
    ),
    good({
      'k8s/api.yaml': `
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRoleBinding
        metadata:
          name: api
        roleRef:
          apiGroup: rbac.authorization.k8s.io
          kind: ClusterRole
          name: api
        subjects:
          - kind: Group
            apiGroup: rbac.authorization.k8s.io
            name: shop-admins
      `,
    }),
    good({
      'k8s/info.yaml': `
        apiVersion: rbac.authorization.k8s.io/v1
        kind: Role
        metadata: {name: info, namespace: shop}
        rules:
          - {apiGroups: [""], resources: [configmaps], resourceNames: [version], verbs: [get]}
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: RoleBinding
        metadata: {name: info, namespace: shop}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: info}
        subjects: [{kind: Group, apiGroup: rbac.authorization.k8s.io, name: "system:authenticated"}]
      `,
    }),
    bad(
      {
        'k8s/api.yaml': `
          apiVersion: rbac.authorization.k8s.io/v1
          kind: ClusterRoleBinding
          metadata: {name: edit}
          roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: edit}
          subjects: [{kind: Group, apiGroup: rbac.authorization.k8s.io, name: "system:serviceaccounts"}]
        `,
      },
      'k8s/api.yaml:5:69',
    ),
  ],
});
