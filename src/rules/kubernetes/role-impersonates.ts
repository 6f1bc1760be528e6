import { bad, good } from '../rule.ts';
import { roleRule } from '../shared/kubernetes/roles.ts';

export default roleRule({
  id: 'role-impersonates',
  severity: 'high',
  aliases: ['trivy:KSV-0043', 'checkov:CKV2_K8S_3', 'kics:rbac_roles_with_impersonate_permission'],
  title: 'A role may act as others',
  why: 'Its holders take the name of an administrator and own the cluster.',
  fix: 'Name in `resourceNames` whom it may act as.',
  references: ['https://kubernetes.io/docs/concepts/security/rbac-good-practices/'],
  wanted: {
    resources: ['users', 'groups', 'serviceaccounts', 'userextras'],
    verbs: ['impersonate'],
    groups: ['', 'authentication.k8s.io'],
  },
  may: 'act as any other user, group or account',
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
              resources: [users]
              verbs: [impersonate]
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
            resources: [users]
            verbs: [get]
      `,
    }),
  ],
});
