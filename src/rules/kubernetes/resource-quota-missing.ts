import { bad, defineRule, good } from '../rule.ts';
import { ofKind } from '../shared/kubernetes/object-index.ts';

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
  *check(object, { set }) {
    if (object.kind.value !== 'Namespace' || object.apiVersion.value !== 'v1') return;
    const name = object.name?.value;
    const has = ofKind(set, 'ResourceQuota').some(
      ({ namespace }) => namespace === undefined || namespace.value === name,
    );
    if (!has) yield { at: object.nameSpan, message: `${object.title} has no ResourceQuota` };
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
  ],
});
