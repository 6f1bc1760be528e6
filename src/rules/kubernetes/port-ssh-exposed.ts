import { bad, defineRule, good } from '../rule.ts';
import { subject } from '../shared/kubernetes/pods.ts';

export default defineRule({
  id: 'port-ssh-exposed',
  area: 'kubernetes',
  severity: 'medium',
  aliases: ['kube-linter:ssh-port', 'monokle:KBP110'],
  title: 'A container exposes port 22',
  why: 'A shell server in a container is a second way in, past the rights and the log of the API server.',
  fix: 'Use `kubectl exec` or `kubectl debug`.',
  references: ['https://kubernetes.io/docs/tasks/debug/debug-application/get-shell-running-container/'],
  preset: 'strict',
  on: 'container',
  *check(container, { workload }) {
    for (const { port, protocol } of container.ports) {
      if (port?.value !== 22 || protocol !== 'TCP') continue;
      yield { at: port.span, message: `${subject(container, workload)} exposes port 22` };
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
                      - containerPort: 22
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
                    - containerPort: 2222
      `,
    }),
  ],
});
