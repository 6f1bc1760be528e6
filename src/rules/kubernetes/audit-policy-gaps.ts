import { bad, defineRule, good } from '../rule.ts';
import { auditRules, matches, narrows } from '../shared/kubernetes/audit-policy.ts';

export default defineRule({
  id: 'audit-policy-gaps',
  area: 'kubernetes',
  severity: 'low',
  aliases: ['kics:audit_policy_not_cover_key_security_concerns'],
  title: 'An audit policy records nothing of what matters after a break-in',
  why: 'Who read the secrets, ran commands in pods or gave out roles cannot be told afterwards.',
  fix: 'Record them at least at level Metadata, in a rule above the one that leaves them out.',
  references: ['https://kubernetes.io/docs/tasks/debug/debug-cluster/audit/#audit-policy'],
  preset: 'strict',
  on: 'kubernetes-set',
  *check({ configurations }) {
    for (const object of configurations) {
      const rules = auditRules(object);
      if (rules === undefined) continue;
      const missing = concerns.filter(([group, resource]) => {
        const first = rules.find(
          (rule) =>
            matches(rule, group, resource) && ((rule.level?.value ?? 'None') !== 'None' || !narrows(rule)),
        );
        return (first?.level?.value ?? 'None') === 'None';
      });
      if (missing.length === 0) continue;
      const names = missing.map(([, resource]) => resource).join(', ');
      yield { at: object.nameSpan, message: `the audit policy records nothing of ${names}` };
    }
  },
  examples: [
    bad(
      {
        'audit-policy.yaml': `
          apiVersion: audit.k8s.io/v1
          kind: Policy
          rules:
            - level: None
              resources:
                - group: ""
                  resources: [secrets, configmaps]
            - level: Metadata
        `,
      },
      'audit-policy.yaml:2:7',
    ),
    good({
      'audit-policy.yaml': `
        apiVersion: audit.k8s.io/v1
        kind: Policy
        rules:
          - level: None
            users: [system:kube-proxy]
          - level: Metadata
      `,
    }),
  ],
});

const concerns = [
  ['', 'secrets'],
  ['', 'configmaps'],
  ['authentication.k8s.io', 'tokenreviews'],
  ['', 'pods'],
  ['', 'pods/exec'],
  ['', 'pods/portforward'],
  ['apps', 'deployments'],
  ['rbac.authorization.k8s.io', 'rolebindings'],
] as const;
