import { bad, defineRule, good } from '../rule.ts';
import { granted, grantsOf, isRole } from '../shared/kubernetes/roles.ts';

export default defineRule({
  id: 'role-escalates',
  area: 'kubernetes',
  severity: 'high',
  aliases: [
    'trivy:KSV-0050',
    'trivy:KSV-0051',
    'trivy:KSV-0052',
    'trivy:KSV-0055',
    'checkov:CKV_K8S_157',
    'checkov:CKV_K8S_158',
    'kics:rbac_roles_allow_privilege_escalation',
  ],
  title: 'A role may give out rights that its holders do not have',
  why: 'With `bind` or `escalate` its holders make themselves administrators.',
  fix: 'Name in `resourceNames` the roles that it may give out.',
  references: ['https://kubernetes.io/docs/concepts/security/rbac-good-practices/'],
  on: 'kubernetes-object',
  only: ['Role', 'ClusterRole'],
  *check(object) {
    if (!isRole(object)) return;
    const wanted = {
      resources: ['roles', 'clusterroles', 'rolebindings', 'clusterrolebindings'],
      verbs: ['bind', 'escalate'],
      groups: ['rbac.authorization.k8s.io'],
    };
    for (const grant of grantsOf(object)) {
      const resource = granted(grant, wanted);
      if (resource === undefined || grant.names.length > 0 || grant.verbs.includes('*')) continue;
      yield { at: grant.span, message: `${object.title} may give out rights that its holders do not have` };
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
            - apiGroups: [rbac.authorization.k8s.io]
              resources: [clusterroles]
              verbs: [bind]
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
          - apiGroups: [rbac.authorization.k8s.io]
            resources: [clusterroles]
            verbs: [bind]
            resourceNames: [view]
      `,
    }),
  ],
});
