import { nearest } from '../../base/text.ts';
import { itemsAt, textAt } from '../../syntax/yaml-path.ts';
import { bad, defineRule, good } from '../rule.ts';
import { written } from '../shared/kubernetes/edits.ts';
import { isLiteral, mayBePatched, subject } from '../shared/kubernetes/pods.ts';

export default defineRule({
  id: 'volume-undefined',
  area: 'kubernetes',
  severity: 'critical',
  aliases: [],
  title: 'A container mounts a volume that its pod does not define',
  why: 'The API server refuses the object, so it is not created or changed.',
  fix: 'Define the volume under `volumes`, or name one that is there.',
  references: ['https://kubernetes.io/docs/concepts/storage/volumes/'],
  on: 'container',
  *check(container, { workload, set, project }) {
    const claims = itemsAt(workload.spec, 'volumeClaimTemplates').map(
      (item) => textAt(item, 'metadata', 'name')?.value,
    );
    const names = new Set([...workload.pod.volumes.map(({ name }) => name?.value), ...claims]);
    const known = [...names].filter((name) => name !== undefined);
    // A patch may add the volume.
    if (mayBePatched(set)) return;
    for (const { volume } of container.mounts) {
      if (!isLiteral(volume) || names.has(volume.value)) continue;
      yield {
        at: volume.span,
        message: `${subject(container, workload)} mounts volume ${volume.value}, which its pod does not define`,
        ...written(project, volume.span, nearest(volume.value, known)),
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
                  - name: files
                    emptyDir: {}
                containers:
                  - name: api
                    image: ghcr.io/acme/api:1.4.2
                    volumeMounts:
                      - name: file
                        mountPath: /srv
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
                volumes:
                  - name: files
                    emptyDir: {}
                containers:
                  - name: api
                    image: ghcr.io/acme/api:1.4.2
                    volumeMounts:
                      - name: files
                        mountPath: /srv
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
              volumes:
                - name: files
                  emptyDir: {}
              containers:
                - name: api
                  image: ghcr.io/acme/api:1.4.2
                  volumeMounts:
                    - name: files
                      mountPath: /srv
      `,
    }),
  ],
});
