import type { ContainerPort } from '../../model/kubernetes.ts';
import { bad, defineRule, good } from '../rule.ts';
import { mainContainers } from '../shared/kubernetes/pods.ts';

export default defineRule({
  id: 'port-clash',
  area: 'kubernetes',
  severity: 'high',
  aliases: ['kube-score:container-ports-check'],
  title: 'Two ports of a pod clash',
  why: 'Of two containers with one port only one can listen, and the other fails to start; of two equal names only one is found.',
  fix: 'Give each port of the pod a number and a name of its own.',
  references: ['https://kubernetes.io/docs/concepts/workloads/pods/#pod-networking'],
  on: 'workload',
  *check(workload) {
    const seen = new Map<string, ContainerPort>();
    for (const container of mainContainers(workload)) {
      for (const port of container.ports) {
        const number = port.port === undefined ? undefined : `${port.port.value}/${port.protocol}`;
        for (const [key, located] of [
          [number, port.port],
          [port.name?.value, port.name],
        ] as const) {
          const other = key === undefined ? undefined : seen.get(key);
          if (key !== undefined && other === undefined) seen.set(key, port);
          if (other === undefined || other === port || located === undefined) continue;
          const related = [{ at: other.span, message: 'the other one' }];
          yield { at: located.span, message: `${workload.title} has port ${key} twice`, related };
        }
      }
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
                      - name: web
                        containerPort: 8081
        `,
      },
      'k8s/api.yaml:20:21',
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
                    - name: dns
                      containerPort: 53
                      protocol: UDP
                    - name: dns-tcp
                      containerPort: 53
      `,
    }),
  ],
});
