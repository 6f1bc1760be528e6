import { bad, defineRule, good } from '../rule.ts';
import { isGiven } from '../shared/kubernetes/namespace-limits.ts';

export default defineRule({
  id: 'limit-range-missing',
  area: 'kubernetes',
  severity: 'low',
  aliases: ['trivy:KSV-0039', 'kics:pod_or_container_without_limit_range'],
  title: 'A namespace has no LimitRange',
  why: 'A pod without requests and limits of its own takes what it likes.',
  fix: 'Add a LimitRange to the namespace.',
  references: ['https://kubernetes.io/docs/concepts/policy/limit-range/'],
  preset: 'strict',
  on: 'kubernetes-object',
  only: ['Namespace'],
  *check(object, { project, set }) {
    if (object.kind.value !== 'Namespace' || object.apiVersion.value !== 'v1') return;
    if (!isGiven(project, set, object, 'LimitRange'))
      yield { at: object.nameSpan, message: `${object.title} has no LimitRange` };
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
