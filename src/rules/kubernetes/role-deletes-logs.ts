import { bad, good } from '../rule.ts';
import { roleRule } from '../shared/kubernetes/roles.ts';

export default roleRule({
  id: 'role-deletes-logs',
  severity: 'medium',
  aliases: ['trivy:KSV-0042'],
  title: 'A role may delete logs of pods',
  why: 'Its holders wipe away what they did.',
  fix: 'Allow `get` only.',
  references: ['https://kubernetes.io/docs/concepts/security/rbac-good-practices/'],
  preset: 'strict',
  wanted: {
    resources: ['pods/log'],
    verbs: ['delete', 'deletecollection'],
  },
  may: 'delete logs of pods',
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
              resources: [pods/log]
              verbs: [delete]
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
            resources: [pods/log]
            verbs: [watch]
      `,
    }),
  ],
});
