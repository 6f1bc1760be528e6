import { bad, defineRule, good } from '../rule.ts';
import { bindingOf, boundRole, granted, grantsOf, isBinding } from '../shared/kubernetes/roles.ts';

export default defineRule({
  id: 'account-reads-secrets',
  area: 'kubernetes',
  severity: 'medium',
  aliases: [
    'kube-linter:access-to-secrets',
    'checkov:CKV2_K8S_5',
    'kics:service_account_allows_access_secrets',
  ],
  title: 'A service account can read Secrets through its binding',
  why: 'Whoever breaks into one of its pods has every password and token in reach.',
  fix: 'Name the Secrets in `resourceNames`, or mount what is needed.',
  references: ['https://kubernetes.io/docs/concepts/security/rbac-good-practices/'],
  preset: 'strict',
  on: 'kubernetes-object',
  only: ['RoleBinding', 'ClusterRoleBinding'],
  *check(object, { project, set }) {
    const binding = isBinding(object) ? bindingOf(object) : undefined;
    const role = binding && boundRole(project, set, binding);
    if (binding === undefined || role === undefined) return;
    const wanted = { resources: ['secrets', '*'], verbs: ['get', 'list', 'watch'] };
    const grant = grantsOf(role).find((one) => one.names.length === 0 && granted(one, wanted) !== undefined);
    if (grant === undefined) return;
    for (const { kind, name, span } of binding.subjects) {
      if (kind !== 'ServiceAccount') continue;
      const related = [{ at: grant.span, message: `${role.title} allows it` }];
      yield { at: span, message: `ServiceAccount ${name} can read Secrets through ${object.title}`, related };
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
              name: api
              namespace: shop
          ---
          apiVersion: rbac.authorization.k8s.io/v1
          kind: ClusterRole
          metadata:
            name: api
          rules:
            - apiGroups: [""]
              resources: [secrets]
              verbs: [get]
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
