import { bad, defineRule, good } from '../rule.ts';
import { hasOtherPolicies, mayReach, policiesFor, rulesOf } from '../shared/kubernetes/flows.ts';
import { callers, namedHosts, namespaceOf, servicesNamed } from '../shared/kubernetes/named-hosts.ts';
import { subject } from '../shared/kubernetes/pods.ts';
import { workloadsBehind } from '../shared/kubernetes/services.ts';

export default defineRule({
  id: 'network-policy-blocks-caller',
  area: 'kubernetes',
  severity: 'high',
  confidence: 'likely',
  aliases: [],
  title: 'NetworkPolicies keep a pod from the Service that it is told to call',
  why: 'Its connections time out wherever policies are enforced, although both pods are healthy.',
  fix: 'Let the pod in (or out) in the policy, by its labels.',
  references: ['https://kubernetes.io/docs/concepts/services-networking/network-policies/'],
  on: 'kubernetes-set',
  *check(set, { project }) {
    if (set.open !== undefined || hasOtherPolicies(set)) return;
    const seen = new Set<string>();
    for (const { workload, container } of callers(set)) {
      for (const { host, name } of namedHosts(set, container)) {
        const [service, ...more] = servicesNamed(set, host);
        const [target, ...others] = service === undefined ? [] : workloadsBehind(set, service);
        if (
          service === undefined ||
          target === undefined ||
          more.length + others.length > 0 ||
          target === workload
        )
          continue;
        const [own, theirs] = [namespaceOf(set, workload.object), namespaceOf(set, target.object)];
        const key = `${workload.title} ${target.title}`;
        if (own !== theirs || seen.has(key)) continue;
        for (const [direction, guarded, peer] of [
          ['ingress', target, workload],
          ['egress', workload, target],
        ] as const) {
          const policies = policiesFor(set, guarded, direction);
          const [policy] = policies;
          if (policy === undefined || seen.has(key)) continue;
          if (
            policies.some((each) => rulesOf(each, direction).some((rule) => mayReach(rule, direction, peer)))
          )
            continue;
          seen.add(key);
          const from = project.kubernetes.sets.length > 0 ? subject(container, workload) : workload.title;
          yield {
            at: policy.nameSpan,
            message: `${policy.title} does not let ${workload.title} ${direction === 'ingress' ? 'in to' : 'out to'} ${target.title}, which it is told to call in ${name}`,
            object: `${policy.title} ${key}`,
            related: [{ at: container.nameSpan, message: `${from} calls ${host}` }],
          };
        }
      }
    }
  },
  examples: [
    bad(
      {
        'k8s/shop.yaml': `
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
          apiVersion: v1
          kind: Service
          metadata: {name: db}
          spec: {selector: {app: db}, ports: [{port: 5432}]}
          ---
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: {name: db}
          spec:
            serviceName: db
            selector: {matchLabels: {app: db}}
            template:
              metadata: {labels: {app: db}}
              spec:
                containers: [{name: db, image: "postgres:16.4"}]
          ---
          apiVersion: networking.k8s.io/v1
          kind: NetworkPolicy
          metadata: {name: db}
          spec:
            podSelector: {matchLabels: {app: db}}
            ingress:
              - from: [{podSelector: {matchLabels: {app: frontend}}}]
        `,
      },
      'k8s/shop.yaml:32:18',
    ),
    good({
      'k8s/shop.yaml': `
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
        apiVersion: v1
        kind: Service
        metadata: {name: db}
        spec: {selector: {app: db}, ports: [{port: 5432}]}
        ---
        apiVersion: apps/v1
        kind: StatefulSet
        metadata: {name: db}
        spec:
          serviceName: db
          selector: {matchLabels: {app: db}}
          template:
            metadata: {labels: {app: db}}
            spec:
              containers: [{name: db, image: "postgres:16.4"}]
        ---
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: db}
        spec:
          podSelector: {matchLabels: {app: db}}
          ingress:
            - from: [{podSelector: {matchLabels: {app: web}}}]
      `,
    }),
  ],
});
