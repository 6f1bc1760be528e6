import { textsAt } from '../../syntax/yaml-path.ts';
import { bad, defineRule, good } from '../rule.ts';
import { findIn } from '../shared/kubernetes/find.ts';

export default defineRule({
  id: 'claim-blocks-replicas',
  area: 'kubernetes',
  severity: 'high',
  aliases: [],
  title: 'Replicas of a Deployment share a claim that one node may mount',
  why: 'Pods on other nodes wait for the volume for ever (Multi-Attach error), and those on one node write over each other.',
  fix: 'Use a StatefulSet with claim templates, a claim that is ReadWriteMany, or one replica.',
  references: ['https://kubernetes.io/docs/concepts/storage/persistent-volumes/#access-modes'],
  on: 'workload',
  *check(workload, { set }) {
    const { kind, replicas } = workload;
    if (kind !== 'Deployment' || replicas === undefined || replicas.value < 2) return;
    for (const { claim } of workload.pod.volumes) {
      const object = claim === undefined ? undefined : findIn(set, 'PersistentVolumeClaim', claim.value);
      const modes = textsAt(object?.node, 'spec', 'accessModes').map(({ value }) => value);
      if (
        claim === undefined ||
        modes.length === 0 ||
        modes.some((mode) => !mode.startsWith('ReadWriteOnce'))
      )
        continue;
      yield {
        at: claim.span,
        message: `${replicas.value} replicas of ${workload.title} share ${object?.title}, which one node may mount`,
        ...(object === undefined ? {} : { related: [{ at: object.nameSpan, message: modes.join(', ') }] }),
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
            replicas: 2
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
                    persistentVolumeClaim:
                      claimName: files
                containers:
                  - name: api
                    image: ghcr.io/acme/api:1.4.2
          ---
          apiVersion: v1
          kind: PersistentVolumeClaim
          metadata:
            name: files
          spec:
            accessModes: [ReadWriteOnce]
            resources:
              requests:
                storage: 1Gi
        `,
      },
      'k8s/api.yaml:18:24',
    ),
    good({
      'k8s/api.yaml': `
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: api
        spec:
          replicas: 1
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
                  persistentVolumeClaim:
                    claimName: files
              containers:
                - name: api
                  image: ghcr.io/acme/api:1.4.2
        ---
        apiVersion: v1
        kind: PersistentVolumeClaim
        metadata:
          name: files
        spec:
          accessModes: [ReadWriteOnce]
          resources:
            requests:
              storage: 1Gi
      `,
    }),
    good({
      'k8s/api.yaml': `
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: api
        spec:
          replicas: 2
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
                  persistentVolumeClaim:
                    claimName: files
              containers:
                - name: api
                  image: ghcr.io/acme/api:1.4.2
        ---
        apiVersion: v1
        kind: PersistentVolumeClaim
        metadata:
          name: files
        spec:
          accessModes: [ReadWriteMany]
          resources:
            requests:
              storage: 1Gi
      `,
    }),
  ],
});
