import { nodeAt, textAt } from '../../syntax/yaml-path.ts';
import { bad, defineRule, good } from '../rule.ts';
import { claimsOfOneNode } from '../shared/kubernetes/claims.ts';
import { setOnObject } from '../shared/kubernetes/edits.ts';

export default defineRule({
  id: 'claim-blocks-update',
  area: 'kubernetes',
  severity: 'medium',
  confidence: 'likely',
  aliases: [],
  title: 'A Deployment with a claim for one node starts new pods beside the old',
  why: 'When the new pod lands on another node it waits for the volume of the old one, which waits for the new one to be ready.',
  fix: 'Set `strategy: {type: Recreate}`, or use a StatefulSet.',
  references: ['https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#strategy'],
  joins: 'file',
  on: 'workload',
  *check(workload, { project, set }) {
    const { kind, spec, replicas } = workload;
    if (kind !== 'Deployment' || textAt(spec, 'strategy', 'type')?.value === 'Recreate') return;
    if (
      (replicas?.value ?? 1) !== 1 ||
      /^0%?$/.test(textAt(spec, 'strategy', 'rollingUpdate', 'maxSurge')?.value ?? '')
    )
      return;
    for (const { claim, object } of claimsOfOneNode(set, workload)) {
      const message = `a new pod of ${workload.title} starts beside the old one, which holds ${object.title}`;
      const path = ['spec', 'strategy', 'type'];
      yield {
        at: claim.span,
        message,
        ...(nodeAt(spec, 'strategy') === undefined
          ? setOnObject(project, workload.object, path, 'Recreate')
          : {}),
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
      'k8s/api.yaml:17:24',
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
                    persistentVolumeClaim:
                      claimName: files
                containers:
                  - name: api
                    image: ghcr.io/acme/api:1.4.2
            strategy:
              type: Recreate
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
    ),
    good({
      'k8s/api.yaml': `
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: api
        spec:
          strategy:
            type: Recreate
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
  ],
});
