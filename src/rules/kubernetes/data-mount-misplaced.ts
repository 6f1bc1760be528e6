import { bad, defineRule, good } from '../rule.ts';
import { parseImage } from '../shared/image.ts';
import { environmentOf } from '../shared/kubernetes/container-env.ts';
import { written } from '../shared/kubernetes/edits.ts';
import { isLiteral, subject } from '../shared/kubernetes/pods.ts';
import { misplacedMount } from '../shared/postgres-mount.ts';

export default defineRule({
  id: 'data-mount-misplaced',
  area: 'kubernetes',
  severity: 'critical',
  confidence: 'likely',
  aliases: [],
  title: 'The volume of PostgreSQL is mounted where the image does not keep its data',
  why: 'Up to version 17 the data go to a volume of the image that lasts as long as the container; from version 18 on it refuses to start.',
  fix: 'Mount the volume at /var/lib/postgresql/data up to version 17, at /var/lib/postgresql from version 18 on, and move what is in the container first.',
  references: [
    'https://hub.docker.com/_/postgres#pgdata',
    'https://github.com/docker-library/postgres/pull/1259',
  ],
  on: 'container',
  *check(container, { workload, set, project }) {
    if (container.role !== 'container' || !isLiteral(container.image)) return;
    const { values, names } = environmentOf(set, container);
    const pgdata = values.get('PGDATA')?.value;
    if (pgdata === undefined && names.has('PGDATA')) return;
    const targets = container.mounts.flatMap(({ path }) => path?.value ?? []);
    const image = parseImage(container.image.value);
    for (const { path, volume } of container.mounts) {
      const found = path && misplacedMount(image, pgdata, path.value, targets);
      if (path === undefined || found === undefined) continue;
      // What is meant to be lost is told of by data-store-not-persisted.
      const held = workload.pod.volumes.find(({ name }) => name?.value === volume?.value);
      if (found.how === 'covered' && held?.type === 'emptyDir') continue;
      yield {
        at: path.span,
        message: `${subject(container, workload)} mounts its data at ${path.value}, but ${found.words}`,
        ...(pgdata === undefined ? written(project, path.span, found.right) : {}),
      };
    }
  },
  examples: [
    bad(
      {
        'k8s/db.yaml': `
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: {name: db}
          spec:
            serviceName: db
            selector: {matchLabels: {app: db}}
            template:
              metadata: {labels: {app: db}}
              spec:
                containers:
                  - name: db
                    image: postgres:17-alpine
                    volumeMounts:
                      - name: data # all of it
                        mountPath: /var/lib/postgresql
            volumeClaimTemplates:
              - metadata: {name: data}
                spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 5Gi}}}
        `,
      },
      'k8s/db.yaml:15:26',
      {
        'k8s/db.yaml': `
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: {name: db}
          spec:
            serviceName: db
            selector: {matchLabels: {app: db}}
            template:
              metadata: {labels: {app: db}}
              spec:
                containers:
                  - name: db
                    image: postgres:17-alpine
                    volumeMounts:
                      - name: data # all of it
                        mountPath: /var/lib/postgresql/data
            volumeClaimTemplates:
              - metadata: {name: data}
                spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 5Gi}}}
        `,
      },
    ),
    bad(
      {
        'k8s/db.yaml': `
          apiVersion: v1
          kind: Pod
          metadata: {name: db}
          spec:
            containers:
              - name: db
                image: postgres:18.1
                volumeMounts: [{name: data, mountPath: /var/lib/postgresql/data}]
              - name: old
                image: postgres:16.4
                env: [{name: PGDATA, value: /var/lib/postgresql/data/pgdata}]
                volumeMounts: [{name: old, mountPath: /var/lib/postgresql/}]
            volumes:
              - {name: data, persistentVolumeClaim: {claimName: data}}
              - {name: old, persistentVolumeClaim: {claimName: old}}
        `,
      },
      ['k8s/db.yaml:8:46', 'k8s/db.yaml:12:45'],
      {
        'k8s/db.yaml': `
          apiVersion: v1
          kind: Pod
          metadata: {name: db}
          spec:
            containers:
              - name: db
                image: postgres:18.1
                volumeMounts: [{name: data, mountPath: /var/lib/postgresql}]
              - name: old
                image: postgres:16.4
                env: [{name: PGDATA, value: /var/lib/postgresql/data/pgdata}]
                volumeMounts: [{name: old, mountPath: /var/lib/postgresql/}]
            volumes:
              - {name: data, persistentVolumeClaim: {claimName: data}}
              - {name: old, persistentVolumeClaim: {claimName: old}}
        `,
      },
    ),
    good({
      'k8s/db.yaml': `
        apiVersion: v1
        kind: Pod
        metadata: {name: db}
        spec:
          containers:
            - name: old
              image: postgres:16.4
              volumeMounts: [{name: old, mountPath: /var/lib/postgresql/data}]
            - name: moved
              image: postgres:16.4
              env: [{name: PGDATA, value: /var/lib/postgresql/pgdata}]
              volumeMounts: [{name: moved, mountPath: /var/lib/postgresql}]
            - name: new
              image: postgres:18.1
              volumeMounts: [{name: new, mountPath: /var/lib/postgresql}]
          volumes:
            - {name: old, persistentVolumeClaim: {claimName: old}}
            - {name: moved, persistentVolumeClaim: {claimName: moved}}
            - {name: new, persistentVolumeClaim: {claimName: new}}
      `,
    }),
  ],
});
