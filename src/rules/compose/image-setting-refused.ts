import type { Project } from '../../model/project.ts';
import type { Service, Stack } from '../../model/service.ts';
import { bad, defineRule, good } from '../rule.ts';
import { parseImage } from '../shared/image.ts';
import { faultsOf, type ImageUse } from '../shared/image-settings.ts';

export default defineRule({
  id: 'image-setting-refused',
  area: 'compose',
  severity: 'critical',
  confidence: 'likely',
  aliases: [],
  title: 'The image refuses the settings that it is given, or asks for one that is missing',
  why: 'Its script or its program ends at once, and all that waits for it never starts.',
  fix: 'Give it what its version asks for; docker logs says the same when it is started.',
  references: [
    'https://dev.mysql.com/doc/relnotes/mysql/8.4/en/news-8-4-0.html',
    'https://docs.confluent.io/platform/8.0/release-notes/index.html',
    'https://docs.opensearch.org/latest/install-and-configure/install-opensearch/docker/',
    'https://hub.docker.com/_/postgres',
  ],
  joins: 'file',
  on: 'service',
  *check(service, { project, stack }) {
    const use = useOf(service);
    const faults = use === undefined ? [] : [...faultsOf(use)];
    if (faults.length === 0 || isCompletedElsewhere(service, stack, project)) return;
    for (const { at, words, key } of faults)
      yield {
        at,
        message: `${service.name} does not start: ${words}`,
        object: `services.${service.name} ${key}`,
      };
  },
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            db:
              image: mysql:8
              command: --default-authentication-plugin=mysql_native_password --max-connections=200
              environment:
                MYSQL_USER: root
                MYSQL_PASSWORD: \${DB_PASSWORD:?}
                MYSQL_ROOT_PASSWORD: \${DB_PASSWORD:?}
            documents:
              image: mongo:7.0
              command: ["--replSet", "rs0", "--bind_ip_all"]
              environment:
                MONGO_INITDB_ROOT_USERNAME: shop
                MONGO_INITDB_ROOT_PASSWORD: \${DB_PASSWORD:?}
            people:
              image: postgres:17
              environment: { POSTGRES_USER: shop }
            files:
              image: minio/minio:RELEASE.2025-04-22T22-12-26Z
        `,
      },
      [
        'compose.yaml:4:14',
        'compose.yaml:6:19',
        'compose.yaml:11:15',
        'compose.yaml:16:12',
        'compose.yaml:19:12',
      ],
    ),
    bad(
      {
        'compose.yaml': `
          services:
            broker:
              image: confluentinc/cp-kafka:latest
              environment:
                KAFKA_BROKER_ID: 1
                KAFKA_ZOOKEEPER_CONNECT: zookeeper:2181
            single:
              image: confluentinc/cp-kafka:7.6.1
              environment:
                KAFKA_PROCESS_ROLES: broker,controller
            search:
              image: opensearchproject/opensearch:2
              environment:
                - discovery.type=single-node
                - plugins.security.disabled=true
            kibana:
              image: docker.elastic.co/kibana/kibana:8.15.0
              environment:
                ELASTICSEARCH_USERNAME: elastic
            login:
              image: quay.io/keycloak/keycloak:26.0
              environment: { KC_DB: postgres }
            half:
              image: mongo:7.0
              environment: { MONGO_INITDB_ROOT_USERNAME: shop }
        `,
      },
      [
        'compose.yaml:6:32',
        'compose.yaml:10:28',
        'compose.yaml:12:12',
        'compose.yaml:19:31',
        'compose.yaml:21:12',
        'compose.yaml:25:48',
      ],
    ),
    good({
      'compose.yaml': `
        services:
          db:
            image: mysql:8.0
            command: --default-authentication-plugin=mysql_native_password
            environment: { MYSQL_USER: shop, MYSQL_PASSWORD: "\${DB_PASSWORD:?}", MYSQL_RANDOM_ROOT_PASSWORD: "yes" }
          documents:
            image: mongo:7.0
            command: ["--replSet", "rs0", "--keyFile", "/run/secrets/key"]
            environment: { MONGO_INITDB_ROOT_USERNAME: shop, MONGO_INITDB_ROOT_PASSWORD_FILE: /run/secrets/db }
          people:
            image: postgres:17
            environment: { POSTGRES_PASSWORD_FILE: /run/secrets/db }
          trusting:
            image: postgres:17
            environment: [POSTGRES_HOST_AUTH_METHOD=trust]
          elsewhere:
            image: postgres:17
            env_file: [{ path: ./db.env, required: false }]
          job:
            image: postgres:17
            entrypoint: ["/bin/sh", "-c", "pg_dump -h people"]
          broker:
            image: confluentinc/cp-kafka:7.6.1
            environment: { KAFKA_ZOOKEEPER_CONNECT: "zookeeper:2181" }
          search:
            image: opensearchproject/opensearch:2.19.1
            environment: { DISABLE_SECURITY_PLUGIN: "true" }
          older:
            image: opensearchproject/opensearch:2.9.0
          kibana:
            image: docker.elastic.co/kibana/kibana:7.17.0
            environment: { ELASTICSEARCH_USERNAME: elastic }
          files:
            image: minio/minio:RELEASE.2025-04-22T22-12-26Z
            command: server /data
          own:
            build: ./db
            image: postgres:17
      `,
      'ports.yaml': `
        services:
          api: { ports: ["8080:80"] }
          people: { image: "postgres:17", ports: ["5432:5432"] }
      `,
      'db/Dockerfile': 'FROM postgres:17\nENV POSTGRES_PASSWORD_FILE=/run/secrets/db\n',
    }),
  ],
});

/** What a file leaves out of one service, another file gives, and may give to others. */
function isCompletedElsewhere({ name, environment }: Service, stack: Stack, { stacks }: Project): boolean {
  if ([...stack.services.values()].some(({ image, build }) => image === undefined && build === undefined))
    return true;
  const others = stacks.filter((other) => other !== stack && other.folder === stack.folder);
  return (
    environment.size === 0 && others.some(({ services }) => (services.get(name)?.environment.size ?? 0) > 0)
  );
}

function useOf({
  image,
  build,
  environment,
  envFiles,
  command,
  entrypoint,
  mounts,
  configs,
}: Service): ImageUse | undefined {
  const name = image === undefined || build !== undefined ? undefined : parseImage(image.value);
  if (name === undefined || image === undefined) return undefined;
  const env = [...environment.values()].map(
    (entry) => [entry.name, { value: entry.value?.value, at: entry.value?.span ?? entry.nameSpan }] as const,
  );
  return {
    image: name,
    imageSpan: image.span,
    env: new Map(env),
    entrypoint: entrypoint?.words ?? [],
    words: command?.words ?? [],
    isOpen: envFiles.some(({ exists }) => !exists),
    mounts: [...mounts.map(({ target }) => target.value), ...configs.flatMap(({ target }) => target ?? [])],
  };
}
