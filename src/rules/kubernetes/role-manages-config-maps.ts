import { bad, good } from '../rule.ts';
import { roleRule } from '../shared/kubernetes/roles.ts';

export default roleRule({
  id: 'role-manages-config-maps',
  severity: 'medium',
  aliases: ['trivy:KSV-0049'],
  title: 'A role may change ConfigMaps',
  why: 'Its holders change what every program of the namespace does.',
  fix: 'Name the ConfigMaps in `resourceNames`.',
  references: ['https://kubernetes.io/docs/concepts/security/rbac-good-practices/'],
  preset: 'strict',
  wanted: {
    resources: ['configmaps'],
    verbs: ['create', 'update', 'patch', 'delete', 'deletecollection'],
  },
  may: 'change ConfigMaps',
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
              resources: [configmaps]
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
            resources: [configmaps]
            verbs: [watch]
      `,
    }),
  ],
});
