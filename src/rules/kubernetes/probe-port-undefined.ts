import { nearest } from '../../base/text.ts';
import { bad, defineRule, good } from '../rule.ts';
import { written } from '../shared/kubernetes/edits.ts';
import { isLiteral, mayBePatched, probesOf, subject } from '../shared/kubernetes/pods.ts';

export default defineRule({
  id: 'probe-port-undefined',
  area: 'kubernetes',
  severity: 'critical',
  aliases: ['kube-linter:liveness-port', 'kube-linter:readiness-port', 'kube-linter:startup-port'],
  title: 'A probe names a port that its container does not have',
  why: 'The probe can never pass: the pod is never ready, or is restarted again and again.',
  fix: 'Name a port of the container, or write the number.',
  references: [
    'https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/',
  ],
  on: 'container',
  *check(container, { workload, set, project }) {
    if (mayBePatched(set)) return;
    for (const probe of probesOf(container)) {
      const { port } = probe;
      if (port === undefined || /^\d+$/.test(port.value) || !isLiteral(port)) continue;
      if (container.ports.some(({ name }) => name?.value === port.value)) continue;
      const message = `the ${probe.kind} probe of ${subject(container, workload)} asks port ${port.value}, which the container does not name`;
      const names = container.ports.flatMap(({ name }) => name?.value ?? []);
      const [only] = container.ports.length === 1 ? container.ports : [];
      const right = nearest(port.value, names) ?? only?.name?.value ?? only?.port?.value;
      yield {
        at: port.span,
        message,
        ...written(project, port.span, right),
        object: `${workload.title} container ${container.name} ${probe.kind}`,
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
                    ports:
                      - name: web
                        containerPort: 8080
                    livenessProbe:
                      httpGet:
                        port: http
                        path: /
        `,
      },
      'k8s/api.yaml:22:21',
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
                      - name: web
                        containerPort: 8080
                    livenessProbe:
                      httpGet:
                        port: web
                        path: /
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
                  ports:
                    - name: web
                      containerPort: 8080
                  livenessProbe:
                    httpGet:
                      port: web
                      path: /
      `,
    }),
  ],
});
