// Well-known images that keep data, and the ports they listen on.
// Source: the "How to use this image" pages of the images' own repositories.

export interface DataStore {
  readonly name: string;
  readonly ports: readonly number[];
  /** Speaks HTTP on its first port. */
  readonly http: boolean;
}

const stores: Readonly<Record<string, DataStore>> = {
  postgres: { name: 'PostgreSQL', ports: [5432], http: false },
  postgis: { name: 'PostgreSQL', ports: [5432], http: false },
  timescaledb: { name: 'PostgreSQL', ports: [5432], http: false },
  pgvector: { name: 'PostgreSQL', ports: [5432], http: false },
  mysql: { name: 'MySQL', ports: [3306], http: false },
  mariadb: { name: 'MariaDB', ports: [3306], http: false },
  redis: { name: 'Redis', ports: [6379], http: false },
  valkey: { name: 'Valkey', ports: [6379], http: false },
  keydb: { name: 'KeyDB', ports: [6379], http: false },
  mongo: { name: 'MongoDB', ports: [27017], http: false },
  memcached: { name: 'Memcached', ports: [11211], http: false },
  rabbitmq: { name: 'RabbitMQ', ports: [5672], http: false },
  kafka: { name: 'Kafka', ports: [9092], http: false },
  zookeeper: { name: 'ZooKeeper', ports: [2181], http: false },
  elasticsearch: { name: 'Elasticsearch', ports: [9200], http: true },
  opensearch: { name: 'OpenSearch', ports: [9200], http: true },
  influxdb: { name: 'InfluxDB', ports: [8086], http: true },
  clickhouse: { name: 'ClickHouse', ports: [8123], http: true },
  'clickhouse-server': { name: 'ClickHouse', ports: [8123], http: true },
  cassandra: { name: 'Cassandra', ports: [9042], http: false },
  minio: { name: 'MinIO', ports: [9000], http: true },
  neo4j: { name: 'Neo4j', ports: [7687], http: false },
  etcd: { name: 'etcd', ports: [2379], http: true },
  nats: { name: 'NATS', ports: [4222], http: false },
};

/** The last path segment of an image reference, without tag and digest: `postgres` of `docker.io/library/postgres:16`. */
export function imageFamily(image: string): string {
  const path = image.split('@')[0] ?? '';
  const last = path.slice(path.lastIndexOf('/') + 1);
  return (last.split(':')[0] ?? '').toLowerCase();
}

/** What data store an image is, if it is a known one. */
export function dataStoreOf(image: string | undefined): DataStore | undefined {
  return image === undefined ? undefined : stores[imageFamily(image)];
}
