import { bad, defineRule, good } from '../rule.ts';
import { deploysAnything, grantsOf, isRole } from '../shared/kubernetes/roles.ts';
import { coveredAliases } from '../shared/kubernetes/wildcards.ts';

export default defineRule({
  id: 'role-all-powerful',
  area: 'kubernetes',
  severity: 'high',
  aliases: [
    'kube-linter:wildcard-in-rules',
    'trivy:KSV-0044',
    'checkov:CKV_K8S_49',
    'kics:rbac_wildcard_in_rule',
    ...coveredAliases,
    'trivy:KSV-0046',
    'trivy:KSV-0112',
    'checkov:CKV_K8S_155',
    'checkov:CKV_K8S_156',
    'checkov:CKV_K8S_157',
    'checkov:CKV_K8S_158',
  ],
  title: 'A role allows everything on everything',
  why: 'Whoever has a token of its holders owns the namespace or the cluster.',
  fix: 'Name the verbs and resources that are needed.',
  references: ['https://kubernetes.io/docs/concepts/security/rbac-good-practices/'],
  on: 'kubernetes-object',
  only: ['Role', 'ClusterRole'],
  *check(object) {
    if (!isRole(object)) return;
    for (const { groups, resources, verbs, span } of grantsOf(object)) {
      if (!groups.includes('*') || !resources.includes('*') || !verbs.includes('*')) continue;
      const severity = object.kind.value === 'ClusterRole' && !deploysAnything(object) ? 'high' : 'medium';
      yield { at: span, message: `${object.title} allows everything on everything`, severity };
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
            - apiGroups: ["*"]
              resources: ["*"]
              verbs: ["*"]
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
            verbs: [get]
      `,
    }),
  ],
});
