import { bad, defineRule, good } from '../rule.ts';
import { isNetworkPolicy, peersOf } from '../shared/kubernetes/policies.ts';

export default defineRule({
  id: 'network-policy-ingress-open',
  area: 'kubernetes',
  severity: 'medium',
  aliases: ['trivy:KUBE-0001'],
  title: 'A NetworkPolicy allows ingress from every address',
  why: 'The whole internet may reach the pods.',
  fix: 'Name the addresses that are meant.',
  references: ['https://kubernetes.io/docs/concepts/services-networking/network-policies/'],
  preset: 'strict',
  on: 'kubernetes-object',
  only: ['NetworkPolicy'],
  *check(object) {
    if (!isNetworkPolicy(object)) return;
    for (const { direction, block } of peersOf(object)) {
      if (direction !== 'ingress' || block === undefined || !/^(?:0\.0\.0\.0|::)\/0$/.test(block.value))
        continue;
      yield { at: block.span, message: `${object.title} allows ingress from ${block.value}` };
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
            podSelector: {}
            ingress:
              - from:
                  - ipBlock:
                      cidr: 0.0.0.0/0
        `,
      },
      'k8s/api.yaml:10:19',
    ),
    good({
      'k8s/api.yaml': `
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata:
          name: api
        spec:
          podSelector: {}
          ingress:
            - from:
                - ipBlock:
                    cidr: 10.0.0.0/8
      `,
    }),
  ],
});
