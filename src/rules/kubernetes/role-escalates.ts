import { bad, defineRule, good } from '../rule.ts';
import { granted, grantsOf, isRole } from '../shared/kubernetes/roles.ts';

const roles = ['roles', 'clusterroles'];
const wanted = { verbs: ['bind', 'escalate'], groups: ['rbac.authorization.k8s.io'] };

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
    for (const grant of grantsOf(object)) {
      // Every verb on everything has a rule of its own.
      const isMeant = ['bind', 'escalate'].some((verb) => grant.verbs.includes(verb));
      const resources = isMeant ? [...roles, '*'] : roles;
      if (granted(grant, { ...wanted, resources }) === undefined) continue;
      // Naming the roles bounds it, unless the one that may do everything is among them.
      if (grant.names.length > 0 && !grant.names.includes('cluster-admin')) continue;
      const message = `${object.title} may give out rights that its holders do not have`;
      yield { at: grant.span, message, ...(isMeant ? {} : { severity: 'medium' }) };
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
    bad(
      {
        'k8s/api.yaml': `
          apiVersion: rbac.authorization.k8s.io/v1
          kind: ClusterRole
          metadata: {name: api}
          rules:
            - {apiGroups: [rbac.authorization.k8s.io], resources: [roles, rolebindings], verbs: ["*"]}
            - {apiGroups: ["*"], resources: ["*"], verbs: [get, escalate]}
        `,
      },
      ['k8s/api.yaml:5:5', 'k8s/api.yaml:6:5'],
    ),
    good({
      'k8s/api.yaml': `
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRole
        metadata: {name: api}
        rules:
          - {apiGroups: [rbac.authorization.k8s.io], resources: [rolebindings], verbs: ["*"]}
          - {apiGroups: [rbac.authorization.k8s.io], resources: ["*"], verbs: ["*"]}
      `,
    }),
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
              resourceNames: [cluster-admin]
              verbs: [bind]
            - apiGroups: [rbac.authorization.k8s.io]
              resources: [clusterroles]
              resourceNames: [view]
              verbs: [bind]
        `,
      },
      'k8s/api.yaml:6:5',
    ),
  ],
});
