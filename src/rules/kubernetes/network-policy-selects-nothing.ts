import { selectorOf } from '../../model/label-selector.ts';
import { nodeAt } from '../../syntax/yaml-path.ts';
import { bad, defineRule, good } from '../rule.ts';
import { labelsText } from '../shared/kubernetes/labels.ts';
import { selectedBy, workloadsOf } from '../shared/kubernetes/object-index.ts';
import { isNetworkPolicy } from '../shared/kubernetes/policies.ts';
import { likeLabels, mayMakePods, nearMiss } from '../shared/kubernetes/select.ts';

export default defineRule({
  id: 'network-policy-selects-nothing',
  area: 'kubernetes',
  severity: 'medium',
  aliases: [
    'kube-linter:dangling-networkpolicy',
    'kube-score:networkpolicy-targets-pod',
    'kics:network_policy_is_not_targeting_any_pod',
  ],
  title: 'A NetworkPolicy selects no pod',
  why: 'The pods that it was written for are open to all.',
  fix: 'Give the selector the labels of the pod template.',
  references: ['https://kubernetes.io/docs/concepts/services-networking/network-policies/'],
  on: 'kubernetes-object',
  only: ['NetworkPolicy'],
  *check(object, { set, project }) {
    const selector = selectorOf(nodeAt(object.node, 'spec', 'podSelector'));
    if (!isNetworkPolicy(object) || selector === undefined || selector.matchLabels.size === 0) return;
    if (selectedBy(project, selector).length > 0) return;
    const near = nearMiss(selector.matchLabels, workloadsOf(set));
    if (near === undefined || mayMakePods(set)) return;
    yield {
      at: selector.span,
      message: `${object.title} selects ${labelsText(selector.matchLabels)}, which no pod has`,
      ...likeLabels(project, selector.matchLabels, near),
      related: [{ at: near.object.nameSpan, message: `${near.title} has ${labelsText(near.pod.labels)}` }],
    };
  },
  examples: [
    bad(
      {
        'k8s/api.yaml': `
          apiVersion: apps/v1
          kind: Deployment
          metadata:
            name: api
          spec:
            selector:
              matchLabels:
                app: api
            template:
              metadata:
                labels:
                  app: api
              spec:
                containers:
                  - name: api
                    image: ghcr.io/acme/api:1.4.2
          ---
          apiVersion: networking.k8s.io/v1
          kind: NetworkPolicy
          metadata:
            name: api
          spec:
            podSelector:
              matchLabels:
                app: apy
            policyTypes: [Ingress]
            ingress:
              - from:
                  - podSelector:
                      matchLabels:
                        app: api
        `,
      },
      'k8s/api.yaml:24:5',
      {
        'k8s/api.yaml': `
          apiVersion: apps/v1
          kind: Deployment
          metadata:
            name: api
          spec:
            selector:
              matchLabels:
                app: api
            template:
              metadata:
                labels:
                  app: api
              spec:
                containers:
                  - name: api
                    image: ghcr.io/acme/api:1.4.2
          ---
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
                        app: api
        `,
      },
    ),
    good({
      'k8s/api.yaml': `
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: api
        spec:
          selector:
            matchLabels:
              app: api
          template:
            metadata:
              labels:
                app: api
            spec:
              containers:
                - name: api
                  image: ghcr.io/acme/api:1.4.2
        ---
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
                      app: api
      `,
    }),
  ],
});
