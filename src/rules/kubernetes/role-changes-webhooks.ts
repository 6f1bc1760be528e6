import { bad, good } from '../rule.ts';
import { roleRule } from '../shared/kubernetes/roles.ts';

export default roleRule({
  id: 'role-changes-webhooks',
  severity: 'high',
  aliases: ['trivy:KSV-0114', 'checkov:CKV_K8S_155'],
  title: 'A role may change admission webhooks',
  why: 'Its holders see and change every object that is sent to the API server, Secrets too.',
  fix: 'Name the configurations in `resourceNames`.',
  references: ['https://kubernetes.io/docs/concepts/security/rbac-good-practices/'],
  preset: 'strict',
  wanted: {
    resources: ['validatingwebhookconfigurations', 'mutatingwebhookconfigurations'],
    verbs: ['create', 'update', 'patch', 'delete', 'deletecollection'],
    groups: ['admissionregistration.k8s.io'],
  },
  may: 'change admission webhooks',
  examples: [
    bad(
      {
        'k8s/api.yaml': `
          apiVersion: rbac.authorization.k8s.io/v1
          kind: ClusterRole
          metadata:
            name: api
          rules:
            - apiGroups: ["admissionregistration.k8s.io"]
              resources: [validatingwebhookconfigurations]
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
          - apiGroups: ["admissionregistration.k8s.io"]
            resources: [validatingwebhookconfigurations]
            verbs: [watch]
      `,
    }),
  ],
});
