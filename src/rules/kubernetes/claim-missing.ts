import { bad, defineRule, good } from '../rule.ts';
import { named } from '../shared/kubernetes/edits.ts';
import { mayExist, nearName } from '../shared/kubernetes/find.ts';
import { makesOthers } from '../shared/kubernetes/object-index.ts';

export default defineRule({
  id: 'claim-missing',
  area: 'kubernetes',
  severity: 'high',
  aliases: ['monokle:LNK001'],
  title: 'A workload mounts a claim that is not there',
  why: 'The pod stays Pending: it waits for the claim for ever.',
  fix: 'Name the PersistentVolumeClaim as it stands in its manifest.',
  references: ['https://kubernetes.io/docs/concepts/storage/persistent-volumes/#claims-as-volumes'],
  on: 'workload',
  *check(workload, { set, project }) {
    for (const { claim } of workload.pod.volumes) {
      if (
        claim === undefined ||
        mayExist(project, set, 'PersistentVolumeClaim', claim.value) ||
        makesOthers(set)
      )
        continue;
      const near = nearName(set, 'PersistentVolumeClaim', claim.value);
      if (near === undefined) continue;
      const related = [{ at: near.nameSpan, message: `there is ${near.title}` }];
      yield {
        at: claim.span,
        message: `${workload.title} mounts claim ${claim.value}, which is not there`,
        related,
        ...named(project, claim.span, near),
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
                      claimName: file
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
