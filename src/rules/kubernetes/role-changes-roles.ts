import { bad, good } from '../rule.ts';
import { roleRule } from '../shared/kubernetes/roles.ts';

export default roleRule({
  id: 'role-changes-roles',
  severity: 'high',
  aliases: ['trivy:KSV-0050', 'trivy:KSV-0051', 'trivy:KSV-0052', 'trivy:KSV-0055'],
  title: 'A role may change roles and bindings',
  why: 'Its holders give out every right that they have, to anyone.',
  fix: 'Leave it to the controller that needs it.',
  references: ['https://kubernetes.io/docs/concepts/security/rbac-good-practices/'],
  preset: 'strict',
  wanted: {
    resources: ['roles', 'clusterroles', 'rolebindings', 'clusterrolebindings'],
    verbs: ['create', 'update', 'patch', 'delete', 'deletecollection'],
    groups: ['rbac.authorization.k8s.io'],
  },
  may: 'change roles and bindings',
  examples: [
    bad(
      {
        'k8s/api.yaml': `
          apiVersion: rbac.authorization.k8s.io/v1
          kind: ClusterRole
          metadata:
            name: api
          rules:
            - apiGroups: ["rbac.authorization.k8s.io"]
              resources: [roles]
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
          - apiGroups: ["rbac.authorization.k8s.io"]
            resources: [roles]
            verbs: [watch]
      `,
    }),
  ],
});
