import { bad, defineRule, good } from '../rule.ts';
import { isGiven } from '../shared/kubernetes/namespace-limits.ts';

export default defineRule({
  id: 'resource-quota-missing',
  area: 'kubernetes',
  severity: 'low',
  aliases: ['trivy:KSV-0040', 'kics:pod_or_container_without_resource_quota'],
  title: 'A namespace has no ResourceQuota',
  why: 'What runs in it may take the whole cluster.',
  fix: 'Add a ResourceQuota to the namespace.',
  references: ['https://kubernetes.io/docs/concepts/policy/resource-quotas/'],
  preset: 'strict',
  on: 'kubernetes-object',
  only: ['Namespace'],
  *check(object, { project, set }) {
    if (object.kind.value !== 'Namespace' || object.apiVersion.value !== 'v1') return;
    if (!isGiven(project, set, object, 'ResourceQuota'))
      yield { at: object.nameSpan, message: `${object.title} has no ResourceQuota` };
  },
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
