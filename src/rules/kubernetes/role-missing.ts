import { bad, defineRule, good } from '../rule.ts';
import { named } from '../shared/kubernetes/edits.ts';
import { mayExist, nearName } from '../shared/kubernetes/find.ts';
import { makesOthers } from '../shared/kubernetes/object-index.ts';
import { bindingOf, isBinding } from '../shared/kubernetes/roles.ts';

export default defineRule({
  id: 'role-missing',
  area: 'kubernetes',
  severity: 'high',
  aliases: ['monokle:LNK001'],
  title: 'A binding names a role that is not there',
  why: 'The subject has none of the rights, and each call to the API is refused.',
  fix: 'Name the role as it stands in its manifest.',
  references: ['https://kubernetes.io/docs/reference/access-authn-authz/rbac/'],
  on: 'kubernetes-object',
  only: ['RoleBinding', 'ClusterRoleBinding'],
  *check(object, { project, set }) {
    const binding = isBinding(object) ? bindingOf(object) : undefined;
    if (binding === undefined || mayExist(project, set, binding.roleKind, binding.roleName)) return;
    const near = nearName(set, binding.roleKind, binding.roleName);
    if (near === undefined || makesOthers(set)) return;
    const related = [{ at: near.nameSpan, message: `there is ${near.title}` }];
    const message = `${object.title} names ${binding.roleKind} ${binding.roleName}, which is not there`;
    yield { at: binding.roleSpan, message, related, ...named(project, binding.roleSpan, near) };
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
            name: apy
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
      },
      'k8s/api.yaml:8:9',
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
            - apiGroups: [""]
              resources: [pods]
              verbs: [get]
        `,
      },
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
