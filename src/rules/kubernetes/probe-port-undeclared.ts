import { bad, defineRule, good } from '../rule.ts';
import { probesOf, subject } from '../shared/kubernetes/pods.ts';
import { declared } from '../shared/kubernetes/ports.ts';
import { unservedProbes } from '../shared/kubernetes/unserved.ts';

export default defineRule({
  id: 'probe-port-undeclared',
  area: 'kubernetes',
  severity: 'medium',
  aliases: ['kube-linter:liveness-port', 'kube-linter:readiness-port', 'kube-linter:startup-port'],
  title: 'A probe asks a port that its pod does not declare',
  why: 'When nothing listens there the pod is restarted again and again; and whoever reads the manifest does not know the port.',
  fix: 'Declare the port under `ports`, or ask one that is declared.',
  references: [
    'https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/',
  ],
  preset: 'strict',
  on: 'container',
  *check(container, { project, set, workload }) {
    const known = new Set(
      workload.pod.containers.flatMap(({ ports }) => ports.map(({ port }) => port?.value)),
    );
    // Where nothing else speaks of the port either, a rule of its own tells.
    const unserved = unservedProbes(project, set, workload, container).map(({ at }) => at.start);
    for (const probe of probesOf(container)) {
      const { port } = probe;
      if (port === undefined || !/^\d+$/.test(port.value) || known.has(Number(port.value))) continue;
      if (unserved.includes(port.span.start)) continue;
      const message = `the ${probe.kind} probe of ${subject(container, workload)} asks port ${port.value}, which no container declares`;
      yield {
        at: port.span,
        message,
        ...(container.ports.length === 0 ? {} : declared(project, workload, container, Number(port.value))),
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
                      - containerPort: 8080
                    livenessProbe:
                      httpGet:
                        port: 8081
                        path: /
        `,
      },
      'k8s/api.yaml:21:21',
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
                      - containerPort: 8080
                      - containerPort: 8081
                    livenessProbe:
                      httpGet:
                        port: 8081
                        path: /
        `,
      },
    ),
    bad(
      {
        'k8s/api.yaml': `
          apiVersion: v1
          kind: Pod
          metadata:
            name: api
          spec:
            containers:
              - name: api
                image: ghcr.io/acme/api:1.4.2
                ports:
                  - containerPort: "8080"
                livenessProbe:
                  tcpSocket: { port: 8080 }
        `,
      },
      'k8s/api.yaml:12:28',
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
                  livenessProbe:
                    httpGet:
                      port: 8080
                      path: /
      `,
    }),
  ],
});
