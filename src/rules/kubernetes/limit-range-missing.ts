import { bad, good } from '../rule.ts';
import { namespaceBoundRule } from '../shared/kubernetes/namespace-bound-rule.ts';

export default namespaceBoundRule({
  id: 'limit-range-missing',
  severity: 'low',
  aliases: ['trivy:KSV-0039', 'kics:pod_or_container_without_limit_range'],
  title: 'A namespace has no LimitRange',
  why: 'A pod without requests and limits of its own takes what it likes.',
  fix: 'Add a LimitRange to the namespace.',
  references: ['https://kubernetes.io/docs/concepts/policy/limit-range/'],
  preset: 'strict',
  kind: 'LimitRange',
  examples: [
    bad(
      {
        'k8s/api.yaml': `
          apiVersion: v1
          kind: Namespace
          metadata:
            name: shop
        `,
      },
      'k8s/api.yaml:4:9',
    ),
    bad(
      {
        'k8s/api.yaml': `
          apiVersion: v1
          kind: Pod
          metadata: {name: api, namespace: shop}
          spec: {containers: [{name: api, image: "ghcr.io/acme/api:1.4.2"}]}
          ---
          apiVersion: v1
          kind: Pod
          metadata: {name: web, namespace: shop}
          spec: {containers: [{name: web, image: "ghcr.io/acme/web:1.4.2"}]}
        `,
      },
      'k8s/api.yaml:3:18',
    ),
    good({
      'k8s/api.yaml': `
        apiVersion: v1
        kind: Namespace
        metadata:
          name: shop
        ---
        apiVersion: v1
        kind: LimitRange
        metadata:
          name: defaults
          namespace: shop
        spec:
          limits:
            - type: Container
              default:
                memory: 256Mi
      `,
    }),
    good({
      'clusters/main/namespaces/shop.yaml': `
        apiVersion: v1
        kind: Namespace
        metadata:
          name: shop
      `,
      'platform/limits/shop.yaml': `
        apiVersion: v1
        kind: LimitRange
        metadata:
          name: defaults
          namespace: shop
        spec:
          limits:
            - type: Container
              default:
                memory: 256Mi
      `,
    }),
    bad(
      {
        'k8s/api.yaml': `
          apiVersion: v1
          kind: Namespace
          metadata:
            name: shop
          ---
          apiVersion: v1
          kind: Namespace
          metadata:
            name: office
          ---
          apiVersion: v1
          kind: LimitRange
          metadata:
            name: defaults
            namespace: shop
          spec:
            limits:
              - type: Container
                default:
                  memory: 256Mi
        `,
      },
      'k8s/api.yaml:9:9',
    ),
  ],
});
