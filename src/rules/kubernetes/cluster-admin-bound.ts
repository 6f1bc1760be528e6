import { bad, defineRule, good } from '../rule.ts';
import { bindingOf, deploysAnything, isBinding } from '../shared/kubernetes/roles.ts';

export default defineRule({
  id: 'cluster-admin-bound',
  area: 'kubernetes',
  severity: 'high',
  aliases: [
    'kube-linter:cluster-admin-role-binding',
    'polaris:clusterrolebindingClusterAdmin',
    'polaris:rolebindingClusterAdminClusterRole',
    'trivy:KSV-0111',
    'kics:cluster_admin_role_binding_with_super_user_permissions',
  ],
  title: 'cluster-admin is given away',
  why: 'Whoever has a token of the subject owns the cluster, or with a RoleBinding the namespace.',
  fix: 'Bind a role with the rights that are needed.',
  references: ['https://kubernetes.io/docs/concepts/security/rbac-good-practices/'],
  on: 'kubernetes-object',
  only: ['RoleBinding', 'ClusterRoleBinding'],
  *check(object) {
    const binding = isBinding(object) ? bindingOf(object) : undefined;
    if (binding === undefined || binding.roleName !== 'cluster-admin' || binding.roleKind !== 'ClusterRole')
      return;
    const to = binding.subjects.map(({ kind, name }) => `${kind} ${name}`).join(', ');
    const severity =
      object.kind.value === 'ClusterRoleBinding' && !deploysAnything(object) ? 'high' : 'medium';
    yield {
      at: binding.roleSpan,
      message: `${object.title} gives cluster-admin to ${to || 'nobody yet'}`,
      severity,
    };
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
            name: cluster-admin
          subjects:
            - kind: ServiceAccount
              name: api
              namespace: shop
        `,
      },
      'k8s/api.yaml:8:9',
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
          name: view
        subjects:
          - kind: ServiceAccount
            name: api
            namespace: shop
      `,
    }),
  ],
});
