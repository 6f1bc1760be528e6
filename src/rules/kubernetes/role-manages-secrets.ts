import { bad, good } from '../rule.ts';
import { roleRule } from '../shared/kubernetes/roles.ts';

export default roleRule({
  id: 'role-manages-secrets',
  severity: 'medium',
  aliases: [
    'trivy:KSV-0113',
    'kube-linter:access-to-secrets',
    'kics:rbac_roles_with_read_secrets_permissions',
  ],
  title: 'A Role manages Secrets of its namespace',
  why: 'Its holders read every password and every token of the namespace.',
  fix: 'Name the Secrets in `resourceNames`.',
  references: ['https://kubernetes.io/docs/concepts/security/rbac-good-practices/'],
  preset: 'strict',
  wanted: {
    resources: ['secrets'],
    verbs: ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete'],
  },
  kind: 'Role',
  unnamed: true,
  narrow: { 'kics:rbac_roles_with_read_secrets_permissions': ['get', 'list', 'watch'] },
  may: 'manage Secrets',
  examples: [
    bad(
      {
        'k8s/api.yaml': `
          apiVersion: rbac.authorization.k8s.io/v1
          kind: Role
          metadata:
            name: api
          rules:
            - apiGroups: [""]
              resources: [secrets]
              verbs: [get]
        `,
      },
      'k8s/api.yaml:6:5',
    ),
    good({
      'k8s/api.yaml': `
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
    good({
      'k8s/api.yaml': `
        apiVersion: rbac.authorization.k8s.io/v1
        kind: Role
        metadata: {name: api}
        rules:
          - {apiGroups: [""], resources: [secrets], resourceNames: [api-tls], verbs: [get, watch]}
      `,
    }),
  ],
});
