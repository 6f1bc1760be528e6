import type { Container, KubernetesSet } from '../../model/kubernetes.ts';
import { bad, defineRule, good } from '../rule.ts';
import { parseImage } from '../shared/image.ts';
import { faultsOf, type ImageUse } from '../shared/image-settings.ts';
import { isImageReplaced, isLiteral, mayBePatched, subject } from '../shared/kubernetes/pods.ts';

export default defineRule({
  id: 'image-setting-refused',
  area: 'kubernetes',
  severity: 'critical',
  confidence: 'likely',
  aliases: [],
  title: 'The image refuses the settings that it is given, or asks for one that is missing',
  why: 'Its script or its program ends at once, and the pod stays in CrashLoopBackOff.',
  fix: 'Give it what its version asks for; kubectl logs says the same when it is started.',
  references: [
    'https://dev.mysql.com/doc/relnotes/mysql/8.4/en/news-8-4-0.html',
    'https://docs.confluent.io/platform/8.0/release-notes/index.html',
    'https://docs.opensearch.org/latest/install-and-configure/install-opensearch/docker/',
    'https://hub.docker.com/_/postgres',
  ],
  joins: 'file',
  on: 'container',
  *check(container, { workload, set }) {
    const use = useOf(container, set);
    if (use === undefined) return;
    for (const { at, words, key } of faultsOf(use))
      yield {
        at,
        message: `${subject(container, workload)} does not start: ${words}`,
        object: `${workload.title} ${container.name} ${key}`,
      };
  },
  examples: [
    bad(
      {
        'k8s/db.yaml': `
          apiVersion: v1
          kind: Pod
          metadata:
            name: db
          spec:
            containers:
              - name: db
                image: mysql:8.4
                args: ["--default-authentication-plugin=mysql_native_password"]
                env:
                  - name: MYSQL_USER
                    value: root
                  - name: MYSQL_ROOT_PASSWORD
                    valueFrom: {secretKeyRef: {name: db, key: password}}
              - name: people
                image: postgres:17
                env:
                  - {name: POSTGRES_DB, value: people}
              - name: broker
                image: confluentinc/cp-kafka:8.0.0
                env:
                  - {name: KAFKA_ZOOKEEPER_CONNECT, value: "zookeeper:2181"}
        `,
      },
      ['k8s/db.yaml:9:14', 'k8s/db.yaml:12:18', 'k8s/db.yaml:16:14', 'k8s/db.yaml:22:50'],
    ),
    good({
      'k8s/db.yaml': `
        apiVersion: v1
        kind: Pod
        metadata:
          name: db
        spec:
          containers:
            - name: db
              image: mysql:8.0
              args: ["--default-authentication-plugin=mysql_native_password"]
              envFrom:
                - secretRef: {name: db}
            - name: people
              image: postgres:17
              env:
                - name: POSTGRES_PASSWORD
                  valueFrom: {secretKeyRef: {name: db, key: password}}
            - name: job
              image: postgres:17
              command: [pg_dump, -h, people]
            - name: documents
              image: mongo:7.0
              command: [mongod, --replSet, rs0]
              env:
                - {name: MONGO_INITDB_ROOT_USERNAME, value: shop}
                - name: MONGO_INITDB_ROOT_PASSWORD
                  valueFrom: {secretKeyRef: {name: db, key: password}}
      `,
    }),
  ],
});

function useOf(
  { image, env, envFrom, command, args, mounts }: Container,
  set: KubernetesSet,
): ImageUse | undefined {
  if (!isLiteral(image) || isImageReplaced(set, image.value)) return undefined;
  const name = parseImage(image.value);
  return (
    name && {
      image: name,
      imageSpan: image.span,
      env: new Map(
        env.map(
          ({ name, value }) => [name.value, { value: value?.value, at: (value ?? name).span }] as const,
        ),
      ),
      entrypoint: command,
      words: args,
      isOpen: envFrom.length > 0 || mayBePatched(set),
      mounts: mounts.flatMap(({ path }) => path?.value ?? []),
    }
  );
}
