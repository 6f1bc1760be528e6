import { bad, good } from '../rule.ts';
import { roleRule } from '../shared/kubernetes/roles.ts';

export default roleRule({
  id: 'role-proxies-nodes',
  severity: 'high',
  aliases: ['trivy:KSV-0047', 'checkov:CKV2_K8S_2'],
  title: 'A role may speak to the kubelets',
  why: 'Through the kubelet its holders run commands in every pod of a node, past admission and audit.',
  fix: 'Grant `nodes/metrics` or `nodes/stats` where numbers are wanted.',
  references: ['https://kubernetes.io/docs/concepts/security/rbac-good-practices/'],
  preset: 'strict',
  wanted: {
    resources: ['nodes/proxy'],
    verbs: ['get', 'create', 'update', 'patch', 'delete'],
  },
  may: 'speak to the kubelet of every node',
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
              resources: [nodes/proxy]
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
            resources: [nodes/metrics]
            verbs: [get]
      `,
    }),
  ],
});
