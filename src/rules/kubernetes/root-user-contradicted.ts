import { bad, defineRule, good } from '../rule.ts';
import { inForce, subject } from '../shared/kubernetes/pods.ts';

export default defineRule({
  id: 'root-user-contradicted',
  area: 'kubernetes',
  severity: 'critical',
  aliases: ['trivy:KSV-0105', 'monokle:PSS204'],
  title: 'A container must not run as root and is told to',
  why: 'The kubelet refuses to start it (CreateContainerConfigError), release after release.',
  fix: 'Set `runAsUser` to another number than 0, or drop `runAsNonRoot`.',
  references: ['https://kubernetes.io/docs/tasks/configure-pod-container/security-context/'],
  on: 'container',
  *check(container, { workload }) {
    const nonRoot = inForce(container, workload, 'runAsNonRoot');
    const user = inForce(container, workload, 'runAsUser');
    if (nonRoot?.value !== true || user?.value !== 0) return;
    yield {
      at: user.span,
      message: `${subject(container, workload)} runs as user 0, which runAsNonRoot forbids`,
      related: [{ at: nonRoot.span, message: 'forbidden here' }],
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
                securityContext:
                  runAsNonRoot: true
                containers:
                  - name: api
                    image: ghcr.io/acme/api:1.4.2
                    securityContext:
                      runAsUser: 0
        `,
      },
      'k8s/api.yaml:20:24',
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
              securityContext:
                runAsNonRoot: true
              containers:
                - name: api
                  image: ghcr.io/acme/api:1.4.2
                  securityContext:
                    runAsUser: 1000
      `,
    }),
  ],
});
