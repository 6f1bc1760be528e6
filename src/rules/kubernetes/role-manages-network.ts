import { bad, good } from '../rule.ts';
import { roleRule } from '../shared/kubernetes/roles.ts';

export default roleRule({
  id: 'role-manages-network',
  severity: 'medium',
  aliases: ['trivy:KSV-0056'],
  title: 'A role may change Services, Ingresses and network policies',
  why: 'Its holders lead traffic elsewhere, or open what was closed.',
  fix: 'Leave it to those who deploy.',
  references: ['https://kubernetes.io/docs/concepts/security/rbac-good-practices/'],
  preset: 'strict',
  wanted: {
    resources: ['services', 'endpoints', 'endpointslices', 'networkpolicies', 'ingresses'],
    verbs: ['create', 'update', 'patch', 'delete', 'deletecollection'],
    groups: ['', 'networking.k8s.io', 'discovery.k8s.io', 'extensions'],
  },
  may: 'change the objects of the network',
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
              resources: [services]
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
            resources: [services]
            verbs: [watch]
      `,
    }),
  ],
});
