import { bad, defineRule, good } from '../rule.ts';
import { subject } from '../shared/kubernetes/pods.ts';

export default defineRule({
  id: 'probes-identical',
  area: 'kubernetes',
  severity: 'low',
  aliases: ['kube-score:pod-probes-identical'],
  title: 'Liveness and readiness probes of a container are the same',
  why: 'A pod that is only busy is restarted instead of left alone, which makes the others busier.',
  fix: 'Let the liveness probe ask less, or wait longer.',
  references: [
    'https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/',
  ],
  preset: 'strict',
  on: 'container',
  *check(container, { workload, project }) {
    const { liveness, readiness } = container;
    if (liveness === undefined || readiness === undefined) return;
    const text = project.texts.get(liveness.span.file)?.text ?? '';
    const bare = ({ start, end }: { readonly start: number; readonly end: number }) =>
      text.slice(start, end).replace(/#.*/g, '').replace(/\s+/g, ' ').trim();
    if (bare(liveness.span) !== bare(readiness.span)) return;
    const message = `liveness and readiness probe of ${subject(container, workload)} are the same`;
    yield { at: liveness.span, message, related: [{ at: readiness.span, message: 'the readiness probe' }] };
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
                    livenessProbe:
                      tcpSocket:
                        port: 8080
                    readinessProbe:
                      tcpSocket:
                        port: 8080
        `,
      },
      'k8s/api.yaml:18:13',
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
                    tcpSocket:
                      port: 8080
                    failureThreshold: 10
                  readinessProbe:
                    tcpSocket:
                      port: 8080
      `,
    }),
  ],
});
