// What published images hold. Only facts that are the same for every tag a row matches; anything else is left out.
// Sources: the Dockerfiles behind https://github.com/docker-library/official-images, and those named in the rows.
import { type ImageName, majorOf } from './image.ts';

interface Family {
  readonly repositories: readonly string[];
  /** The row holds only for tags that match. */
  readonly tag?: RegExp;
  /** The row holds from this major version on (before it with `belowMajor`). */
  readonly fromMajor?: number;
  readonly belowMajor?: number;
  /** Programs that are certainly absent. */
  readonly lacks: readonly string[];
}

const debianNone = ['curl', 'wget', 'nc', 'ps', 'pgrep', 'pkill'];
const alpineNone = ['curl', 'bash'];
const noShell = ['sh', 'bash', 'curl', 'wget', 'nc', 'ps', 'pgrep', 'pkill', 'pg_isready', 'redis-cli'];

const families: readonly Family[] = [
  { repositories: ['scratch'], lacks: noShell },
  { repositories: ['alpine'], lacks: [...alpineNone, 'python3', 'python', 'node'] },
  { repositories: ['busybox'], lacks: [...alpineNone, 'python3', 'python', 'node'] },
  { repositories: ['debian', 'ubuntu'], lacks: [...debianNone, 'python3', 'python', 'node'] },
  { repositories: ['node'], tag: /alpine/, lacks: [...alpineNone, 'python3', 'python'] },
  { repositories: ['node'], tag: /slim/, lacks: [...debianNone, 'python3', 'python'] },
  { repositories: ['python'], tag: /alpine/, lacks: [...alpineNone, 'node'] },
  { repositories: ['python'], tag: /slim/, lacks: [...debianNone, 'node'] },
  { repositories: ['golang'], tag: /alpine/, lacks: [...alpineNone, 'python3', 'node'] },
  { repositories: ['ruby'], tag: /slim/, lacks: ['curl', 'wget', 'nc', 'node'] },
  { repositories: ['openjdk'], tag: /slim/, lacks: ['curl', 'wget', 'nc', 'python3', 'node'] },
  { repositories: ['openjdk', 'eclipse-temurin', 'amazoncorretto'], tag: /alpine/, lacks: ['curl', 'node'] },
  { repositories: ['nginx'], tag: /alpine.*slim|alpine-slim/, lacks: alpineNone },
  { repositories: ['nginx'], tag: /alpine/, lacks: ['bash', 'python3', 'node'] },
  { repositories: ['nginx'], lacks: ['wget', 'nc', 'ps', 'python3', 'node'] },
  { repositories: ['httpd', 'haproxy', 'memcached'], tag: /alpine/, lacks: alpineNone },
  { repositories: ['httpd', 'haproxy', 'memcached'], lacks: ['curl', 'wget', 'nc'] },
  { repositories: ['postgres', 'postgis/postgis'], tag: /alpine/, lacks: ['curl'] },
  { repositories: ['postgres', 'postgis/postgis'], lacks: ['curl', 'wget', 'nc'] },
  { repositories: ['redis'], tag: /alpine/, lacks: alpineNone },
  { repositories: ['redis'], lacks: ['curl', 'wget', 'nc'] },
  { repositories: ['rabbitmq'], tag: /alpine/, lacks: ['curl'] },
  { repositories: ['mariadb'], fromMajor: 11, lacks: ['mysqladmin', 'mysql', 'curl', 'wget'] },
  { repositories: ['mongo'], fromMajor: 6, lacks: ['mongo', 'curl', 'wget'] },
  { repositories: ['mongo'], belowMajor: 4, lacks: ['mongosh', 'curl', 'wget'] },
  { repositories: ['caddy'], lacks: alpineNone },
  { repositories: ['traefik'], tag: /^v?[23]/, lacks: alpineNone },
  // https://github.com/prometheus/prometheus/blob/main/Dockerfile: busybox
  { repositories: ['prom/prometheus', 'prom/alertmanager', 'prom/node-exporter'], lacks: ['curl', 'bash'] },
  // https://github.com/qdrant/qdrant/issues/4250
  { repositories: ['qdrant/qdrant'], lacks: ['curl', 'wget', 'nc'] },
  // https://github.com/ollama/ollama/issues/9781
  { repositories: ['ollama/ollama'], lacks: ['curl', 'wget'] },
  // https://www.keycloak.org/server/containers: ubi-micro
  { repositories: ['quay.io/keycloak/keycloak'], fromMajor: 21, lacks: ['curl', 'wget', 'nc'] },
];

/** Programs that the image certainly does not hold; undefined when the image is not known. */
export function lackedPrograms(image: ImageName): readonly string[] | undefined {
  if (image.repository.startsWith('gcr.io/distroless/')) {
    return image.tag?.includes('debug') === true ? ['curl', 'bash'] : noShell;
  }
  return families.find((family) => matches(family, image))?.lacks;
}

function matches(family: Family, image: ImageName): boolean {
  if (!family.repositories.includes(image.repository)) return false;
  if (family.tag !== undefined && !family.tag.test(image.tag ?? '')) return false;
  const major = majorOf(image);
  if (family.fromMajor !== undefined && (major === undefined || major < family.fromMajor)) return false;
  return family.belowMajor === undefined || (major !== undefined && major < family.belowMajor);
}

/**
 * Images that ship no HEALTHCHECK: the official ones (https://github.com/docker-library/faq#healthcheck), and those whose
 * makers publish a Dockerfile without.
 */
const withoutHealthcheck = new Set(
  `alpine amazoncorretto adminer busybox caddy debian eclipse-temurin golang gradle haproxy httpd mariadb maven
  memcached mongo mongo-express mysql nats nginx node openjdk php postgres postgis/postgis python rabbitmq redis ruby rust
  traefik ubuntu zookeeper elasticsearch logstash kibana influxdb neo4j cassandra pgvector/pgvector timescale/timescaledb
  valkey/valkey grafana/grafana grafana/grafana-oss grafana/loki prom/prometheus prom/alertmanager prom/node-exporter
  jaegertracing/all-in-one apache/kafka confluentinc/cp-kafka confluentinc/cp-zookeeper confluentinc/cp-schema-registry
  opensearchproject/opensearch docker.elastic.co/elasticsearch/elasticsearch docker.elastic.co/kibana/kibana qdrant/qdrant
  quay.io/keycloak/keycloak clickhouse/clickhouse-server getmeili/meilisearch ollama/ollama mailhog/mailhog`.split(
    /\s+/,
  ),
);

/** True when the published image is known to define no health check. */
export function shipsNoHealthcheck(image: ImageName): boolean {
  return (
    withoutHealthcheck.has(image.repository) ||
    image.repository.startsWith('gcr.io/distroless/') ||
    runsAsRootByDefault(image)
  );
}

const rootByDefault = new Set(
  `alpine almalinux amazoncorretto amazonlinux archlinux buildpack-deps busybox centos clojure debian eclipse-temurin elixir
  erlang fedora gcc golang gradle ibmjava java julia maven node openjdk opensuse/leap opensuse/tumbleweed oraclelinux perl
  photon python redhat/ubi8 redhat/ubi8-minimal redhat/ubi9 redhat/ubi9-minimal rockylinux ruby rust sapmachine swift ubuntu
  registry.access.redhat.com/ubi8 registry.access.redhat.com/ubi8/ubi registry.access.redhat.com/ubi8/ubi-minimal
  registry.access.redhat.com/ubi9 registry.access.redhat.com/ubi9/ubi registry.access.redhat.com/ubi9/ubi-minimal
  quay.io/centos/centos quay.io/fedora/fedora ghcr.io/oracle/oraclelinux oven/bun denoland/deno`.split(/\s+/),
);

/** These bring more than a system: programs, variables and folders of their own. */
const rootWithPrograms = new Set(
  `adoptopenjdk/openjdk8 adoptopenjdk/openjdk11 azul/zulu-openjdk azul/zulu-openjdk-alpine azul/zulu-openjdk-debian
  bellsoft/liberica-openjdk-alpine bellsoft/liberica-openjdk-debian condaforge/miniforge3 continuumio/anaconda3
  continuumio/miniconda3 dart ghcr.io/astral-sh/uv ghcr.io/graalvm/graalvm-community ghcr.io/graalvm/jdk-community haskell
  hexpm/elixir mcr.microsoft.com/openjdk/jdk mcr.microsoft.com/playwright mcr.microsoft.com/playwright/python
  nvcr.io/nvidia/cuda nvidia/cuda public.ecr.aws/amazonlinux/amazonlinux pypy pytorch/pytorch quay.io/almalinuxorg/almalinux
  registry.fedoraproject.org/fedora tensorflow/tensorflow tomcat`.split(/\s+/),
);

/** True when containers of the image run as root unless told otherwise. */
export function runsAsRootByDefault(image: ImageName): boolean {
  const { repository, tag = '' } = image;
  // The workers of the other two are www-data.
  if (repository === 'php') return !/fpm|apache/.test(tag);
  return (
    isPlainBase(image) || (rootWithPrograms.has(repository) && !/windows|nanoserver|distroless/.test(tag))
  );
}

/** True for a system or a language on it, run as root: what it holds is what its Dockerfile adds. */
export function isPlainBase({ repository, tag = '' }: ImageName): boolean {
  // https://github.com/GoogleContainerTools/distroless#debug-images: the user is in the tag.
  if (repository.startsWith('gcr.io/distroless/')) return !tag.includes('nonroot');
  // Those of Windows, and the chiseled ones, have a user: https://learn.microsoft.com/dotnet/core/docker/container-images
  if (/^mcr\.microsoft\.com\/dotnet\/(?:core\/)?(?:aspnet|runtime|runtime-deps|sdk)$/.test(repository))
    return !/chiseled|distroless|nanoserver|windows|^$/.test(tag);
  return rootByDefault.has(repository) && !/windows|nanoserver/.test(tag);
}

/** Official images built on Debian unless a tag says otherwise. */
const onDebian = new Set(
  'debian ubuntu node python ruby php golang openjdk eclipse-temurin gradle maven rust perl buildpack-deps nginx httpd postgres redis'.split(
    ' ',
  ),
);

/** What /bin/sh is in the image; undefined when that is not known. */
export function defaultShellOf(image: ImageName): 'dash' | 'ash' | 'bash' | undefined {
  const tag = image.tag ?? '';
  if (image.repository === 'alpine' || image.repository === 'busybox' || /(?:^|-)alpine/.test(tag))
    return 'ash';
  if (
    /^(?:fedora|centos|rockylinux|almalinux|amazonlinux|opensuse\/(?:leap|tumbleweed)|archlinux)$/.test(
      image.repository,
    )
  )
    return 'bash';
  if (!onDebian.has(image.repository)) return undefined;
  // Some of them come on other systems as well.
  return /oracle|ubi|nanoserver|windows|al2|amazon|corretto|graal/i.test(tag) ||
    /^openjdk/.test(image.repository)
    ? undefined
    : 'dash';
}

const startsAtRoot = new Set(
  `alpine debian ubuntu busybox scratch node python ruby rust nginx eclipse-temurin amazoncorretto fedora rockylinux almalinux
  amazonlinux buildpack-deps centos gcc java openjdk oraclelinux`.split(/\s+/),
);

/** True when the image sets no WORKDIR, so that a build begins in `/`. */
export function beginsAtRoot(image: ImageName): boolean {
  return startsAtRoot.has(image.repository);
}
