import { bad, defineRule, good } from '../rule.ts';
import { isNetworkPolicy, peersOf } from '../shared/kubernetes/policies.ts';

export default defineRule({
  id: 'network-policy-egress-open',
  area: 'kubernetes',
  severity: 'low',
  aliases: ['trivy:KUBE-0002'],
  title: 'A NetworkPolicy allows egress to every address',
  why: 'A process that was broken into can send what it finds to anyone.',
  fix: 'Name the addresses that are meant.',
  references: ['https://kubernetes.io/docs/concepts/services-networking/network-policies/'],
  preset: 'strict',
  on: 'kubernetes-object',
  only: ['NetworkPolicy'],
  *check(object) {
    if (!isNetworkPolicy(object)) return;
    for (const { direction, block } of peersOf(object)) {
      if (direction !== 'egress' || block === undefined || !/^(?:0\.0\.0\.0|::)\/0$/.test(block.value))
        continue;
      yield { at: block.span, message: `${object.title} allows egress to ${block.value}` };
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
            egress:
              - to:
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
          egress:
            - to:
                - ipBlock:
                    cidr: 10.0.0.0/8
      `,
    }),
  ],
});
