// Data stores: their images, ports, and the URL schemes that speak to them.
// Source: the EXPOSE lines of the official images, https://github.com/docker-library/official-images
import type { ImageName } from './image.ts';

export interface DataStore {
  readonly name: string;
  readonly images: readonly string[];
  readonly ports: readonly number[];
  readonly schemes: readonly string[];
}

export const dataStores: readonly DataStore[] = [
  {
    name: 'PostgreSQL',
    images: [
      'postgres',
      'postgis/postgis',
      'timescale/timescaledb',
      'pgvector/pgvector',
      'bitnami/postgresql',
    ],
    ports: [5432],
    schemes: ['postgres', 'postgresql'],
  },
  { name: 'MySQL', images: ['mysql', 'bitnami/mysql', 'percona'], ports: [3306], schemes: ['mysql'] },
  { name: 'MariaDB', images: ['mariadb', 'bitnami/mariadb'], ports: [3306], schemes: ['mariadb', 'mysql'] },
  { name: 'MongoDB', images: ['mongo', 'bitnami/mongodb'], ports: [27017], schemes: ['mongodb'] },
  {
    name: 'Redis',
    images: ['redis', 'bitnami/redis', 'redis/redis-stack', 'redis/redis-stack-server'],
    ports: [6379],
    schemes: ['redis', 'rediss'],
  },
  {
    name: 'Valkey',
    images: ['valkey/valkey', 'bitnami/valkey'],
    ports: [6379],
    schemes: ['redis', 'valkey'],
  },
  { name: 'Memcached', images: ['memcached'], ports: [11211], schemes: ['memcached'] },
  {
    name: 'Elasticsearch',
    images: ['elasticsearch', 'docker.elastic.co/elasticsearch/elasticsearch', 'bitnami/elasticsearch'],
    ports: [9200, 9300],
    schemes: [],
  },
  { name: 'OpenSearch', images: ['opensearchproject/opensearch'], ports: [9200, 9600], schemes: [] },
  { name: 'RabbitMQ', images: ['rabbitmq', 'bitnami/rabbitmq'], ports: [5672], schemes: ['amqp', 'amqps'] },
  { name: 'Cassandra', images: ['cassandra'], ports: [9042], schemes: [] },
  {
    name: 'ClickHouse',
    images: ['clickhouse', 'clickhouse/clickhouse-server'],
    ports: [8123, 9000],
    schemes: ['clickhouse'],
  },
  { name: 'Neo4j', images: ['neo4j'], ports: [7687], schemes: ['bolt', 'neo4j'] },
  { name: 'CouchDB', images: ['couchdb'], ports: [5984], schemes: [] },
  { name: 'InfluxDB', images: ['influxdb'], ports: [8086], schemes: [] },
];

export function dataStoreOf(image: ImageName | undefined): DataStore | undefined {
  return image && dataStores.find((store) => store.images.includes(image.repository));
}
