import { addItem } from '../../syntax/yaml-edit.ts';
import { nodeAt } from '../../syntax/yaml-path.ts';
import { bad, defineRule, good } from '../rule.ts';
import { hasOtherPolicies, mayAskDns, policiesFor, rulesOf } from '../shared/kubernetes/flows.ts';
import { namedHosts, serviceHost } from '../shared/kubernetes/named-hosts.ts';
import { mainContainers } from '../shared/kubernetes/pods.ts';
import { reviewFix, yamlOf } from '../shared/yaml-fix.ts';

const ports = [
  { protocol: 'UDP', port: 53 },
  { protocol: 'TCP', port: 53 },
];

export default defineRule({
  id: 'network-policy-blocks-dns',
  area: 'kubernetes',
  severity: 'high',
  aliases: [],
  title: 'NetworkPolicies let a pod call other hosts, but not look up their names',
  why: 'Without DNS no name is resolved: every call fails, also those that the policy allows.',
  fix: 'Let port 53 (UDP and TCP) out to the namespace of the DNS server.',
  references: [
    'https://kubernetes.io/docs/concepts/services-networking/network-policies/#default-deny-all-egress-traffic',
  ],
  on: 'workload',
  *check(workload, { project, set }) {
    if (set.open !== undefined || hasOtherPolicies(set)) return;
    const policies = policiesFor(set, workload, 'egress');
    const rules = policies.flatMap((policy) => rulesOf(policy, 'egress'));
    const [policy] = policies;
    // A policy that lets nothing out is meant so.
    if (policy === undefined || rules.length === 0 || rules.some(mayAskDns)) return;
    for (const container of mainContainers(workload)) {
      const named = namedHosts(set, container).find(
        ({ host }) => serviceHost(host) !== undefined && !/^[\d.]+$/.test(host),
      );
      if (named === undefined) continue;
      const list = nodeAt(policy.node, 'spec', 'egress');
      yield {
        at: policy.nameSpan,
        message: `${policy.title} lets no lookup in DNS out, but ${workload.title} is told to call ${named.host}`,
        object: `${policy.title} ${workload.title}`,
        ...(list === undefined
          ? {}
          : reviewFix('Let lookups out', addItem(yamlOf(project, list.span.file), list.span, { ports }))),
        related: [{ at: named.at.span, message: `${named.name} names the host` }],
      };
      return;
    }
  },
  examples: [
    bad(
      {
        'k8s/web.yaml': `
          apiVersion: apps/v1
          kind: Deployment
          metadata: {name: web}
          spec:
            selector: {matchLabels: {app: web}}
            template:
              metadata: {labels: {app: web}}
              spec:
                containers:
                  - name: web
                    image: ghcr.io/acme/web:1.4.2
                    env: [{name: DB_HOST, value: db}]
          ---
          apiVersion: networking.k8s.io/v1
          kind: NetworkPolicy
          metadata: {name: web}
          spec:
            podSelector: {matchLabels: {app: web}}
            policyTypes: [Egress]
            egress:
              - to: [{podSelector: {matchLabels: {app: db}}}]
                ports: [{port: 5432}]
        `,
      },
      'k8s/web.yaml:16:18',
      {
        'k8s/web.yaml': `
          apiVersion: apps/v1
          kind: Deployment
          metadata: {name: web}
          spec:
            selector: {matchLabels: {app: web}}
            template:
              metadata: {labels: {app: web}}
              spec:
                containers:
                  - name: web
                    image: ghcr.io/acme/web:1.4.2
                    env: [{name: DB_HOST, value: db}]
          ---
          apiVersion: networking.k8s.io/v1
          kind: NetworkPolicy
          metadata: {name: web}
          spec:
            podSelector: {matchLabels: {app: web}}
            policyTypes: [Egress]
            egress:
              - to: [{podSelector: {matchLabels: {app: db}}}]
                ports: [{port: 5432}]
              - ports:
                  - protocol: UDP
                    port: 53
                  - protocol: TCP
                    port: 53
        `,
      },
    ),
    good({
      'k8s/web.yaml': `
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web}
        spec:
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec:
              containers:
                - name: web
                  image: ghcr.io/acme/web:1.4.2
                  env: [{name: DB_HOST, value: db}]
        ---
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: web}
        spec:
          podSelector: {matchLabels: {app: web}}
          policyTypes: [Egress]
          egress:
            - to: [{podSelector: {matchLabels: {app: db}}}]
              ports: [{port: 5432}]
            - ports: [{port: 53, protocol: UDP}]
      `,
    }),
  ],
});
