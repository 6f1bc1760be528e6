import { bad, defineRule, good } from '../rule.ts';
import { bindingOf, boundRole, grantsOf, isBinding } from '../shared/kubernetes/roles.ts';

export default defineRule({
  id: 'binding-escalates',
  area: 'kubernetes',
  severity: 'high',
  aliases: ['checkov:CKV2_K8S_1'],
  title: 'A binding lets an account make itself administrator',
  why: 'A role with `bind`, `escalate` or `impersonate` is given to it: a break-in to one pod is one to the cluster.',
  fix: 'Name in `resourceNames` what may be given out, and to whom.',
  references: ['https://kubernetes.io/docs/concepts/security/rbac-good-practices/'],
  preset: 'strict',
  on: 'kubernetes-object',
  only: ['RoleBinding', 'ClusterRoleBinding'],
  *check(object, { project, set }) {
    const binding = isBinding(object) ? bindingOf(object) : undefined;
    const role = binding && boundRole(project, set, binding);
    if (binding === undefined || role === undefined) return;
    const verbs = ['bind', 'escalate', 'impersonate'];
    const grant = grantsOf(role).find(
      (one) => one.names.length === 0 && verbs.some((verb) => one.verbs.includes(verb)),
    );
    const isForAccount = binding.subjects.some(
      ({ kind, name }) => kind === 'ServiceAccount' || name.startsWith('system:node'),
    );
    if (grant === undefined || !isForAccount) return;
    const related = [{ at: grant.span, message: `${role.title} allows it` }];
    yield {
      at: binding.roleSpan,
      message: `${object.title} lets an account make itself administrator`,
      related,
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
            name: api
          subjects:
            - kind: ServiceAccount
              name: api
              namespace: shop
          ---
          apiVersion: rbac.authorization.k8s.io/v1
          kind: ClusterRole
          metadata:
            name: api
          rules:
            - apiGroups: [rbac.authorization.k8s.io]
              resources: [clusterroles]
              verbs: [escalate]
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
          name: api
        subjects:
          - kind: ServiceAccount
            name: api
            namespace: shop
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRole
        metadata:
          name: api
        rules:
          - apiGroups: [""]
            resources: [pods]
            verbs: [get]
      `,
    }),
  ],
});
