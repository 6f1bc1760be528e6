// Ports of published images: what their programs listen on, and may listen on, while nothing names another.
// Sources: the EXPOSE lines of the official images (https://github.com/docker-library/official-images) and the
// documentation of those that their makers publish.
import { dataStoreOf } from './data-stores.ts';
import type { ImageName } from './image.ts';

/** By repository: the port that users mean first, then those of other protocols, of plugins and of further modes. */
const table = `
postgres postgis/postgis timescale/timescaledb pgvector/pgvector bitnami/postgresql: 5432
mysql percona bitnami/mysql mariadb bitnami/mariadb: 3306 33060 33061 4444 4567 4568
mongo bitnami/mongodb: 27017 27018 27019 28017
redis bitnami/redis redis/redis-stack-server valkey/valkey bitnami/valkey eqalpha/keydb: 6379 16379
redis/redis-stack: 6379 8001 16379
memcached bitnami/memcached: 11211
elasticsearch docker.elastic.co/elasticsearch/elasticsearch bitnami/elasticsearch: 9200 9300
opensearchproject/opensearch: 9200 9300 9600 9650
opensearchproject/opensearch-dashboards kibana docker.elastic.co/kibana/kibana: 5601
cassandra: 9042 7000 7001 7199 9160 9142
scylladb/scylla: 9042 7000 7001 7199 9142 9160 9180 10000 19042 19142
clickhouse clickhouse/clickhouse-server: 8123 9000 8443 9440 9004 9005 9009 9010 9181 9363
neo4j: 7474 7473 7687 2004 5000 6000 6362 7000 7688
couchdb: 5984 4369 5986 9100
influxdb: 8086 8083 8088 2003
zookeeper: 2181 2888 3888 8080 7000
adminer: 8080
phpmyadmin phpmyadmin/phpmyadmin: 80
dpage/pgadmin4: 80 443
mongo-express rediscommander/redis-commander: 8081
httpd: 80
nginxinc/nginx-unprivileged: 8080
grafana/grafana grafana/grafana-oss grafana/grafana-enterprise: 3000
prom/prometheus quay.io/prometheus/prometheus: 9090
prom/alertmanager quay.io/prometheus/alertmanager: 9093 9094
prom/node-exporter quay.io/prometheus/node-exporter: 9100
prom/pushgateway: 9091
prom/blackbox-exporter quay.io/prometheus/blackbox-exporter: 9115
gcr.io/cadvisor/cadvisor google/cadvisor ghcr.io/google/cadvisor: 8080
oliver006/redis_exporter: 9121
prometheuscommunity/postgres-exporter quay.io/prometheuscommunity/postgres-exporter: 9187
prom/mysqld-exporter: 9104
nginx/nginx-prometheus-exporter: 9113
percona/mongodb_exporter: 9216
danielqsj/kafka-exporter: 9308
grafana/loki: 3100 9095 9096 7946
jaegertracing/all-in-one: 16686 16685 14250 14267 14268 14269 9411 4317 4318 5775 5778 6831 6832 8888 8889 13133
openzipkin/zipkin: 9411 9410
mailhog/mailhog: 8025 1025
axllent/mailpit: 8025 1025 1110 465 587
maildev/maildev: 1080 1025
hashicorp/consul consul: 8500 8300 8301 8302 8501 8502 8503 8600
hashicorp/vault vault: 8200 8201 8202
nats: 4222 6222 8222 8080
quay.io/keycloak/keycloak keycloak/keycloak: 8080 8443 9000 7800
sonarqube: 9000 9001 9092
portainer/portainer portainer/portainer-ce portainer/portainer-ee: 9000 9443 8000
qdrant/qdrant: 6333 6334 6335
chromadb/chroma ghcr.io/chroma-core/chroma: 8000
ollama/ollama: 11434
getmeili/meilisearch: 7700
typesense/typesense: 8108 8107
metabase/metabase: 3000
louislam/uptime-kuma: 3001
ghost: 2368
provectuslabs/kafka-ui tchiotludo/akhq: 8080 8081 28081
obsidiandynamics/kafdrop: 9000
n8nio/n8n docker.n8n.io/n8nio/n8n: 5678 5679
hasura/graphql-engine: 8080
mcr.microsoft.com/mssql/server: 1433 1431 1434 5022 135
arangodb arangodb/arangodb: 8529
redis/redisinsight: 5540
grafana/promtail: 9080 9095 80
semitechnologies/weaviate cr.weaviate.io/semitechnologies/weaviate: 8080 50051 2112 6060 7946 7947 7100 7101 7102 7103 8300 8301
eclipse-mosquitto: 1883 8883 8080 9001
dbeaver/cloudbeaver: 8978
nodered/node-red: 1880
vaultwarden/server: 80 3012
directus/directus: 8055
caddy: 80 443 2019
traefik: 80 443 8080
`;

const ports: ReadonlyMap<string, readonly number[]> = new Map(
  table
    .trim()
    .split('\n')
    .flatMap((line) => {
      const [repositories = '', own = ''] = line.split(': ');
      const numbers = own.split(' ').map(Number);
      return repositories.split(' ').map((repository) => [repository, numbers] as const);
    }),
);

/** The main port first; undefined where they hang on more than the image. */
export function imagePorts(image: ImageName): readonly number[] | undefined {
  const { repository, tag } = image;
  // https://hub.docker.com/_/rabbitmq: the plugin is in these tags alone, and no tag says what a digest holds.
  if (dataStoreOf(image)?.name === 'RabbitMQ' && repository === 'rabbitmq')
    return image.digest === undefined
      ? [...broker, ...(tag?.includes('management') ? managed : [])]
      : undefined;
  if (repository === 'nginx') return [80];
  // https://min.io/docs/minio/linux/reference/minio-server/minio-server.html: the console takes any free port.
  if (repository === 'minio/minio' || repository === 'quay.io/minio/minio') return [9000];
  return ports.get(repository);
}

const broker = [5672, 5671, 4369, 15691, 15692, 25672];
const managed = [15671, 15672];
