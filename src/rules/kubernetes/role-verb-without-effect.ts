import { bad, defineRule, good } from '../rule.ts';
import { grantsOf, isRole } from '../shared/kubernetes/roles.ts';

/** The only resources on which each of these verbs is asked for. */
const places: readonly { readonly verb: string; readonly on: RegExp; readonly words: string }[] = [
  { verb: 'bind', on: /^(?:roles|clusterroles|\*)$/, words: 'roles and clusterroles' },
  { verb: 'escalate', on: /^(?:roles|clusterroles|\*)$/, words: 'roles and clusterroles' },
  {
    verb: 'impersonate',
    on: /^(?:users|groups|serviceaccounts|uids|userextras(?:\/.+)?|\*)$/,
    words: 'users, groups and serviceaccounts',
  },
];

const groupsOfVerbs = new Set(['', 'rbac.authorization.k8s.io', 'authentication.k8s.io']);

export default defineRule({
  id: 'role-verb-without-effect',
  area: 'kubernetes',
  severity: 'low',
  aliases: ['checkov:CKV_K8S_157'],
  title: 'A role gives `bind`, `escalate` or `impersonate` on resources that do not know the verb',
  why: 'The verb counts nothing there: who is meant to have the right does not have it, and a reviewer takes the role for harmless or for dangerous in the wrong place.',
  fix: 'Give `bind` and `escalate` on the roles that may be given out, `impersonate` on users or accounts, by name; or take the verb out.',
  references: [
    'https://kubernetes.io/docs/reference/access-authn-authz/rbac/#restrictions-on-role-binding-creation-or-update',
    'https://kubernetes.io/docs/reference/access-authn-authz/authentication/#user-impersonation',
  ],
  on: 'kubernetes-object',
  only: ['Role', 'ClusterRole'],
  *check(object) {
    if (!isRole(object)) return;
    for (const { groups, resources, verbs, span } of grantsOf(object)) {
      // Resources of other groups may know verbs of the same names.
      if (groups.length === 0 || !groups.every((group) => groupsOfVerbs.has(group))) continue;
      const lost = places.find(
        ({ verb, on }) =>
          verbs.includes(verb) && resources.length > 0 && !resources.some((one) => on.test(one)),
      );
      if (lost === undefined) continue;
      yield {
        at: span,
        message: `${object.title} gives ${lost.verb} on ${resources.join(', ')}; it counts on ${lost.words} only`,
        object: `${object.title} ${lost.verb} ${resources.join(',')}`,
      };
    }
  },
  examples: [
    bad(
      {
        'k8s/api.yaml': `
          apiVersion: rbac.authorization.k8s.io/v1
          kind: ClusterRole
          metadata:
            name: operator
          rules:
            - apiGroups: [rbac.authorization.k8s.io]
              resources: [rolebindings, clusterrolebindings]
              verbs: [get, bind]
            - apiGroups: [rbac.authorization.k8s.io]
              resources: [clusterroles]
              resourceNames: [view]
              verbs: [impersonate]
        `,
      },
      ['k8s/api.yaml:6:5', 'k8s/api.yaml:9:5'],
    ),
    good({
      'k8s/api.yaml': `
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRole
        metadata:
          name: operator
        rules:
          - apiGroups: [rbac.authorization.k8s.io]
            resources: [clusterroles, clusterrolebindings]
            resourceNames: [view]
            verbs: [get, bind]
          - apiGroups: [""]
            resources: [serviceaccounts]
            resourceNames: [deployer]
            verbs: [impersonate]
      `,
    }),
  ],
});
