import { bad, defineRule, good } from '../rule.ts';
import { hasOtherPolicies } from '../shared/kubernetes/flows.ts';
import { areApart } from '../shared/kubernetes/named-hosts.ts';
import { selectingPods } from '../shared/kubernetes/object-index.ts';
import { isNetworkPolicy } from '../shared/kubernetes/policies.ts';

export default defineRule({
  id: 'network-policy-missing',
  area: 'kubernetes',
  severity: 'low',
  aliases: [
    'kube-linter:non-isolated-pod',
    'kube-score:pod-networkpolicy',
    'polaris:missingNetworkPolicy',
    'checkov:CKV2_K8S_6',
    'kics:pod_misconfigured_network_policy',
  ],
  title: 'No NetworkPolicy covers a pod',
  why: 'Every pod of the cluster can reach it, also one that was broken into.',
  fix: 'Add a NetworkPolicy that lets in only those that call it.',
  references: ['https://kubernetes.io/docs/concepts/services-networking/network-policies/'],
  preset: 'strict',
  on: 'workload',
  *check(workload, { set }) {
    if (hasOtherPolicies(set)) return;
    const covers = selectingPods(set, 'NetworkPolicy', workload.pod.labels).some(
      (policy) => isNetworkPolicy(policy) && !areApart(set, policy, workload.object),
    );
    if (!covers) yield { at: workload.object.nameSpan, message: `no NetworkPolicy covers ${workload.title}` };
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
        `,
      },
      'k8s/api.yaml:4:9',
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
    good({
      'k8s/api.yaml': `
        apiVersion: v1
        kind: Pod
        metadata: {name: api, labels: {app: api}}
        spec: {containers: [{name: api, image: "ghcr.io/acme/api:1.4.2"}]}
        ---
        apiVersion: cilium.io/v2
        kind: CiliumNetworkPolicy
        metadata: {name: api}
        spec: {endpointSelector: {matchLabels: {app: api}}, ingress: [{fromEndpoints: [{matchLabels: {app: web}}]}]}
      `,
    }),
    bad(
      {
        'k8s/api.yaml': `
          apiVersion: v1
          kind: Pod
          metadata: {name: api, namespace: shop}
          spec: {containers: [{name: api, image: "ghcr.io/acme/api:1.4.2"}]}
          ---
          apiVersion: networking.k8s.io/v1
          kind: NetworkPolicy
          metadata: {name: closed, namespace: stock}
          spec: {podSelector: {}, policyTypes: [Ingress]}
        `,
      },
      'k8s/api.yaml:3:18',
    ),
  ],
});
