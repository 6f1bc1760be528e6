import { bad, good } from '../rule.ts';
import { roleRule } from '../shared/kubernetes/roles.ts';

export default roleRule({
  id: 'role-reads-secrets',
  severity: 'high',
  aliases: [
    'kube-linter:access-to-secrets',
    'trivy:KSV-0041',
    'checkov:CKV2_K8S_5',
    'kics:rbac_roles_with_read_secrets_permissions',
  ],
  title: 'A ClusterRole reaches Secrets',
  why: 'Bound for the cluster it gives every password and every token of every namespace, and with them all accounts.',
  fix: 'Use a Role, and name the Secrets in `resourceNames`.',
  references: ['https://kubernetes.io/docs/concepts/security/rbac-good-practices/'],
  preset: 'strict',
  wanted: {
    resources: ['secrets'],
    verbs: ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete'],
  },
  kind: 'ClusterRole',
  unnamed: true,
  narrow: { 'kics:rbac_roles_with_read_secrets_permissions': ['get', 'list', 'watch'] },
  may: 'reach Secrets',
  examples: [
    bad(
      {
        'k8s/api.yaml': `
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
      'k8s/api.yaml:6:5',
    ),
    good({
      'k8s/api.yaml': `
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
    good({
      'k8s/api.yaml': `
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRole
        metadata: {name: api}
        rules:
          - {apiGroups: [""], resources: [secrets], resourceNames: [api-tls], verbs: [get, watch]}
      `,
    }),
  ],
});
