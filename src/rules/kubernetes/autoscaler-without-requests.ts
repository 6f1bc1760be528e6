import { nodeAt, textAt } from '../../syntax/yaml-path.ts';
import { bad, defineRule, good } from '../rule.ts';
import { isAutoscaler, measured } from '../shared/kubernetes/budgets.ts';
import { findIn } from '../shared/kubernetes/find.ts';
import { ofKind } from '../shared/kubernetes/object-index.ts';
import { hasOfPod, mainContainers, mayBePatched, subject } from '../shared/kubernetes/pods.ts';

export default defineRule({
  id: 'autoscaler-without-requests',
  area: 'kubernetes',
  severity: 'high',
  aliases: [],
  title: 'An autoscaler measures against a request that is not there',
  why: 'It cannot work out a percentage ("missing request"), and scales nothing.',
  fix: 'Set `resources.requests` for every container of the pods, or target an average value.',
  references: [
    'https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#how-does-a-horizontalpodautoscaler-work',
  ],
  on: 'kubernetes-object',
  only: ['HorizontalPodAutoscaler'],
  *check(object, { set, project }) {
    if (!isAutoscaler(object)) return;
    const target = nodeAt(object.node, 'spec', 'scaleTargetRef');
    const named = findIn(set, textAt(target, 'kind')?.value ?? '', textAt(target, 'name')?.value ?? '');
    const workload = named?.workload;
    const hasDefault = ofKind(project, 'LimitRange').length > 0;
    if (workload === undefined || hasDefault || mayBePatched(set)) return;
    for (const { resource, at } of measured(object)) {
      const without = mainContainers(workload).find(
        ({ requests, limits }) => !requests.has(resource) && !limits.has(resource),
      );
      if (without === undefined || hasOfPod(workload, 'request', resource)) continue;
      const message = `${object.title} measures ${resource} against a request, ${subject(without, workload)} has none`;
      yield { at, message, related: [{ at: without.nameSpan, message: `no ${resource} request` }] };
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
            maxReplicas: 6
            metrics:
              - type: Resource
                resource:
                  name: cpu
                  target:
                    type: Utilization
                    averageUtilization: 70
        `,
      },
      'k8s/api.yaml:32:15',
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
                  resources:
                    requests:
                      cpu: 100m
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
          maxReplicas: 6
          metrics:
            - type: Resource
              resource:
                name: cpu
                target:
                  type: Utilization
                  averageUtilization: 70
      `,
    }),
    good({
      'k8s/api.yaml': `
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: api}
        spec:
          selector: {matchLabels: {app: api}}
          template:
            metadata: {labels: {app: api}}
            spec:
              resources: {requests: {cpu: 500m}}
              containers: [{name: api, image: "ghcr.io/acme/api:1.4.2"}]
        ---
        apiVersion: autoscaling/v2
        kind: HorizontalPodAutoscaler
        metadata: {name: api}
        spec:
          scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: api}
          maxReplicas: 4
          metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 70}}}]
      `,
    }),
  ],
});
