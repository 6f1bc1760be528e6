import { bad, defineRule, good } from '../rule.ts';
import { hasOtherPolicies, mayReach, mayUse, policiesFor, rulesOf } from '../shared/kubernetes/flows.ts';
import { callers, namedHosts, namespaceOf, servicesNamed } from '../shared/kubernetes/named-hosts.ts';
import { subject } from '../shared/kubernetes/pods.ts';
import { portsBehind, workloadsBehind } from '../shared/kubernetes/services.ts';

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
  joins: 'file',
  on: 'kubernetes-set',
  *check(set, { project }) {
    if (set.open !== undefined || hasOtherPolicies(set)) return;
    const seen = new Set<string>();
    for (const { workload, container } of callers(set)) {
      for (const { host, name, port } of namedHosts(set, container)) {
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
        const ports = portsBehind(service, target, port);
        for (const [direction, guarded, peer] of [
          ['ingress', target, workload],
          ['egress', workload, target],
        ] as const) {
          const policies = policiesFor(set, guarded, direction);
          const [policy] = policies;
          if (policy === undefined || seen.has(key)) continue;
          const rules = policies
            .flatMap((each) => rulesOf(each, direction))
            .filter((rule) => mayReach(rule, direction, peer));
          if (rules.some((rule) => ports === undefined || mayUse(rule, ports))) continue;
          seen.add(key);
          const from = project.kubernetes.sets.length > 0 ? subject(container, workload) : workload.title;
          yield {
            at: policy.nameSpan,
            message: `${policy.title} does not let ${workload.title} ${direction === 'ingress' ? 'in to' : 'out to'} ${target.title}${rules.length === 0 ? '' : ` by port ${[...(ports ?? [])].join(' or ')}`}, which it is told to call in ${name}`,
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
    bad(
      {
        'k8s/shop.yaml': `
          apiVersion: v1
          kind: Pod
          metadata: {name: web, labels: {app: web}}
          spec:
            containers:
              - name: web
                image: ghcr.io/acme/web:1.4.2
                env: [{name: DATABASE_URL, value: 'postgres://db:5432/shop'}]
          ---
          apiVersion: v1
          kind: Service
          metadata: {name: db}
          spec: {selector: {app: db}, ports: [{port: 5432, targetPort: psql}]}
          ---
          apiVersion: v1
          kind: Pod
          metadata: {name: db, labels: {app: db}}
          spec:
            containers: [{name: db, image: "postgres:16.4", ports: [{name: psql, containerPort: 5432}]}]
          ---
          apiVersion: networking.k8s.io/v1
          kind: NetworkPolicy
          metadata: {name: names}
          spec:
            podSelector: {}
            policyTypes: [Egress]
            egress:
              - ports: [{port: 53, protocol: UDP}]
        `,
      },
      'k8s/shop.yaml:23:18',
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
