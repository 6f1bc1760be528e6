import { bad, defineRule, good } from '../rule.ts';
import { bindingOf, boundRole, grantsOf, isBinding } from '../shared/kubernetes/roles.ts';

export default defineRule({
  id: 'wildcard-role-bound',
  area: 'kubernetes',
  severity: 'medium',
  aliases: [
    'polaris:rolebindingClusterAdminRole',
    'polaris:rolebindingClusterAdminClusterRole',
    'polaris:clusterrolebindingClusterAdmin',
    'checkov:CKV2_K8S_1',
    'checkov:CKV2_K8S_2',
    'checkov:CKV2_K8S_3',
    'checkov:CKV2_K8S_4',
    'checkov:CKV2_K8S_5',
  ],
  title: 'A role that allows everything is given away',
  why: 'Whoever has a token of the subject owns the namespace, or the cluster.',
  fix: 'Bind a role with the rights that are needed.',
  references: ['https://kubernetes.io/docs/concepts/security/rbac-good-practices/'],
  preset: 'strict',
  on: 'kubernetes-object',
  only: ['RoleBinding', 'ClusterRoleBinding'],
  *check(object, { project, set }) {
    const binding = isBinding(object) ? bindingOf(object) : undefined;
    const role = binding && boundRole(project, set, binding);
    if (binding === undefined || role === undefined) return;
    const isAll = grantsOf(role).some(
      ({ resources, verbs }) => resources.includes('*') && verbs.includes('*'),
    );
    if (!isAll) return;
    const related = [{ at: role.nameSpan, message: 'allows every verb on every resource' }];
    yield { at: binding.roleSpan, message: `${object.title} gives away ${role.title}`, related };
  },
  examples: [
    bad(
      {
        'k8s/api.yaml': `
          apiVersion: rbac.authorization.k8s.io/v1
          kind: RoleBinding
          metadata:
            name: api
          roleRef:
            apiGroup: rbac.authorization.k8s.io
            kind: Role
            name: api
          subjects:
            - kind: ServiceAccount
              name: api
              namespace: shop
          ---
          apiVersion: rbac.authorization.k8s.io/v1
          kind: Role
          metadata:
            name: api
          rules:
            - apiGroups: ["*"]
              resources: ["*"]
              verbs: ["*"]
        `,
      },
      'k8s/api.yaml:8:9',
    ),
    good({
      'k8s/api.yaml': `
        apiVersion: rbac.authorization.k8s.io/v1
        kind: RoleBinding
        metadata:
          name: api
        roleRef:
          apiGroup: rbac.authorization.k8s.io
          kind: Role
          name: api
        subjects:
          - kind: ServiceAccount
            name: api
            namespace: shop
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: Role
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
