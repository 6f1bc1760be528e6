import { numberAt } from '../../syntax/yaml-path.ts';
import { bad, defineRule, good } from '../rule.ts';
import { isAutoscaler } from '../shared/kubernetes/budgets.ts';

export default defineRule({
  id: 'autoscaler-minimum-low',
  area: 'kubernetes',
  severity: 'low',
  aliases: [
    'kube-linter:hpa-minimum-three-replicas',
    'kube-score:horizontalpodautoscaler-replicas',
    'polaris:hpaMinAvailability',
  ],
  title: 'An autoscaler may leave a single replica',
  why: 'When its node is drained or dies, nothing answers until a new pod has started elsewhere.',
  fix: 'Set `minReplicas` to two or more.',
  references: ['https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/'],
  preset: 'strict',
  on: 'kubernetes-object',
  only: ['HorizontalPodAutoscaler'],
  *check(object) {
    if (!isAutoscaler(object)) return;
    const least = numberAt(object.node, 'spec', 'minReplicas');
    if (least !== undefined && least.value >= 2) return;
    yield { at: least?.span ?? object.nameSpan, message: `${object.title} may leave a single replica` };
  },
  examples: [
    bad(
      {
        'k8s/api.yaml': `
          apiVersion: autoscaling/v2
          kind: HorizontalPodAutoscaler
          metadata:
            name: api
          spec:
            scaleTargetRef:
              apiVersion: apps/v1
              kind: Deployment
              name: api
            minReplicas: 1
            maxReplicas: 5
        `,
      },
      'k8s/api.yaml:10:16',
    ),
    good({
      'k8s/api.yaml': `
        apiVersion: autoscaling/v2
        kind: HorizontalPodAutoscaler
        metadata:
          name: api
        spec:
          scaleTargetRef:
            apiVersion: apps/v1
            kind: Deployment
            name: api
          minReplicas: 2
          maxReplicas: 5
      `,
    }),
  ],
});
