import { bad, defineRule, good } from '../rule.ts';
import { subject } from '../shared/kubernetes/pods.ts';

export default defineRule({
  id: 'host-path-writable',
  area: 'kubernetes',
  severity: 'medium',
  aliases: ['kube-linter:writable-host-mount', 'kics:volume_mount_with_os_directory_write_permissions'],
  title: 'A container may write to a path of its node',
  why: 'What it writes there outlives it, and other pods and the node itself may read or run it.',
  fix: 'Mount it with `readOnly: true`.',
  references: ['https://kubernetes.io/docs/concepts/storage/volumes/#hostpath'],
  preset: 'strict',
  on: 'container',
  *check(container, { workload }) {
    const paths = new Map(workload.pod.volumes.map(({ name, hostPath }) => [name?.value, hostPath?.value]));
    for (const mount of container.mounts) {
      const path = paths.get(mount.volume?.value);
      if (path === undefined || mount.readOnly) continue;
      yield { at: mount.span, message: `${subject(container, workload)} may write to ${path} of its node` };
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
                    volumeMounts:
                      - name: v
                        mountPath: /data
        `,
      },
      'k8s/api.yaml:22:15',
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
                      readOnly: true
      `,
    }),
  ],
});
