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
  joins: 'folder',
  on: 'kubernetes-object',
  only: ['PodDisruptionBudget'],
  *check(object, { project, set, production }) {
    const budget = budgetOf(object);
    const kept = budget?.minAvailable;
    if (budget?.selector === undefined || kept === undefined || !/^\d+$/.test(kept.value)) return;
    const [workload, ...others] = selectedBy(set, budget.selector);
    // Of several it counts the pods together.
    if (workload === undefined || others.length > 0) return;
    const scaler = scalerOf(set, workload);
    if (scaler === undefined) return;
    const least = numberAt(scaler.node, 'spec', 'minReplicas')?.value ?? 1;
    // Where none may be left there is nothing to keep.
    if (least === 0 || Number(kept.value) < least) return;
    yield {
      at: kept.span,
      message: `${object.title} keeps ${kept.value} of ${workload.title}`,
      severity: production ? 'high' : 'low',
      related: [{ at: scaler.nameSpan, message: `may leave ${least}` }],
      ...oneUnavailable(project, object),
    };
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
    // One of two: together they keep what it wants.
    good({
      'k8s/api.yaml': `
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: api-blue
        spec:
          selector:
            matchLabels:
              app: api
              colour: blue
          template:
            metadata:
              labels:
                app: api
                colour: blue
            spec:
              containers:
                - name: api
                  image: ghcr.io/acme/api:1.4.2
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: api-green
        spec:
          selector:
            matchLabels:
              app: api
              colour: green
          template:
            metadata:
              labels:
                app: api
                colour: green
            spec:
              containers:
                - name: api
                  image: ghcr.io/acme/api:1.4.2
        ---
        apiVersion: autoscaling/v2
        kind: HorizontalPodAutoscaler
        metadata:
          name: api-green
        spec:
          scaleTargetRef:
            apiVersion: apps/v1
            kind: Deployment
            name: api-green
          minReplicas: 1
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
