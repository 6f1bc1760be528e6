import { bad, defineRule, good } from '../rule.ts';
import { selectingPods } from '../shared/kubernetes/object-index.ts';
import { endsByItself, mainContainers } from '../shared/kubernetes/pods.ts';

export default defineRule({
  id: 'readiness-probe-missing-behind-service',
  area: 'kubernetes',
  severity: 'medium',
  aliases: ['kube-score:pod-probes'],
  title: 'Pods behind a Service have no readiness probe',
  why: 'Requests reach a pod before its process listens and while it is overloaded: each release loses some.',
  fix: 'Add a `readinessProbe` to the container that the Service reaches.',
  references: [
    'https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/',
  ],
  joins: 'file',
  on: 'workload',
  *check(workload, { set, production }) {
    if (endsByItself(workload) || mainContainers(workload).some(({ readiness }) => readiness !== undefined))
      return;
    const [service] = selectingPods(set, 'Service', workload.pod.labels);
    if (service === undefined) return;
    yield {
      at: workload.object.nameSpan,
      message: `${workload.title} has no readiness probe and gets requests through ${service.title}`,
      severity: production ? 'medium' : 'low',
      related: [{ at: service.nameSpan, message: 'selects its pods' }],
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
          apiVersion: v1
          kind: Service
          metadata:
            name: api
          spec:
            selector:
              app: api
            ports:
              - port: 80
        `,
      },
      'k8s/api.yaml:4:9',
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
                  readinessProbe:
                    httpGet:
                      path: /healthz
                      port: 8080
        ---
        apiVersion: v1
        kind: Service
        metadata:
          name: api
        spec:
          selector:
            app: api
          ports:
            - port: 80
      `,
    }),
  ],
});
