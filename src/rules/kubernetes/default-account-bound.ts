import { bad, defineRule, good } from '../rule.ts';
import { bindingOf, isBinding } from '../shared/kubernetes/roles.ts';

export default defineRule({
  id: 'default-account-bound',
  area: 'kubernetes',
  severity: 'medium',
  aliases: ['checkov:CKV_K8S_42', 'kics:role_binding_to_default_service_account'],
  title: 'Rights are given to a default service account',
  why: 'Every pod of the namespace that names no account has them, also those that come later.',
  fix: 'Make a ServiceAccount for the workload that needs them.',
  references: ['https://kubernetes.io/docs/concepts/security/rbac-good-practices/'],
  on: 'kubernetes-object',
  only: ['RoleBinding', 'ClusterRoleBinding'],
  *check(object) {
    const binding = isBinding(object) ? bindingOf(object) : undefined;
    for (const { kind, name, span } of binding?.subjects ?? []) {
      if (
        kind === 'ServiceAccount' ? name !== 'default' : !/^system:serviceaccount:[^:]+:default$/.test(name)
      )
        continue;
      yield {
        at: span,
        message: `${object.title} gives ${binding?.roleName} to the default service account`,
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
            - kind: ServiceAccount
              name: default
              namespace: shop
        `,
      },
      'k8s/api.yaml:11:11',
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
          - kind: ServiceAccount
            name: api
            namespace: shop
      `,
    }),
    bad(
      {
        'k8s/api.yaml': `
          apiVersion: rbac.authorization.k8s.io/v1
          kind: RoleBinding
          metadata: {name: api}
          roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: api}
          subjects: [{kind: User, apiGroup: rbac.authorization.k8s.io, name: "system:serviceaccount:shop:default"}]
        `,
      },
      'k8s/api.yaml:5:68',
    ),
  ],
});
