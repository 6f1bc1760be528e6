import type { ContainerProbe } from '../../model/kubernetes.ts';
import { entriesAt, numberAt } from '../../syntax/yaml-path.ts';
import { type Plain, plainOf } from '../../syntax/yaml-plain.ts';
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
  *check(container, { workload }) {
    const { liveness, readiness } = container;
    if (liveness === undefined || readiness === undefined || isLater(liveness, readiness)) return;
    if (askedBy(liveness) !== askedBy(readiness)) return;
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
    bad(
      {
        'k8s/api.yaml': `
          apiVersion: v1
          kind: Pod
          metadata: {name: api}
          spec:
            containers:
              - name: api
                image: ghcr.io/acme/api:1.4.2
                livenessProbe:
                  httpGet: {path: /health, port: 8080}
                  initialDelaySeconds: 300
                readinessProbe:
                  initialDelaySeconds: 180
                  httpGet:
                    port: 8080
                    path: /health
        `,
      },
      'k8s/api.yaml:9:9',
    ),
  ],
});

/** What a probe asks, without its times; however it is written. */
function askedBy({ node }: ContainerProbe): string {
  const handlers = entriesAt(node).filter(({ key }) =>
    ['httpGet', 'tcpSocket', 'grpc', 'exec'].includes(key.text),
  );
  return handlers.map(({ key, value }) => `${key.text} ${sortedText(plainOf(value))}`).join();
}

function sortedText(value: Plain): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(sortedText).join()}]`;
  const entries = Object.entries(value).map(([key, each]) => `${key}:${sortedText(each)}`);
  return `{${entries.sort().join()}}`;
}

/** True when the container is taken out of the Service for some time before it is started again. */
function isLater(liveness: ContainerProbe, readiness: ContainerProbe): boolean {
  return patienceOf(liveness) > patienceOf(readiness);
}

function patienceOf({ node }: ContainerProbe): number {
  const failures = numberAt(node, 'failureThreshold')?.value ?? 3;
  return failures * (numberAt(node, 'periodSeconds')?.value ?? 10);
}
