import { bad, defineRule, good } from '../rule.ts';
import { bindingOf, isBinding } from '../shared/kubernetes/roles.ts';

export default defineRule({
  id: 'admin-role-bound',
  area: 'kubernetes',
  severity: 'medium',
  aliases: ['trivy:KSV-0111'],
  title: 'The role admin or edit is given away for the whole cluster',
  why: 'Whoever has a token of the subject reads every Secret and changes every workload, in all namespaces.',
  fix: 'Bind it by a RoleBinding in the namespaces that are meant.',
  references: ['https://kubernetes.io/docs/reference/access-authn-authz/rbac/#user-facing-roles'],
  preset: 'strict',
  on: 'kubernetes-object',
  only: ['ClusterRoleBinding'],
  *check(object) {
    const binding = isBinding(object) ? bindingOf(object) : undefined;
    if (binding === undefined || object.kind.value !== 'ClusterRoleBinding') return;
    if (binding.roleName !== 'admin' && binding.roleName !== 'edit') return;
    const to = binding.subjects.map(({ kind, name }) => `${kind} ${name}`).join(', ');
    yield {
      at: binding.roleSpan,
      message: `${object.title} gives ${binding.roleName} in all namespaces to ${to || 'nobody yet'}`,
    };
  },
  examples: [
    bad(
      {
        'k8s/binding.yaml': `
          apiVersion: rbac.authorization.k8s.io/v1
          kind: ClusterRoleBinding
          metadata: {name: deployers}
          roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: edit}
          subjects: [{kind: Group, name: developers, apiGroup: rbac.authorization.k8s.io}]
        `,
      },
      'k8s/binding.yaml:4:73',
    ),
    good({
      'k8s/binding.yaml': `
        apiVersion: rbac.authorization.k8s.io/v1
        kind: RoleBinding
        metadata: {name: deployers, namespace: shop}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: edit}
        subjects: [{kind: Group, name: developers, apiGroup: rbac.authorization.k8s.io}]
      `,
    }),
  ],
});
