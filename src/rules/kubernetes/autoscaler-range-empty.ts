import { numberAt } from '../../syntax/yaml-path.ts';
import { bad, defineRule, good } from '../rule.ts';
import { isAutoscaler } from '../shared/kubernetes/budgets.ts';

export default defineRule({
  id: 'autoscaler-range-empty',
  area: 'kubernetes',
  severity: 'medium',
  aliases: ['polaris:hpaMaxAvailability'],
  title: 'An autoscaler has no room',
  why: 'With the maximum at the minimum it never scales; with one below it the API server refuses the object.',
  fix: 'Raise `maxReplicas`.',
  references: ['https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/'],
  on: 'kubernetes-object',
  only: ['HorizontalPodAutoscaler'],
  *check(object) {
    const most = numberAt(object.node, 'spec', 'maxReplicas');
    const least = numberAt(object.node, 'spec', 'minReplicas')?.value ?? 1;
    if (!isAutoscaler(object) || most === undefined || most.value > least) return;
    yield {
      at: most.span,
      message: `${object.title} scales from ${least} to ${most.value}`,
      severity: most.value < least ? 'critical' : 'medium',
    };
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
            minReplicas: 3
            maxReplicas: 3
        `,
      },
      'k8s/api.yaml:11:16',
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
