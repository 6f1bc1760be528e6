import type { Problem } from '../../model/finding.ts';
import type { Container, KubernetesObject, Workload } from '../../model/kubernetes.ts';
import type { Project } from '../../model/project.ts';
import { addKey, replaceScalar } from '../../syntax/yaml-edit.ts';
import { itemsAt, textAt } from '../../syntax/yaml-path.ts';
import { bad, defineRule, good } from '../rule.ts';
import { listensOn } from '../shared/kubernetes/listens.ts';
import { mainContainers } from '../shared/kubernetes/pods.ts';
import { declared } from '../shared/kubernetes/ports.ts';
import { isService, servicePorts, workloadsBehind } from '../shared/kubernetes/services.ts';
import { unservedTargets } from '../shared/kubernetes/unserved.ts';
import { reviewFix, yamlOf } from '../shared/yaml-fix.ts';

export default defineRule({
  id: 'service-port-undeclared',
  area: 'kubernetes',
  severity: 'medium',
  confidence: 'likely',
  aliases: ['kube-linter:invalid-target-ports', 'kics:service_does_not_target_pod'],
  title: 'A Service sends to a port that its pods do not declare',
  why: 'When nothing listens there every connection is refused.',
  fix: 'Send to the port on which the container listens, and declare it.',
  references: ['https://kubernetes.io/docs/concepts/services-networking/service/#field-spec-ports'],
  preset: 'strict',
  on: 'kubernetes-object',
  only: ['Service'],
  *check(object, { project, set }) {
    const service = textAt(object.node, 'spec', 'clusterIP')?.value;
    if (!isService(object) || service === 'None') return;
    const workloads = workloadsBehind(set, object);
    const known = workloads.flatMap(({ pod }) => pod.containers.flatMap(({ ports }) => ports));
    if (known.length === 0) return;
    const [workload, other] = workloads;
    const [container, ...others] =
      workload === undefined || other !== undefined ? [] : mainContainers(workload);
    // Where nothing else speaks of the port either, a rule of its own tells.
    const unserved = unservedTargets(project, set, object).map(({ at }) => at.start);
    for (const [index, { target }] of servicePorts(object).entries()) {
      if (target === undefined || !/^\d+$/.test(target.value) || unserved.includes(target.span.start))
        continue;
      if (known.some(({ port }) => port?.value === Number(target.value))) continue;
      const related = known
        .slice(0, 3)
        .map(({ span, port }) => ({ at: span, message: `declares ${port?.value}` }));
      yield {
        at: target.span,
        message: `${object.title} sends to port ${target.value}, which its pods do not declare`,
        related,
        ...(workload === undefined || container === undefined || others.length > 0
          ? {}
          : fixOf({ project, workload, container, service: object }, index, Number(target.value))),
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
          ---
          apiVersion: v1
          kind: Service
          metadata:
            name: api
          spec:
            selector:
              app: api
            ports:
              - {name: web, port: 8080}
              - name: admin
                port: 80
        `,
      },
      'k8s/api.yaml:30:13',
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
                  # what people call
                  - containerPort: 8080
          ---
          apiVersion: v1
          kind: Service
          metadata: {name: cart}
          spec:
            selector: {app: cart}
            ports:
            - {name: http, port: 80} # inside only
            - name: metrics
              port: 9090
        `,
        'cart/Dockerfile': `
          FROM node:22.11-alpine
          EXPOSE 8080 9090
          USER 1000
          CMD ["node", "server.js"]
        `,
      },
      ['k8s/cart.yaml:22:24', 'k8s/cart.yaml:24:11'],
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
                  # what people call
                  - containerPort: 8080
                  - containerPort: 9090
          ---
          apiVersion: v1
          kind: Service
          metadata: {name: cart}
          spec:
            selector: {app: cart}
            ports:
            - {name: http, port: 80, targetPort: 8080} # inside only
            - name: metrics
              port: 9090
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
                    - containerPort: 8080
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
              targetPort: 8080
      `,
    }),
  ],
});

interface Behind {
  readonly project: Project;
  readonly service: KubernetesObject;
  readonly workload: Workload;
  readonly container: Container;
}

/** Where the image is known: the port that it listens on and does not declare, or else the only one that it declares. */
function fixOf(
  { project, service, workload, container }: Behind,
  index: number,
  target: number,
): Pick<Problem, 'fix'> {
  const ports = listensOn(project, container)?.ports;
  if (ports?.has(target) === true) return declared(project, workload, container, target);
  const [only, other] = container.ports;
  const item = itemsAt(service.node, 'spec', 'ports')[index];
  const right = only?.port?.value;
  if (right === undefined || other !== undefined || item === undefined || ports?.has(right) !== true)
    return {};
  const written = textAt(item, 'targetPort');
  const source = yamlOf(project, item.span.file);
  const edit =
    written === undefined
      ? addKey(source, item.span, ['targetPort'], right)
      : replaceScalar(source, written.span, right);
  return reviewFix(`Send to ${right}`, edit);
}
