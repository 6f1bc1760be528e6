import { itemsAt } from '../../syntax/yaml-path.ts';
import { bad, defineRule, good } from '../rule.ts';
import { isNetworkPolicy } from '../shared/kubernetes/policies.ts';

export default defineRule({
  id: 'network-policy-unselective',
  area: 'kubernetes',
  severity: 'low',
  aliases: ['trivy:KSV-0038'],
  title: 'A rule of a NetworkPolicy names nobody',
  why: 'A rule without `from` or `to` lets in, or out to, everyone.',
  fix: 'Name pods, namespaces or addresses.',
  references: ['https://kubernetes.io/docs/concepts/services-networking/network-policies/'],
  preset: 'strict',
  on: 'kubernetes-object',
  only: ['NetworkPolicy'],
  *check(object) {
    if (!isNetworkPolicy(object)) return;
    for (const [direction, key] of [
      ['ingress', 'from'],
      ['egress', 'to'],
    ] as const) {
      for (const item of itemsAt(object.node, 'spec', direction)) {
        // An empty list is everybody, too.
        if (itemsAt(item, key).length > 0) continue;
        yield { at: item.span, message: `${object.title} has an ${direction} rule that names nobody` };
      }
    }
  },
  examples: [
    bad(
      {
        'k8s/api.yaml': `
          apiVersion: networking.k8s.io/v1
          kind: NetworkPolicy
          metadata:
            name: api
          spec:
            podSelector:
              matchLabels:
                app: api
            ingress:
              - ports:
                  - port: 8080
        `,
      },
      'k8s/api.yaml:10:7',
    ),
    good({
      'k8s/api.yaml': `
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata:
          name: api
        spec:
          podSelector:
            matchLabels:
              app: api
          policyTypes: [Ingress]
          ingress:
            - from:
                - podSelector:
                    matchLabels:
                      app: web
      `,
    }),
    bad(
      {
        'k8s/api.yaml': `
          apiVersion: networking.k8s.io/v1
          kind: NetworkPolicy
          metadata: {name: api}
          spec:
            podSelector: {matchLabels: {app: api}}
            ingress:
              - from: []
                ports: [{port: 8080}]
            egress: [{}]
        `,
      },
      ['k8s/api.yaml:7:7', 'k8s/api.yaml:9:12'],
    ),
  ],
});
