import { bad, defineRule, good } from '../rule.ts';
import { endsByItself, isOfKnative, subject } from '../shared/kubernetes/pods.ts';

export default defineRule({
  id: 'readiness-probe-missing',
  area: 'kubernetes',
  severity: 'low',
  aliases: [
    'kube-linter:no-readiness-probe',
    'polaris:readinessProbeMissing',
    'checkov:CKV_K8S_9',
    'kics:readiness_probe_is_not_configured',
  ],
  title: 'A container has no readiness probe',
  why: 'It counts as ready as soon as its process runs, so that a rollout goes on although nothing works.',
  fix: 'Add a `readinessProbe`.',
  references: [
    'https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/',
  ],
  preset: 'strict',
  on: 'container',
  *check(container, { workload }) {
    if (isOfKnative(workload)) return;
    if (container.role !== 'container' || endsByItself(workload) || container.readiness !== undefined) return;
    yield { at: container.nameSpan, message: `${subject(container, workload)} has no readiness probe` };
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
        `,
      },
      'k8s/api.yaml:15:17',
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
      `,
    }),
    good({
      'k8s/api.yaml': `
        apiVersion: serving.knative.dev/v1
        kind: Service
        metadata: {name: api}
        spec: {template: {spec: {containers: [{image: "ghcr.io/acme/api:1.4.2"}]}}}
      `,
    }),
  ],
});
