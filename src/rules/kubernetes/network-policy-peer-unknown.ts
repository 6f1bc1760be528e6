import { bad, defineRule, good } from '../rule.ts';
import { labelsText } from '../shared/kubernetes/labels.ts';
import { selectedBy, workloadsOf } from '../shared/kubernetes/object-index.ts';
import { isNetworkPolicy, peersOf } from '../shared/kubernetes/policies.ts';
import { likeLabels, mayMakePods, nearMiss } from '../shared/kubernetes/select.ts';

export default defineRule({
  id: 'network-policy-peer-unknown',
  area: 'kubernetes',
  severity: 'medium',
  aliases: ['kube-linter:dangling-networkpolicypeer-podselector'],
  title: 'A NetworkPolicy lets in pods that do not exist',
  why: 'The pods that should reach it are cut off.',
  fix: 'Give the peer the labels of the pods that it means.',
  references: ['https://kubernetes.io/docs/concepts/services-networking/network-policies/'],
  on: 'kubernetes-object',
  only: ['NetworkPolicy'],
  *check(object, { set, project }) {
    if (!isNetworkPolicy(object) || mayMakePods(set)) return;
    for (const { pods, hasNamespaces, direction } of peersOf(object)) {
      if (pods === undefined || pods.matchLabels.size === 0 || hasNamespaces) continue;
      if (selectedBy(project, pods).length > 0) continue;
      const near = nearMiss(pods.matchLabels, workloadsOf(set));
      if (near === undefined) continue;
      yield {
        at: pods.span,
        message: `${object.title} names ${labelsText(pods.matchLabels)} for ${direction}, which no pod has`,
        ...likeLabels(project, pods.matchLabels, near),
        related: [{ at: near.object.nameSpan, message: `${near.title} has ${labelsText(near.pod.labels)}` }],
      };
    }
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
                app: api
            policyTypes: [Ingress]
            ingress:
              - from:
                  - podSelector:
                      matchLabels:
                        app: ap # in front
        `,
      },
      'k8s/api.yaml:30:13',
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
                        app: api # in front
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
