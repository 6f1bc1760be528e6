import { bad, good } from '../rule.ts';
import { roleRule } from '../shared/kubernetes/roles.ts';

export default roleRule({
  id: 'role-enters-pods',
  severity: 'high',
  aliases: [
    'polaris:clusterrolePodExecAttach',
    'polaris:rolePodExecAttach',
    'trivy:KSV-0053',
    'trivy:KSV-0054',
    'checkov:CKV2_K8S_2',
    'kics:rbac_roles_with_exec_permission',
    'kics:rbac_roles_with_attach_permission',
    'monokle:KBP108',
  ],
  title: 'A role may run commands in pods',
  why: 'Its holders have whatever the pods have: their Secrets, their accounts, their data.',
  fix: 'Leave it to people, for a limited time.',
  references: ['https://kubernetes.io/docs/concepts/security/rbac-good-practices/'],
  preset: 'strict',
  wanted: {
    resources: ['pods/exec', 'pods/attach'],
    verbs: ['create', 'get', 'update', 'patch'],
  },
  may: 'run commands in pods',
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
              resources: [pods/exec]
              verbs: [create]
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
    bad(
      {
        'k8s/api.yaml': `
          apiVersion: rbac.authorization.k8s.io/v1
          kind: Role
          metadata: {name: api}
          rules:
            - {apiGroups: [""], resources: ["*/exec"], verbs: [create]}
        `,
      },
      'k8s/api.yaml:5:5',
    ),
  ],
});
