import { bad, good } from '../rule.ts';
import { roleRule } from '../shared/kubernetes/roles.ts';

export default roleRule({
  id: 'role-changes-service-status',
  severity: 'high',
  aliases: ['checkov:CKV2_K8S_4'],
  title: 'A role may change the status of Services',
  why: 'Its holders give a Service the address of another host and read the traffic to it.',
  fix: 'Leave it to the controller of load balancers.',
  references: ['https://kubernetes.io/docs/concepts/security/rbac-good-practices/'],
  preset: 'strict',
  wanted: {
    resources: ['services/status'],
    verbs: ['update', 'patch'],
  },
  may: 'change the status of Services',
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
              resources: [services/status]
              verbs: [update]
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
            resources: [services]
            verbs: [get]
      `,
    }),
  ],
});
