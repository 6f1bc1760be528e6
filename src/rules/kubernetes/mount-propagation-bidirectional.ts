import { bad, defineRule, good } from '../rule.ts';
import { subject } from '../shared/kubernetes/pods.ts';

export default defineRule({
  id: 'mount-propagation-bidirectional',
  area: 'kubernetes',
  severity: 'medium',
  aliases: ['monokle:KBP115'],
  title: 'A container passes its mounts on to its node',
  why: 'A mount made in the container shows on the node and in other pods, and stays when the container is gone.',
  fix: 'Use `HostToContainer`, or none; only storage drivers need it.',
  references: ['https://kubernetes.io/docs/concepts/storage/volumes/#mount-propagation'],
  preset: 'strict',
  on: 'container',
  *check(container, { workload }) {
    for (const { propagation } of container.mounts) {
      if (propagation?.value !== 'Bidirectional') continue;
      yield {
        at: propagation.span,
        message: `${subject(container, workload)} passes its mounts on to its node`,
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
                volumes:
                  - name: v
                    hostPath:
                      path: /data/api
                containers:
                  - name: api
                    image: ghcr.io/acme/api:1.4.2
                    securityContext:
                      privileged: true # the API server demands it
                    volumeMounts:
                      - name: v
                        mountPath: /data
                        mountPropagation: Bidirectional
        `,
      },
      'k8s/api.yaml:26:33',
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
              volumes:
                - name: v
                  hostPath:
                    path: /data/api
              containers:
                - name: api
                  image: ghcr.io/acme/api:1.4.2
                  volumeMounts:
                    - name: v
                      mountPath: /data
      `,
    }),
  ],
});
