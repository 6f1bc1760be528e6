import { bad, defineRule, good } from '../rule.ts';
import { isScaledBy } from '../shared/kubernetes/budgets.ts';
import { subject } from '../shared/kubernetes/pods.ts';
import { quantityOf } from '../shared/kubernetes/quantity.ts';

export default defineRule({
  id: 'request-differs-from-limit',
  area: 'kubernetes',
  severity: 'info',
  aliases: [
    'kube-score:container-ephemeral-storage-request-equals-limit',
    'kube-score:container-cpu-requests-equal-limits',
    'kube-score:container-memory-requests-equal-limits',
    'kube-score:container-resource-requests-equal-limits',
  ],
  title: 'A container requests less than its limit',
  why: 'The rest is only there when its neighbours leave it: memory is taken back by killing the pod, and CPU goes to those who asked for it. Where an autoscaler measures CPU against the request, it adds pods before that.',
  fix: 'Make request and limit equal: of memory always, of CPU where nothing adds pods.',
  references: ['https://kubernetes.io/docs/concepts/workloads/pods/pod-qos/'],
  preset: 'strict',
  on: 'container',
  *check(container, { workload, set }) {
    for (const [resource, limit] of container.limits) {
      const request = container.requests.get(resource);
      if (request === undefined || quantityOf(request.value) === quantityOf(limit.value)) continue;
      if (resource === 'cpu' && isScaledBy(set, workload, resource)) continue;
      const message = `${subject(container, workload)} requests ${request.value} of ${resource} and is limited to ${limit.value}`;
      yield {
        at: request.span,
        message,
        object: `${workload.title} container ${container.name} ${resource}`,
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
                    resources:
                      requests:
                        memory: 64Mi
                        cpu: 100m
                        ephemeral-storage: 1Gi
                      limits:
                        memory: 128Mi
                        cpu: 1
                        ephemeral-storage: 2Gi
        `,
      },
      ['k8s/api.yaml:19:23', 'k8s/api.yaml:20:20', 'k8s/api.yaml:21:34'],
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
                      memory: 1Gi
                    limits:
                      memory: 1024Mi
      `,
    }),
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
                      cpu: 200m
                      memory: 256Mi
                    limits:
                      cpu: 500m
                      memory: 256Mi
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
          maxReplicas: 4
          metrics:
            - type: Resource
              resource:
                name: cpu
                target:
                  type: Utilization
                  averageUtilization: 80
      `,
    }),
  ],
});
