import type { Located } from '../../base/span.ts';
import type { Container, ContainerPort } from '../../model/kubernetes.ts';
import { bad, defineRule, good } from '../rule.ts';
import { mainContainers } from '../shared/kubernetes/pods.ts';

export default defineRule({
  id: 'port-clash',
  area: 'kubernetes',
  severity: 'high',
  aliases: ['kube-score:container-ports-check'],
  title: 'Two ports of a pod clash',
  why: 'Of two containers with one port only one can listen, and the other fails to start; two equal names in a container the API server refuses.',
  fix: 'Give each port of the pod a number and a name of its own.',
  references: ['https://kubernetes.io/docs/concepts/workloads/pods/#pod-networking'],
  on: 'workload',
  *check(workload) {
    const seen = new Map<string, readonly [Container, ContainerPort]>();
    for (const container of mainContainers(workload)) {
      for (const port of container.ports) {
        for (const [key, place] of keysOf(container, port)) {
          const [owner, other] = seen.get(key) ?? [];
          seen.set(key, [container, port]);
          // One container may give a port two names.
          if (other === undefined || (owner === container && place !== port.name)) continue;
          const related = [{ at: other.span, message: 'the other one' }];
          yield { at: place.span, message: `${workload.title} has port ${place.value} twice`, related };
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

/** A number is the pod's, a name the container's. */
function keysOf(
  container: Container,
  { port, name, protocol }: ContainerPort,
): readonly (readonly [string, Located<string | number>])[] {
  const keys: (readonly [string, Located<string | number>])[] = [];
  if (port !== undefined) keys.push([`${port.value}/${protocol}`, port]);
  if (name !== undefined) keys.push([`${container.name} ${name.value}`, name]);
  return keys;
}
