import { bad, good } from '../rule.ts';
import { roleRule } from '../shared/kubernetes/roles.ts';

export default roleRule({
  id: 'role-approves-certificates',
  severity: 'high',
  aliases: ['checkov:CKV_K8S_156'],
  title: 'A role may approve certificate requests',
  why: 'Its holders issue themselves certificates in the name of anyone.',
  fix: 'Leave it to the controller that needs it.',
  references: ['https://kubernetes.io/docs/concepts/security/rbac-good-practices/'],
  preset: 'strict',
  wanted: {
    resources: ['certificatesigningrequests/approval'],
    verbs: ['update', 'patch'],
    groups: ['certificates.k8s.io'],
  },
  may: 'approve certificate requests',
  examples: [
    bad(
      {
        'k8s/api.yaml': `
          apiVersion: rbac.authorization.k8s.io/v1
          kind: ClusterRole
          metadata:
            name: api
          rules:
            - apiGroups: ["certificates.k8s.io"]
              resources: [certificatesigningrequests/approval]
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
          - apiGroups: ["certificates.k8s.io"]
            resources: [certificatesigningrequests/approval]
            verbs: [watch]
      `,
    }),
  ],
});
