import type { Container } from '../../model/kubernetes.ts';
import { itemsAt, textAt } from '../../syntax/yaml-path.ts';
import { bad, defineRule, good } from '../rule.ts';
import { dataStoreOf } from '../shared/data-stores.ts';
import { parseImage } from '../shared/image.ts';
import { isLiteral, mainContainers } from '../shared/kubernetes/pods.ts';

export default defineRule({
  id: 'data-store-not-persisted',
  area: 'kubernetes',
  severity: 'high',
  aliases: [],
  title: 'A database keeps its data in the pod',
  why: 'Each restart on another node, each release and each eviction begins with an empty database.',
  fix: 'Mount a PersistentVolumeClaim at its data folder; a StatefulSet makes one for each pod.',
  references: ['https://kubernetes.io/docs/concepts/storage/persistent-volumes/'],
  on: 'workload',
  *check(workload, { production }) {
    if (workload.kind === 'Job' || workload.kind === 'CronJob' || !production) return;
    const lasting = new Set(
      workload.pod.volumes
        .filter(({ type }) => type !== 'emptyDir' && type !== 'configMap' && type !== 'secret')
        .map(({ name }) => name?.value),
    );
    for (const template of itemsAt(workload.spec, 'volumeClaimTemplates')) {
      lasting.add(textAt(template, 'metadata', 'name')?.value);
    }
    for (const container of mainContainers(workload)) {
      const store = isLiteral(container.image) ? dataStoreOf(parseImage(container.image.value)) : undefined;
      // Caches and queues may be meant to forget.
      if (
        store === undefined ||
        !/^(?:PostgreSQL|MySQL|MariaDB|MongoDB|Elasticsearch|Cassandra|ClickHouse|Neo4j|CouchDB|InfluxDB)$/.test(
          store.name,
        )
      )
        continue;
      if (container.mounts.some(({ volume }) => lasting.has(volume?.value)) || isClient(container)) continue;
      yield {
        at: container.nameSpan,
        message: `${store.name} in ${workload.title} keeps its data in the pod`,
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
                    image: postgres:16.4
                    volumeMounts:
                      - name: files
                        mountPath: /var/lib/postgresql/data
        `,
      },
      'k8s/api.yaml:18:17',
    ),
    good({
      'k8s/watch.yaml': `
        apiVersion: v1
        kind: Pod
        metadata: {name: watch}
        spec:
          containers:
            - name: watch
              image: postgres:16.4
              command: [sh, -c, "while sleep 60; do psql -h db -c 'select 1'; done"]
      `,
    }),
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
                  image: postgres:16.4
                  volumeMounts:
                    - name: files
                      mountPath: /var/lib/postgresql/data
      `,
    }),
  ],
});

/** A client of the store in the store's own image: a migration, a dump. */
function isClient({ command, args }: Container): boolean {
  return [...command, ...args].some(({ value }) =>
    /(?:^|[\s;&|(])(?:psql|pg_dump|pg_restore|mysqldump|mysql|mongodump|mongosh?)(?:\s|$)/.test(value),
  );
}
