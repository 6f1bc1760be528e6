// By image and version: what its script or its program ends at. The sources stand at each.
import type { Located, Span } from '../../base/span.ts';
import type { ImageName } from './image.ts';

/** A container of a published image, from whatever file. */
export interface ImageUse {
  readonly image: ImageName;
  readonly imageSpan: Span;
  /** Undefined values are set, by what is not in sight. */
  readonly env: ReadonlyMap<string, { readonly value: string | undefined; readonly at: Span }>;
  /** Instead of the script of the image. */
  readonly entrypoint: readonly Located<string>[];
  /** The command and its arguments. */
  readonly words: readonly Located<string>[];
  /** Variables come from files that are not in sight. */
  readonly isOpen: boolean;
  /** Targets of mounts and of configs. */
  readonly mounts: readonly string[];
}

export interface SettingFault {
  readonly at: Span;
  /** After the name of the container: `does not start: …`. */
  readonly words: string;
  /** One finding each. */
  readonly key: string;
}

interface Check {
  readonly images: RegExp;
  /** The first version that is meant; all where it is left out. */
  readonly since?: readonly number[];
  readonly find: (use: ImageUse) => SettingFault | undefined;
}

const ofMysql = /^(?:mysql|container-registry\.oracle\.com\/mysql\/community-server|percona)$/;

export const checks: readonly Check[] = [
  {
    // https://dev.mysql.com/doc/relnotes/mysql/8.4/en/news-8-4-0.html
    images: ofMysql,
    since: [8, 4],
    find: (use) =>
      option(use, /^--default[-_]authentication[-_]plugin(?:=|$)/, (name) => `MySQL 8.4 took ${name} away`),
  },
  {
    // https://dev.mysql.com/doc/refman/8.0/en/mysql-nutshell.html#mysql-nutshell-removals
    images: ofMysql,
    since: [8, 0, 11],
    find: (use) =>
      option(
        use,
        /^--(?:query[-_]cache[-_](?:size|type|limit|min[-_]res[-_]unit)|innodb[-_](?:file[-_]format|large[-_]prefix)|log[-_]warnings|sync[-_]frm|secure[-_]auth)(?:=|$)/,
        (name) => `MySQL 8.0 took ${name} away`,
      ) ??
      option(use, /^--sql[-_]mode=.*NO_AUTO_CREATE_USER/, () => 'MySQL 8.0 knows no NO_AUTO_CREATE_USER'),
  },
  {
    // https://github.com/docker-library/mysql/blob/master/docker-entrypoint.sh
    images: /^(?:mysql|percona)$/,
    find: ({ env }) => {
      const user = env.get('MYSQL_USER');
      return user?.value === 'root'
        ? fault(user.at, 'MYSQL_USER is for another user than root, which MYSQL_ROOT_PASSWORD is for', 'root')
        : undefined;
    },
  },
  {
    // https://github.com/docker-library/mysql/blob/master/docker-entrypoint.sh
    images: /^(?:mysql|percona)$/,
    find: (use) =>
      lacks(
        use,
        /^MYSQL_(?:ROOT_PASSWORD(?:_FILE|_CACHING_SHA2_HASH_HEX)?|ALLOW_EMPTY_PASSWORD|RANDOM_ROOT_PASSWORD)$/,
      )
        ? fault(
            use.imageSpan,
            'its first start asks for MYSQL_ROOT_PASSWORD, or for MYSQL_RANDOM_ROOT_PASSWORD',
            'password',
          )
        : undefined,
  },
  {
    // https://github.com/MariaDB/mariadb-docker/blob/master/docker-entrypoint.sh
    images: /^mariadb$/,
    find: (use) =>
      lacks(
        use,
        /^(?:MYSQL|MARIADB)_(?:ROOT_PASSWORD(?:_HASH)?(?:_FILE)?|ALLOW_EMPTY_(?:ROOT_)?PASSWORD|RANDOM_ROOT_PASSWORD)$/,
      )
        ? fault(
            use.imageSpan,
            'its first start asks for MARIADB_ROOT_PASSWORD, or for MARIADB_RANDOM_ROOT_PASSWORD',
            'password',
          )
        : undefined,
  },
  {
    // https://github.com/docker-library/postgres/blob/master/docker-entrypoint.sh
    images: /^(?:postgres|postgis\/postgis|timescale\/timescaledb|pgvector\/pgvector)$/,
    find: (use) =>
      lacks(use, /^(?:POSTGRES_PASSWORD(?:_FILE)?|POSTGRES_HOST_AUTH_METHOD)$/)
        ? fault(use.imageSpan, 'its first start asks for POSTGRES_PASSWORD', 'password')
        : undefined,
  },
  {
    // https://github.com/docker-library/mongo/blob/master/docker-entrypoint.sh
    images: /^mongo$/,
    find: ({ env, isOpen }) => {
      const [user, password] = ['USERNAME', 'PASSWORD'].map(
        (name) => env.get(`MONGO_INITDB_ROOT_${name}`) ?? env.get(`MONGO_INITDB_ROOT_${name}_FILE`),
      );
      if (isOpen || (user === undefined) === (password === undefined)) return undefined;
      const at = (user ?? password)?.at;
      const other = user === undefined ? 'USERNAME' : 'PASSWORD';
      return at && fault(at, `it asks for MONGO_INITDB_ROOT_${other} as well`, 'password');
    },
  },
  {
    // https://www.mongodb.com/docs/manual/tutorial/deploy-replica-set-with-keyfile-access-control/
    images: /^mongo$/,
    find: ({ env, entrypoint, words, mounts }) => {
      const replica = words.find(({ value }) => /^--replSet(?:=|$)/.test(value));
      const user = env.get('MONGO_INITDB_ROOT_USERNAME');
      const isKeyed = words.some(({ value }) =>
        /^--(?:keyFile|clusterAuthMode|transitionToAuth|noauth|config)(?:=|$)|^-f$/.test(value),
      );
      const isPlain = words.every(({ value }) => !/[;&|$]|\.sh$/.test(value));
      if (replica === undefined || user === undefined || isKeyed || !isPlain) return undefined;
      // The script of the image switches users on.
      if (entrypoint.length > 0 || mounts.some(isMongoConfig)) return undefined;
      return fault(replica.span, 'a replica set with users asks for --keyFile', 'keyfile');
    },
  },
  {
    // https://www.mongodb.com/docs/manual/release-notes/4.2-compatibility/#mmapv1-specific-configuration-options
    images: /^mongo$/,
    since: [4, 2],
    find: (use) =>
      option(
        use,
        /^--(?:smallfiles|noprealloc|nssize|repairpath)(?:=|$)/,
        (name) => `MongoDB 4.2 took ${name} away`,
      ),
  },
  {
    // https://www.mongodb.com/docs/manual/release-notes/6.1/
    images: /^mongo$/,
    since: [7],
    find: (use) => option(use, /^--(?:no)?journal$/, (name) => `MongoDB 6.1 took ${name} away`),
  },
  {
    // https://www.elastic.co/guide/en/kibana/current/release-notes-8.0.0-rc2.html
    images: /^(?:kibana|docker\.elastic\.co\/kibana\/kibana)$/,
    since: [8],
    find: ({ env }) => {
      const user = env.get('ELASTICSEARCH_USERNAME') ?? env.get('elasticsearch.username');
      return user?.value === 'elastic'
        ? fault(user.at, 'Kibana 8 and later refuse the user elastic: kibana_system is for it', 'user')
        : undefined;
    },
  },
  {
    // https://docs.confluent.io/platform/8.0/release-notes/index.html
    images: /^confluentinc\/cp-(?:kafka|server)$/,
    since: [8],
    find: ({ env, isOpen }) => {
      const keeper = env.get('KAFKA_ZOOKEEPER_CONNECT');
      return keeper === undefined || isOpen || env.has('KAFKA_PROCESS_ROLES')
        ? undefined
        : fault(keeper.at, 'Confluent 8 has no ZooKeeper and asks for KAFKA_PROCESS_ROLES', 'roles');
    },
  },
  {
    // https://docs.confluent.io/platform/current/installation/docker/config-reference.html
    images: /^confluentinc\/cp-(?:kafka|server)$/,
    since: [7, 4],
    find: ({ env, isOpen, words }) => {
      const roles = env.get('KAFKA_PROCESS_ROLES');
      return roles === undefined || isOpen || env.has('CLUSTER_ID') || words.length > 0
        ? undefined
        : fault(roles.at, 'a broker without ZooKeeper asks for CLUSTER_ID', 'cluster');
    },
  },
  {
    // https://docs.opensearch.org/latest/install-and-configure/install-opensearch/docker/
    images: /^opensearchproject\/opensearch$/,
    since: [2, 12],
    find: (use) => {
      const isOff = ['DISABLE_INSTALL_DEMO_CONFIG', 'DISABLE_SECURITY_PLUGIN'].some((name) =>
        use.env.has(name),
      );
      return isOff ||
        use.mounts.some((path) => /opensearch-security|\/certs|\.pem$/.test(path)) ||
        !lacks(use, /^OPENSEARCH_INITIAL_ADMIN_PASSWORD$/)
        ? undefined
        : fault(
            use.imageSpan,
            'OpenSearch 2.12 and later ask for OPENSEARCH_INITIAL_ADMIN_PASSWORD',
            'password',
          );
    },
  },
  {
    // https://github.com/minio/minio/blob/master/Dockerfile.release
    images: /^(?:quay\.io\/)?minio\/minio$/,
    find: (use) =>
      isBare(use)
        ? fault(use.imageSpan, 'without a command MinIO prints its help and ends: server /data', 'command')
        : undefined,
  },
  {
    // https://www.keycloak.org/server/containers
    images: /^(?:quay\.io\/)?keycloak\/keycloak$/,
    since: [17],
    find: (use) =>
      isBare(use)
        ? fault(
            use.imageSpan,
            'without a command Keycloak prints its help and ends: start, or start-dev',
            'command',
          )
        : undefined,
  },
];

function isMongoConfig(path: string): boolean {
  return /mongod?\.(?:conf|ya?ml)|\.sh$/.test(path);
}

function fault(at: Span, words: string, key: string): SettingFault {
  return { at, words, key };
}

function isBare({ entrypoint, words }: ImageUse): boolean {
  return entrypoint.length === 0 && words.length === 0;
}

function option(
  { entrypoint, words }: ImageUse,
  form: RegExp,
  said: (name: string) => string,
): SettingFault | undefined {
  const found = [...entrypoint, ...words].find(({ value }) => form.test(value));
  return found && fault(found.span, said(found.value.replace(/=.*/s, '')), found.value);
}

/** Who starts something else asks for nothing. */
function lacks({ env, isOpen, entrypoint, words }: ImageUse, names: RegExp): boolean {
  const isOwn =
    entrypoint.length === 0 && /^(?:-.*|postgres|mysqld|mariadbd|opensearch|)$/.test(words[0]?.value ?? '');
  return isOwn && !isOpen && ![...env.keys()].some((name) => names.test(name));
}
