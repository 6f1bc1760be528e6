import type { Problem } from '../../model/finding.ts';
import type { KubernetesObject } from '../../model/kubernetes.ts';
import type { Project } from '../../model/project.ts';
import { bad, defineRule, good } from '../rule.ts';
import { addedTo, toldWith } from '../shared/kubernetes/added-labels.ts';
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
  joins: 'file',
  on: 'kubernetes-object',
  only: ['NetworkPolicy'],
  *check(object, { set, project }) {
    if (!isNetworkPolicy(object)) return;
    yield* strangersWithOwnLabels(object, project);
    if (mayMakePods(set)) return;
    for (const { pods, hasNamespaces, direction } of peersOf(object)) {
      if (pods === undefined || pods.matchLabels.size === 0 || hasNamespaces) continue;
      if (selectedBy(project, pods).length > 0) continue;
      const near = nearMiss(pods.matchLabels, workloadsOf(set));
      if (near === undefined) continue;
      const added = addedTo(pods);
      const [first] = added.values();
      yield {
        at: pods.span,
        message: `${object.title} names ${toldWith(pods, added)} for ${direction}, which no pod has`,
        ...(first === undefined ? likeLabels(project, pods.matchLabels, near) : {}),
        related: [
          first === undefined
            ? { at: near.object.nameSpan, message: `${near.title} has ${labelsText(near.pod.labels)}` }
            : { at: first.span, message: putHere },
        ],
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
    bad(
      {
        'k8s/kustomization.yaml': `
          resources: [policy.yaml]
          commonLabels:
            part-of: shop
        `,
        'k8s/policy.yaml': `
          apiVersion: networking.k8s.io/v1
          kind: NetworkPolicy
          metadata: {name: web}
          spec:
            podSelector: {matchLabels: {app: web}}
            policyTypes: [Egress]
            egress:
              - to:
                  - namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: kube-system}}
                    podSelector: {matchLabels: {k8s-app: kube-dns}}
                ports: [{port: 53, protocol: UDP}]
        `,
      },
      'k8s/policy.yaml:10:24',
    ),
    good({
      'k8s/kustomization.yaml': `
        resources: [policy.yaml]
        labels:
          - pairs: {part-of: shop}
      `,
      'k8s/policy.yaml': `
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: web}
        spec:
          podSelector: {matchLabels: {app: web}}
          policyTypes: [Egress]
          egress:
            - to:
                - namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: kube-system}}
                  podSelector: {matchLabels: {k8s-app: kube-dns}}
              ports: [{port: 53, protocol: UDP}]
      `,
    }),
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

const putHere = 'the kustomization puts its labels into every selector here';

/** Pods of other namespaces do not have the labels of this kustomization. */
function* strangersWithOwnLabels(object: KubernetesObject, project: Project): Iterable<Problem> {
  for (const { pods, hasNamespaces, direction } of peersOf(object)) {
    if (pods === undefined || !hasNamespaces) continue;
    const added = addedTo(pods);
    const [first] = added.values();
    if (first === undefined || selectedBy(project, pods).length > 0) continue;
    yield {
      at: pods.span,
      message: `${object.title} names ${toldWith(pods, added)} in another namespace for ${direction}`,
      severity: 'high',
      confidence: 'likely',
      related: [{ at: first.span, message: putHere }],
    };
  }
}
