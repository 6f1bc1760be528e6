import { bad, defineRule, good } from '../rule.ts';
import { bindingOf, isBinding } from '../shared/kubernetes/roles.ts';

export default defineRule({
  id: 'binding-to-masters',
  area: 'kubernetes',
  severity: 'high',
  aliases: ['trivy:KSV-0123'],
  title: 'Rights are given to system:masters',
  why: 'The group has every right already, past RBAC, and cannot be taken away from its members.',
  fix: 'Make a group of your own.',
  references: ['https://kubernetes.io/docs/concepts/security/rbac-good-practices/'],
  on: 'kubernetes-object',
  only: ['RoleBinding', 'ClusterRoleBinding'],
  *check(object) {
    const binding = isBinding(object) ? bindingOf(object) : undefined;
    for (const { name, span } of binding?.subjects ?? []) {
      if (name !== 'system:masters' || object.name?.value === 'cluster-admin') continue;
      yield { at: span, message: `${object.title} names group system:masters` };
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
            - kind: Group
              apiGroup: rbac.authorization.k8s.io
              name: system:masters
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
  ],
});
