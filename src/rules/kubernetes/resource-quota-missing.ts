import { bad, good } from '../rule.ts';
import { namespaceBoundRule } from '../shared/kubernetes/namespace-bound-rule.ts';

export default namespaceBoundRule({
  id: 'resource-quota-missing',
  severity: 'low',
  aliases: ['trivy:KSV-0040', 'kics:pod_or_container_without_resource_quota'],
  title: 'A namespace has no ResourceQuota',
  why: 'What runs in it may take the whole cluster.',
  fix: 'Add a ResourceQuota to the namespace.',
  references: ['https://kubernetes.io/docs/concepts/policy/resource-quotas/'],
  preset: 'strict',
  kind: 'ResourceQuota',
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
        kind: ResourceQuota
        metadata:
          name: defaults
          namespace: shop
        spec:
          hard:
            limits.memory: 8Gi
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
        kind: ResourceQuota
        metadata:
          name: defaults
          namespace: shop
        spec:
          hard:
            limits.memory: 8Gi
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
          kind: ResourceQuota
          metadata:
            name: defaults
            namespace: shop
          spec:
            hard:
              limits.memory: 8Gi
        `,
      },
      'k8s/api.yaml:9:9',
    ),
  ],
});
