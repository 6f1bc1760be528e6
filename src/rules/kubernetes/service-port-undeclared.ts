import { textAt } from '../../syntax/yaml-path.ts';
import { bad, defineRule, good } from '../rule.ts';
import { isService, servicePorts, workloadsBehind } from '../shared/kubernetes/services.ts';

export default defineRule({
  id: 'service-port-undeclared',
  area: 'kubernetes',
  severity: 'medium',
  confidence: 'likely',
  aliases: ['kube-linter:invalid-target-ports'],
  title: 'A Service sends to a port that its pods do not declare',
  why: 'When nothing listens there every connection is refused.',
  fix: 'Send to the port on which the container listens, and declare it.',
  references: ['https://kubernetes.io/docs/concepts/services-networking/service/#field-spec-ports'],
  preset: 'strict',
  on: 'kubernetes-object',
  only: ['Service'],
  *check(object, { set }) {
    const service = textAt(object.node, 'spec', 'clusterIP')?.value;
    if (!isService(object) || service === 'None') return;
    const workloads = workloadsBehind(set, object);
    const declared = workloads.flatMap(({ pod }) => pod.containers.flatMap(({ ports }) => ports));
    if (declared.length === 0) return;
    for (const { target } of servicePorts(object)) {
      if (target === undefined || !/^\d+$/.test(target.value)) continue;
      if (declared.some(({ port }) => port?.value === Number(target.value))) continue;
      const related = declared
        .slice(0, 3)
        .map(({ span, port }) => ({ at: span, message: `declares ${port?.value}` }));
      yield {
        at: target.span,
        message: `${object.title} sends to port ${target.value}, which its pods do not declare`,
        related,
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
              - port: 80
        `,
      },
      'k8s/api.yaml:28:13',
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
