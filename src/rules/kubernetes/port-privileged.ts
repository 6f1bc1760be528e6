import { bad, defineRule, good } from '../rule.ts';
import { subject } from '../shared/kubernetes/pods.ts';

export default defineRule({
  id: 'port-privileged',
  area: 'kubernetes',
  severity: 'low',
  aliases: ['kube-linter:privileged-ports', 'trivy:KSV-0117', 'monokle:KBP113'],
  title: 'A container listens on a port below 1024',
  why: 'The process needs root or NET_BIND_SERVICE for it, unless the runtime opens such ports.',
  fix: 'Listen above 1024; the Service can keep its port.',
  references: ['https://kubernetes.io/docs/tasks/configure-pod-container/security-context/'],
  preset: 'strict',
  on: 'container',
  *check(container, { workload }) {
    for (const { port } of container.ports) {
      if (port === undefined || port.value <= 0 || port.value >= 1024) continue;
      yield { at: port.span, message: `${subject(container, workload)} listens on port ${port.value}` };
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
                    ports:
                      - containerPort: 80
        `,
      },
      'k8s/api.yaml:18:30',
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
                  ports:
                    - containerPort: 8080
      `,
    }),
  ],
});
