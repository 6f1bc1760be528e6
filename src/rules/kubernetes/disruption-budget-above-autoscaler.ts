import { numberAt } from '../../syntax/yaml-path.ts';
import { bad, defineRule, good } from '../rule.ts';
import { budgetOf, oneUnavailable, scalerOf } from '../shared/kubernetes/budgets.ts';
import { selectedBy } from '../shared/kubernetes/object-index.ts';

export default defineRule({
  id: 'disruption-budget-above-autoscaler',
  area: 'kubernetes',
  severity: 'high',
  aliases: ['polaris:pdbMinAvailableGreaterThanHPAMinReplicas'],
  title: 'A PodDisruptionBudget keeps as many pods as the autoscaler may leave',
  why: 'When load is low no pod may go, and nodes cannot be drained.',
  fix: 'Keep `minAvailable` below `minReplicas`, or set `maxUnavailable: 1`.',
  references: ['https://kubernetes.io/docs/concepts/workloads/pods/disruptions/'],
  on: 'kubernetes-object',
  only: ['PodDisruptionBudget'],
  *check(object, { project, set }) {
    const budget = budgetOf(object);
    const kept = budget?.minAvailable;
    if (budget?.selector === undefined || kept === undefined || !/^\d+$/.test(kept.value)) return;
    for (const workload of selectedBy(set, budget.selector)) {
      const scaler = scalerOf(set, workload);
      const least =
        scaler === undefined ? undefined : (numberAt(scaler.node, 'spec', 'minReplicas')?.value ?? 1);
      if (scaler === undefined || least === undefined || Number(kept.value) < least) continue;
      const related = [{ at: scaler.nameSpan, message: `may leave ${least}` }];
      yield {
        at: kept.span,
        message: `${object.title} keeps ${kept.value} of ${workload.title}`,
        related,
        ...oneUnavailable(project, object),
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
          ---
          apiVersion: policy/v1
          kind: PodDisruptionBudget
          metadata:
            name: api
          spec:
            minAvailable: 2
            selector:
              matchLabels:
                app: api
        `,
      },
      'k8s/api.yaml:35:17',
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
          ---
          apiVersion: policy/v1
          kind: PodDisruptionBudget
          metadata:
            name: api
          spec:
            maxUnavailable: 1
            selector:
              matchLabels:
                app: api
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
          maxReplicas: 5
        ---
        apiVersion: policy/v1
        kind: PodDisruptionBudget
        metadata:
          name: api
        spec:
          minAvailable: 2
          selector:
            matchLabels:
              app: api
      `,
    }),
  ],
});
