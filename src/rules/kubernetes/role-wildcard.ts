import { bad, defineRule, good } from '../rule.ts';
import { grantsOf, isRole } from '../shared/kubernetes/roles.ts';
import { coveredAliases, coveredBy, literalStars } from '../shared/kubernetes/wildcards.ts';

const own = [
  'kube-linter:wildcard-in-rules',
  'trivy:KSV-0044',
  'trivy:KSV-0045',
  'trivy:KSV-0046',
  'trivy:KSV-0112',
  'checkov:CKV_K8S_49',
  'kics:rbac_wildcard_in_rule',
];

export default defineRule({
  id: 'role-wildcard',
  area: 'kubernetes',
  severity: 'medium',
  aliases: [...own, ...coveredAliases],
  title: 'A role holds a wildcard',
  why: 'It also allows what later releases and operators add.',
  fix: 'Name the verbs and resources that are needed.',
  references: ['https://kubernetes.io/docs/concepts/security/rbac-good-practices/'],
  preset: 'strict',
  on: 'kubernetes-object',
  only: ['Role', 'ClusterRole'],
  *check(object) {
    if (!isRole(object)) return;
    for (const grant of grantsOf(object)) {
      const { groups, resources, verbs, span } = grant;
      const aliases = [...own, ...coveredBy(grant)];
      const literal = literalStars(grant);
      if (literal.length > 0) {
        const message = `${object.title} names ${literal.join(', ')}, which stands for nothing but itself`;
        yield { at: span, message, severity: 'low', aliases };
      }
      const parts = [
        verbs.includes('*') ? 'every verb' : undefined,
        resources.includes('*') ? 'every resource' : undefined,
      ].flatMap((part) => part ?? []);
      const isAll = parts.length === 2 && groups.includes('*');
      if (isAll) continue;
      if (parts.length > 0)
        yield { at: span, message: `${object.title} allows ${parts.join(' on ')}`, aliases };
      else if (groups.includes('*'))
        yield {
          at: span,
          message: `${object.title} means ${resources.join(', ')} of every API group`,
          severity: 'low',
          aliases,
        };
    }
  },
  examples: [
    bad(
      {
        'k8s/api.yaml': `
          apiVersion: rbac.authorization.k8s.io/v1
          kind: Role
          metadata:
            name: api
          rules:
            - apiGroups: [""]
              resources: [pods]
              verbs: ["*"]
            - apiGroups: [""]
              resources: ["*"]
              verbs: [get]
        `,
      },
      ['k8s/api.yaml:6:5', 'k8s/api.yaml:9:5'],
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
            verbs: [get, list]
      `,
    }),
    bad(
      {
        'k8s/api.yaml': `
          apiVersion: rbac.authorization.k8s.io/v1
          kind: Role
          metadata: {name: api}
          rules:
            - {apiGroups: ["*"], resources: [deployments], verbs: [get, list]}
        `,
      },
      'k8s/api.yaml:5:5',
    ),
    bad(
      {
        'k8s/api.yaml': `
          apiVersion: rbac.authorization.k8s.io/v1
          kind: Role
          metadata: {name: api}
          rules:
            - {apiGroups: [""], resources: ["pods/*"], verbs: [create]}
        `,
      },
      'k8s/api.yaml:5:5',
    ),
    good({
      'k8s/api.yaml': `
        apiVersion: rbac.authorization.k8s.io/v1
        kind: Role
        metadata: {name: api}
        rules:
          - {apiGroups: [apps], resources: ["*/scale"], verbs: [update]}
      `,
    }),
  ],
});
