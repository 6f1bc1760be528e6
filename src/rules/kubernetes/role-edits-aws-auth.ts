import { bad, defineRule, good } from '../rule.ts';
import { changing, granted, grantsOf, isRole } from '../shared/kubernetes/roles.ts';

export default defineRule({
  id: 'role-edits-aws-auth',
  area: 'kubernetes',
  severity: 'high',
  aliases: ['trivy:KSV-0115'],
  title: 'A role may edit the map of AWS users',
  why: 'Its holders make any AWS user an administrator of the cluster.',
  fix: 'Use EKS access entries, and leave the ConfigMap alone.',
  references: ['https://docs.aws.amazon.com/eks/latest/userguide/auth-configmap.html'],
  on: 'kubernetes-object',
  only: ['Role', 'ClusterRole'],
  *check(object) {
    if (!isRole(object)) return;
    for (const grant of grantsOf(object)) {
      if (!grant.names.includes('aws-auth')) continue;
      if (granted(grant, { resources: ['configmaps'], verbs: changing }) === undefined) continue;
      yield { at: grant.span, message: `${object.title} may edit the ConfigMap aws-auth` };
    }
  },
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
              verbs: [update]
              resourceNames: [aws-auth]
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
            verbs: [get]
            resourceNames: [aws-auth]
      `,
    }),
  ],
});
