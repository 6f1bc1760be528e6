import { bad, defineRule, good } from '../rule.ts';
import { endsByItself, subject } from '../shared/kubernetes/pods.ts';

export default defineRule({
  id: 'liveness-probe-missing',
  area: 'kubernetes',
  severity: 'low',
  aliases: [
    'kube-linter:no-liveness-probe',
    'kube-score:pod-probes',
    'polaris:livenessProbeMissing',
    'checkov:CKV_K8S_8',
    'kics:liveness_probe_is_not_defined',
  ],
  title: 'A container has no liveness probe',
  why: 'A hung process counts as running, and nothing restarts it.',
  fix: 'Add a `livenessProbe` that asks the process itself and nothing else.',
  references: [
    'https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/',
  ],
  preset: 'strict',
  on: 'container',
  *check(container, { workload }) {
    if (container.role !== 'container' || endsByItself(workload) || container.liveness !== undefined) return;
    yield { at: container.nameSpan, message: `${subject(container, workload)} has no liveness probe` };
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
                  livenessProbe:
                    httpGet:
                      path: /healthz
                      port: 8080
      `,
    }),
  ],
});
