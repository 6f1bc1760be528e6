import { nearest } from '../../base/text.ts';
import type { Workload } from '../../model/kubernetes.ts';
import { bad, defineRule, good } from '../rule.ts';
import { written } from '../shared/kubernetes/edits.ts';
import { isLiteral, mayBePatched } from '../shared/kubernetes/pods.ts';
import { isService, servicePorts, workloadsBehind } from '../shared/kubernetes/services.ts';

export default defineRule({
  id: 'service-port-unknown',
  area: 'kubernetes',
  severity: 'critical',
  aliases: ['kube-linter:invalid-target-ports', 'kics:service_does_not_target_pod'],
  title: 'A Service sends to a port name that its pods do not have',
  why: 'The Service has no endpoints for the port: every connection is refused.',
  fix: 'Name a port of the container, or write its number.',
  references: ['https://kubernetes.io/docs/concepts/services-networking/service/#field-spec-ports'],
  on: 'kubernetes-object',
  only: ['Service'],
  *check(object, { set, project }) {
    // A patch may add the container that has the port.
    if (!isService(object) || mayBePatched(set)) return;
    const workloads = workloadsBehind(set, object);
    for (const { target } of servicePorts(object)) {
      if (!isLiteral(target) || /^\d+$/.test(target.value) || workloads.length === 0) continue;
      const has = workloads.some(({ pod }) =>
        pod.containers.some(({ ports }) => ports.some(({ name }) => name?.value === target.value)),
      );
      if (has) continue;
      const related = workloads.map((one) => ({
        at: one.object.nameSpan,
        message: `${one.title} is behind it`,
      }));
      yield {
        at: target.span,
        message: `${object.title} sends to port ${target.value}, which no pod names`,
        related,
        ...written(project, target.span, rightPort(target.value, workloads)),
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
                targetPort: http
        `,
      },
      'k8s/api.yaml:30:19',
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
                targetPort: web
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
                    - name: http
                      containerPort: 8080
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
              targetPort: http
      `,
    }),
  ],
});

/** The port with nearly that name; else the only one that all pods have. */
function rightPort(name: string, workloads: readonly Workload[]): string | number | undefined {
  const ports = workloads.flatMap(({ pod }) => pod.containers.flatMap((container) => container.ports));
  const names = new Set(ports.flatMap((port) => port.name?.value ?? []));
  const [only] = ports.length === 1 ? ports : [];
  return nearest(name, names) ?? only?.name?.value ?? only?.port?.value;
}
