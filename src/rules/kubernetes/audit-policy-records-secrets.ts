import { textsAt } from '../../syntax/yaml-path.ts';
import { bad, defineRule, good } from '../rule.ts';
import { type AuditRule, auditRules, matches, narrows } from '../shared/kubernetes/audit-policy.ts';

export default defineRule({
  id: 'audit-policy-records-secrets',
  area: 'kubernetes',
  severity: 'high',
  aliases: [],
  title: 'An audit policy writes the content of secrets to the log',
  why: 'Whoever reads the audit log, or the place where it is collected, has every secret that is read or written.',
  fix: 'Put a rule of level Metadata for secrets above it.',
  references: ['https://kubernetes.io/docs/tasks/debug/debug-cluster/audit/#audit-policy'],
  on: 'kubernetes-set',
  *check({ configurations }) {
    for (const object of configurations) {
      for (const rule of auditRules(object) ?? []) {
        if (!matches(rule, '', 'secrets')) continue;
        if (rule.level !== undefined && recordsBodies(rule)) {
          const message = `the audit policy records secrets at level ${rule.level.value}, with their content`;
          yield { at: rule.level.span, message };
        }
        // No request for a secret comes past a rule that holds for all of them.
        if (!narrows(rule)) break;
      }
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
              users: [system:kube-proxy]
            - level: RequestResponse
              resources:
                - group: ""
            - level: Metadata
        `,
      },
      'audit-policy.yaml:6:12',
    ),
    good({
      'audit-policy.yaml': `
        apiVersion: audit.k8s.io/v1
        kind: Policy
        rules:
          - level: Metadata
            resources:
              - group: ""
                resources: [secrets, configmaps]
          - level: RequestResponse
            verbs: [create, update, patch, delete]
      `,
    }),
    good({
      'audit-policy.yaml': `
        apiVersion: audit.k8s.io/v1
        kind: Policy
        rules:
          - level: Request
            verbs: [get, list, watch]
          - level: Metadata
      `,
    }),
  ],
});

/** What is written stands in requests, what is read in responses. */
function recordsBodies({ level, node }: AuditRule): boolean {
  const verbs = textsAt(node, 'verbs').map(({ value }) => value);
  const writes = verbs.length === 0 || verbs.some((verb) => /^(?:create|update|patch|\*)$/.test(verb));
  const reads = writes || verbs.some((verb) => /^(?:get|list|watch)$/.test(verb));
  return (level?.value === 'Request' && writes) || (level?.value === 'RequestResponse' && reads);
}
