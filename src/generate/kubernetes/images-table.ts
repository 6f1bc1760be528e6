// What published images need in a pod that gives them no root, no writable root filesystem and a user id of its own.
// Sources: the pages and entrypoints of https://github.com/docker-library/docs and /official-images.

import { dataStoreOf } from '../../rules/shared/data-stores.ts';
import type { ImageName } from '../../rules/shared/image.ts';
import { placesWritten } from '../../rules/shared/written-places.ts';

export interface ImageFacts {
  /** Folders that the program writes to at start and while it runs. */
  readonly writes: readonly string[];
  /** Where its data lies, when it is kept at all. */
  readonly data: string | undefined;
  /** Undefined for what is built here. */
  readonly repository: string | undefined;
  /** Name that the program looks up for its own user id: without an entry in /etc/passwd it does not start. */
  readonly user: string | undefined;
}

const dataFolders: Readonly<Record<string, string>> = {
  MySQL: '/var/lib/mysql',
  MariaDB: '/var/lib/mysql',
  MongoDB: '/data/db',
  Elasticsearch: '/usr/share/elasticsearch/data',
  OpenSearch: '/usr/share/opensearch/data',
  Cassandra: '/var/lib/cassandra',
  ClickHouse: '/var/lib/clickhouse',
  Neo4j: '/data',
  CouchDB: '/opt/couchdb/data',
  InfluxDB: '/var/lib/influxdb2',
};

/** VOLUMEs of the images, which compose fills with anonymous volumes, and other places that are written to. */
const alsoWritten: Readonly<Record<string, readonly string[]>> = {
  redis: ['/data'],
  'valkey/valkey': ['/data'],
  mongo: ['/data/configdb'],
  rabbitmq: ['/var/lib/rabbitmq', '/var/log/rabbitmq'],
  caddy: ['/data', '/config'],
  'nginxinc/nginx-unprivileged': ['/tmp'],
};

export function imageFactsOf(image: ImageName | undefined): ImageFacts {
  const store = dataStoreOf(image);
  const repository = image?.repository ?? '';
  const written = [...placesWritten(repository), ...(alsoWritten[repository] ?? [])];
  const isPostgres = store?.name === 'PostgreSQL' && !repository.startsWith('bitnami/');
  if (isPostgres && written.length === 0) written.push('/run/postgresql');
  return {
    // /var/run is a link to /run in these images, and a mount follows it.
    writes: written,
    data: isPostgres ? postgresData(image) : dataFolders[store?.name ?? ''],
    repository: image?.repository,
    // "initdb: error: could not look up effective user ID": only the Debian variants bring a library that helps.
    user: isPostgres && (image?.tag ?? '').includes('alpine') ? 'postgres' : undefined,
  };
}

/** Version 18 moved it: https://github.com/docker-library/postgres/pull/1259 */
function postgresData(image: ImageName | undefined): string {
  const major = Number(/^(\d+)/.exec(image?.tag ?? '')?.[1] ?? '18');
  return major >= 18 && image?.repository === 'postgres' ? '/var/lib/postgresql' : '/var/lib/postgresql/data';
}

/** Web servers, proxies and consoles that speak HTTP. */
export function isWebImage(image: ImageName | undefined): boolean {
  const name = image?.repository.split('/').at(-1) ?? '';
  return /^(?:nginx(?:-.*)?|httpd|caddy|traefik|haproxy|envoy|kong|apache|grafana(?:-oss|-enterprise)?|prometheus|alertmanager|adminer|phpmyadmin|pgadmin4|mongo-express|wordpress|ghost|nextcloud|keycloak|gitea|jaeger|all-in-one|kibana|metabase|mailhog|mailpit|minio|n8n|superset|airflow|jenkins|sonarqube|nexus3|vaultwarden|server|portainer(?:-ce)?)$/.test(
    name,
  );
}
