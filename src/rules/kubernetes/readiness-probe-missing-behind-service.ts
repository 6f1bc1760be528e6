import type { Problem } from '../../model/finding.ts';
import type { KubernetesObject, Workload } from '../../model/kubernetes.ts';
import type { Project } from '../../model/project.ts';
import { bad, defineRule, good } from '../rule.ts';
import { healthRouteOf } from '../shared/health-check.ts';
import { sourcesOf } from '../shared/kubernetes/container-sources.ts';
import { setOnContainer } from '../shared/kubernetes/edits.ts';
import { areApart } from '../shared/kubernetes/named-hosts.ts';
import { selectingPods } from '../shared/kubernetes/object-index.ts';
import { endsByItself, mainContainers } from '../shared/kubernetes/pods.ts';
import { servicePorts } from '../shared/kubernetes/services.ts';

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
  joins: 'folder',
  on: 'workload',
  *check(workload, { project, set, production }) {
    if (endsByItself(workload) || mainContainers(workload).some(({ readiness }) => readiness !== undefined))
      return;
    const service = selectingPods(set, 'Service', workload.pod.labels).find(
      (one) => !areApart(set, one, workload.object),
    );
    if (service === undefined) return;
    yield {
      at: workload.object.nameSpan,
      message: `${workload.title} has no readiness probe and gets requests through ${service.title}`,
      severity: production ? 'medium' : 'low',
      ...probed(project, workload, service),
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
    bad(
      {
        'k8s/cart.yaml': `
          apiVersion: apps/v1
          kind: Deployment
          metadata: {name: cart}
          spec:
            selector: {matchLabels: {app: cart}}
            template:
              metadata: {labels: {app: cart}}
              spec:
                containers:
                - name: cart
                  image: ghcr.io/acme/cart:1.4.2
                  ports:
                  - {name: http, containerPort: 8080} # what people call
                  - {name: metrics, containerPort: 9090}
                  livenessProbe: {tcpSocket: {port: http}}
          ---
          apiVersion: v1
          kind: Service
          metadata: {name: cart}
          spec:
            selector: {app: cart}
            ports: [{port: 80, targetPort: http}]
          ---
          apiVersion: v1
          kind: Pod
          metadata: {name: store, labels: {app: store}}
          spec:
            containers: [{name: store, image: "ghcr.io/acme/store:1", ports: [{containerPort: 7000}]}]
          ---
          apiVersion: v1
          kind: Service
          metadata: {name: store}
          spec:
            selector: {app: store}
            ports: [{port: 7000}]
        `,
        'cart/Dockerfile': `
          FROM node:22.11-alpine
          COPY index.js ./
          EXPOSE 8080
          CMD ["node", "index.js"]
        `,
        'cart/index.js': `
          const app = require('express')();
          app.get('/ready', (request, response) => response.send('well'));
          app.listen(8080);
        `,
      },
      ['k8s/cart.yaml:3:18', 'k8s/cart.yaml:26:18'],
      {
        'k8s/cart.yaml': `
          apiVersion: apps/v1
          kind: Deployment
          metadata: {name: cart}
          spec:
            selector: {matchLabels: {app: cart}}
            template:
              metadata: {labels: {app: cart}}
              spec:
                containers:
                - name: cart
                  image: ghcr.io/acme/cart:1.4.2
                  ports:
                  - {name: http, containerPort: 8080} # what people call
                  - {name: metrics, containerPort: 9090}
                  livenessProbe: {tcpSocket: {port: http}}
                  readinessProbe:
                    httpGet:
                      path: /ready
                      port: http
          ---
          apiVersion: v1
          kind: Service
          metadata: {name: cart}
          spec:
            selector: {app: cart}
            ports: [{port: 80, targetPort: http}]
          ---
          apiVersion: v1
          kind: Pod
          metadata: {name: store, labels: {app: store}}
          spec:
            containers: [{name: store, image: "ghcr.io/acme/store:1", ports: [{containerPort: 7000}], readinessProbe: { tcpSocket: { port: 7000 } }}]
          ---
          apiVersion: v1
          kind: Service
          metadata: {name: store}
          spec:
            selector: {app: store}
            ports: [{port: 7000}]
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
    good({
      'k8s/api.yaml': `
        apiVersion: v1
        kind: Pod
        metadata: {name: api, namespace: shop, labels: {app: api}}
        spec: {containers: [{name: api, image: "ghcr.io/acme/api:1.4.2"}]}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: api, namespace: stock}
        spec: {selector: {app: api}, ports: [{port: 80}]}
      `,
    }),
  ],
});

/** By the code's own route on the port of the Service, or else by whether something listens there. */
function probed(project: Project, workload: Workload, service: KubernetesObject): Pick<Problem, 'fix'> {
  const targets = new Set(servicePorts(service).map(({ target }) => target?.value ?? ''));
  const [only, ...others] = mainContainers(workload).flatMap((container) =>
    container.ports
      .filter(({ name, port }) => targets.has(name?.value ?? '?') || targets.has(String(port?.value)))
      .map((port) => ({ container, port })),
  );
  if (only === undefined || others.length > 0 || only.port.protocol !== 'TCP') return {};
  const { container, port } = only;
  const asked = port.name?.value ?? port.port?.value;
  if (asked === undefined) return {};
  const path = healthRouteOf(project, sourcesOf(project, container)?.sources ?? []);
  const probe = path === undefined ? { tcpSocket: { port: asked } } : { httpGet: { path, port: asked } };
  return setOnContainer(project, container, ['readinessProbe'], probe);
}
