import { bad, defineRule, good } from '../rule.ts';
import { granted, grantsOf, isRole } from '../shared/kubernetes/roles.ts';

const wanted = { verbs: ['impersonate'], groups: ['', 'authentication.k8s.io'] };
/** What a request can take from somebody else: https://kubernetes.io/docs/reference/access-authn-authz/authentication/#user-impersonation */
const whom = /^(?:users|groups|serviceaccounts|uids|userextras(?:\/.+)?)$/;

export default defineRule({
  id: 'role-impersonates',
  area: 'kubernetes',
  severity: 'high',
  aliases: ['trivy:KSV-0043', 'checkov:CKV2_K8S_3', 'kics:rbac_roles_with_impersonate_permission'],
  title: 'A role may act as others',
  why: 'Its holders take the name of an administrator and own the cluster.',
  fix: 'Name in `resourceNames` whom it may act as.',
  references: ['https://kubernetes.io/docs/concepts/security/rbac-good-practices/'],
  on: 'kubernetes-object',
  only: ['Role', 'ClusterRole'],
  *check(object) {
    if (!isRole(object)) return;
    for (const grant of grantsOf(object)) {
      // Members of this group may do everything.
      if (grant.names.length > 0 && !grant.names.includes('system:masters')) continue;
      // Every verb on everything has a rule of its own.
      const isMeant = grant.verbs.includes('impersonate');
      const resources = grant.resources.filter((one) => whom.test(one) || (isMeant && one === '*'));
      if (granted(grant, { ...wanted, resources }) === undefined) continue;
      const message =
        grant.names.length > 0
          ? `${object.title} allows to act as a member of system:masters`
          : `${object.title} allows to act as any other user, group or account`;
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
            - apiGroups: [""]
              resources: [users]
              verbs: [impersonate]
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
            resources: [users]
            verbs: [get]
      `,
    }),
    bad(
      {
        'k8s/api.yaml': `
          apiVersion: rbac.authorization.k8s.io/v1
          kind: ClusterRole
          metadata: {name: api}
          rules:
            - {apiGroups: [authentication.k8s.io], resources: [uids, userextras/scopes], verbs: [impersonate]}
            - {apiGroups: ["*"], resources: ["*"], verbs: [get, impersonate]}
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
          - {apiGroups: [""], resources: [users], resourceNames: [robot], verbs: [impersonate]}
          - {apiGroups: ["*"], resources: ["*"], verbs: ["*"]}
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
            - apiGroups: [""]
              resources: [groups]
              resourceNames: ["system:masters"]
              verbs: [impersonate]
            - apiGroups: [""]
              resources: [groups]
              resourceNames: [developers]
              verbs: [impersonate]
        `,
      },
      'k8s/api.yaml:6:5',
    ),
  ],
});
