import { bad, good } from '../rule.ts';
import { roleRule } from '../shared/kubernetes/roles.ts';

export default roleRule({
  id: 'role-creates-pods',
  severity: 'medium',
  aliases: [
    'kube-linter:access-to-create-pods',
    'trivy:KSV-0048',
    'kics:permissive_access_to_create_pods',
    'monokle:KBP107',
  ],
  title: 'A role may create pods',
  why: 'A pod can mount every Secret of its namespace and run with every account in it.',
  fix: 'Leave it to those who deploy.',
  references: ['https://kubernetes.io/docs/concepts/security/rbac-good-practices/'],
  preset: 'strict',
  wanted: {
    resources: [
      'pods',
      'deployments',
      'statefulsets',
      'daemonsets',
      'replicasets',
      'jobs',
      'cronjobs',
      'replicationcontrollers',
    ],
    verbs: ['create', 'update', 'patch'],
    groups: ['', 'apps', 'batch', 'extensions'],
  },
  may: 'create pods, and by them use every Secret and account of the namespace',
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
              resources: [pods]
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
            verbs: [watch]
      `,
    }),
  ],
});
