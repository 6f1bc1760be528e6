import { bad, defineRule, good } from '../rule.ts';
import { hostPathsOf } from '../shared/kubernetes/host-paths.ts';

const anywhere = ['polaris:hostPathSet', 'trivy:KSV-0023', 'monokle:PSS105'];
const outsideOfSystem = ['kics:non_kube_system_pod_with_host_mount'];

export default defineRule({
  id: 'host-path-used',
  area: 'kubernetes',
  severity: 'low',
  aliases: [...anywhere, ...outsideOfSystem],
  title: 'A pod mounts a path of its node',
  why: 'Its data stays behind when the pod moves to another node, and the path is shared with whatever else runs there.',
  fix: 'Use a PersistentVolumeClaim, or an emptyDir for what may be lost.',
  references: ['https://kubernetes.io/docs/concepts/storage/volumes/#hostpath'],
  preset: 'strict',
  on: 'kubernetes-object',
  *check(object) {
    const isOfSystem = object.namespace?.value === 'kube-system';
    const aliases = isOfSystem ? anywhere : [...anywhere, ...outsideOfSystem];
    for (const { value, span } of hostPathsOf(object)) {
      const how = object.workload === undefined ? 'is' : 'mounts';
      yield { at: span, message: `${object.title} ${how} ${value} of its node`, aliases };
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
        `,
      },
      'k8s/api.yaml:17:19',
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
                  emptyDir: {}
              containers:
                - name: api
                  image: ghcr.io/acme/api:1.4.2
      `,
    }),
    bad(
      {
        'k8s/data.yaml': `
          apiVersion: v1
          kind: PersistentVolume
          metadata: {name: data}
          spec:
            capacity: {storage: 1Gi}
            accessModes: [ReadWriteOnce]
            hostPath: {path: /data}
        `,
      },
      'k8s/data.yaml:7:20',
    ),
  ],
});
