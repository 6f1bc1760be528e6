import { bad, defineRule, good } from '../rule.ts';
import { bindingOf, boundRole, granted, grantsOf, isBinding } from '../shared/kubernetes/roles.ts';

export default defineRule({
  id: 'binding-enters-pods',
  area: 'kubernetes',
  severity: 'high',
  aliases: [
    'polaris:clusterrolebindingPodExecAttach',
    'polaris:rolebindingClusterRolePodExecAttach',
    'polaris:rolebindingRolePodExecAttach',
  ],
  title: 'A binding lets its subjects run commands in pods',
  why: 'They have whatever the pods have: their Secrets, their accounts, their data.',
  fix: 'Leave it to people, for a limited time.',
  references: ['https://kubernetes.io/docs/concepts/security/rbac-good-practices/'],
  preset: 'strict',
  on: 'kubernetes-object',
  only: ['RoleBinding', 'ClusterRoleBinding'],
  *check(object, { project, set }) {
    const binding = isBinding(object) ? bindingOf(object) : undefined;
    const role = binding && boundRole(project, set, binding);
    if (binding === undefined || role === undefined) return;
    const wanted = {
      resources: ['pods/exec', 'pods/attach', 'pods/*', '*'],
      verbs: ['create', 'get', 'update', 'patch'],
    };
    const grant = grantsOf(role).find((one) => granted(one, wanted) !== undefined);
    if (grant === undefined) return;
    const related = [{ at: grant.span, message: `${role.title} allows it` }];
    yield {
      at: binding.roleSpan,
      message: `${object.title} lets its subjects run commands in pods`,
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
            - apiGroups: [""]
              resources: [pods/exec]
              verbs: [create]
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
            verbs: [list]
      `,
    }),
  ],
});
