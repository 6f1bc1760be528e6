import { bad, good } from '../rule.ts';
import { roleRule } from '../shared/kubernetes/roles.ts';

export default roleRule({
  id: 'role-forwards-ports',
  severity: 'medium',
  aliases: ['kics:rbac_roles_with_portforwarding_permissions'],
  title: 'A role may forward ports of pods',
  why: 'Its holders reach every port of the pods, past network policies.',
  fix: 'Leave it to people, for a limited time.',
  references: ['https://kubernetes.io/docs/concepts/security/rbac-good-practices/'],
  preset: 'strict',
  wanted: {
    resources: ['pods/portforward'],
    verbs: ['create', 'get'],
  },
  may: 'forward ports of pods',
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
              resources: [pods/portforward]
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
            verbs: [list]
      `,
    }),
  ],
});
