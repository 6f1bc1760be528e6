// Published images that take the value of a variable from a file, when a variable with a suffix names it.

export interface FileVariables {
  readonly repositories: readonly string[];
  /** Variables that have such a twin. */
  readonly names: RegExp;
  readonly suffix: '_FILE' | '__FILE';
  /**
   * Who reads the file: `root`, while the container starts, or the image's own user. Docker mounts the file of a secret
   * with the owner and the mode that it has on the host, so that such a user needs the right to read it there.
   */
  readonly reader: 'root' | { readonly name: string; readonly uid: number };
  readonly source: string;
}

export const fileVariables: readonly FileVariables[] = [
  {
    repositories: ['postgres', 'postgis/postgis', 'pgvector/pgvector', 'timescale/timescaledb'],
    names: /^POSTGRES_PASSWORD$/,
    suffix: '_FILE',
    reader: 'root',
    source: 'https://github.com/docker-library/docs/blob/master/postgres/README.md#docker-secrets',
  },
  {
    repositories: ['mysql'],
    names: /^MYSQL_(?:ROOT_)?PASSWORD$/,
    suffix: '_FILE',
    reader: 'root',
    source: 'https://github.com/docker-library/docs/blob/master/mysql/README.md#docker-secrets',
  },
  {
    repositories: ['mariadb'],
    names: /^(?:MARIADB|MYSQL)_(?:ROOT_)?PASSWORD$/,
    suffix: '_FILE',
    reader: 'root',
    source: 'https://mariadb.com/kb/en/mariadb-server-docker-official-image-environment-variables/',
  },
  {
    repositories: ['mongo'],
    names: /^MONGO_INITDB_ROOT_PASSWORD$/,
    suffix: '_FILE',
    reader: { name: 'mongodb', uid: 999 },
    source: 'https://github.com/docker-library/docs/blob/master/mongo/README.md#docker-secrets',
  },
  {
    repositories: ['influxdb'],
    names: /^DOCKER_INFLUXDB_INIT_(?:PASSWORD|ADMIN_TOKEN)$/,
    suffix: '_FILE',
    reader: 'root',
    source: 'https://github.com/docker-library/docs/blob/master/influxdb/README.md',
  },
  {
    repositories: ['wordpress'],
    names: /^WORDPRESS_(?:DB_PASSWORD|(?:AUTH|SECURE_AUTH|LOGGED_IN|NONCE)_(?:KEY|SALT))$/,
    suffix: '_FILE',
    reader: { name: 'www-data', uid: 33 },
    source: 'https://github.com/docker-library/docs/blob/master/wordpress/README.md#docker-secrets',
  },
  {
    repositories: ['nextcloud'],
    names: /^(?:NEXTCLOUD_ADMIN_PASSWORD|(?:MYSQL|POSTGRES|REDIS_HOST|SMTP)_PASSWORD)$/,
    suffix: '_FILE',
    reader: 'root',
    source: 'https://github.com/nextcloud/docker#docker-secrets',
  },
  {
    repositories: ['redmine'],
    names: /^REDMINE_(?:DB_PASSWORD|SECRET_KEY_BASE)$/,
    suffix: '_FILE',
    reader: { name: 'redmine', uid: 999 },
    source: 'https://github.com/docker-library/docs/blob/master/redmine/README.md#docker-secrets',
  },
  {
    repositories: ['phpmyadmin', 'phpmyadmin/phpmyadmin'],
    names: /^(?:PMA_PASSWORD|MYSQL_ROOT_PASSWORD|MYSQL_PASSWORD)$/,
    suffix: '_FILE',
    reader: { name: 'www-data', uid: 33 },
    source: 'https://github.com/phpmyadmin/docker#docker-secrets',
  },
  {
    repositories: ['dpage/pgadmin4'],
    names: /^PGADMIN_DEFAULT_PASSWORD$/,
    suffix: '_FILE',
    reader: { name: 'pgadmin', uid: 5050 },
    source: 'https://www.pgadmin.org/docs/pgadmin4/latest/container_deployment.html',
  },
  {
    repositories: ['grafana/grafana', 'grafana/grafana-oss', 'grafana/grafana-enterprise'],
    names: /^GF_\w+_(?:PASSWORD|SECRET_KEY|CLIENT_SECRET)$/,
    suffix: '__FILE',
    reader: { name: 'grafana', uid: 472 },
    source:
      'https://grafana.com/docs/grafana/latest/setup-grafana/configure-docker/#configure-grafana-with-docker-secrets',
  },
  {
    repositories: ['minio/minio', 'quay.io/minio/minio'],
    names: /^MINIO_ROOT_PASSWORD$/,
    suffix: '_FILE',
    reader: 'root',
    source: 'https://min.io/docs/minio/linux/reference/minio-server/settings/root-credentials.html',
  },
  {
    repositories: ['bitnami/postgresql'],
    names: /^(?:POSTGRESQL_(?:POSTGRES_)?PASSWORD|POSTGRES_PASSWORD)$/,
    suffix: '_FILE',
    reader: { name: 'the user of the image', uid: 1001 },
    source: 'https://github.com/bitnami/containers/tree/main/bitnami/postgresql#environment-variables',
  },
  {
    repositories: ['bitnami/mysql', 'bitnami/mariadb'],
    names: /^(?:MYSQL|MARIADB)_(?:ROOT_)?PASSWORD$/,
    suffix: '_FILE',
    reader: { name: 'the user of the image', uid: 1001 },
    source: 'https://github.com/bitnami/containers/tree/main/bitnami/mariadb#environment-variables',
  },
  {
    repositories: ['bitnami/redis', 'bitnami/valkey'],
    names: /^(?:REDIS|VALKEY)_(?:MASTER_)?PASSWORD$/,
    suffix: '_FILE',
    reader: { name: 'the user of the image', uid: 1001 },
    source: 'https://github.com/bitnami/containers/tree/main/bitnami/redis#environment-variables',
  },
  {
    repositories: ['bitnami/mongodb'],
    names: /^MONGODB_(?:ROOT_PASSWORD|PASSWORD|REPLICA_SET_KEY)$/,
    suffix: '_FILE',
    reader: { name: 'the user of the image', uid: 1001 },
    source: 'https://github.com/bitnami/containers/tree/main/bitnami/mongodb#environment-variables',
  },
  {
    repositories: ['vaultwarden/server'],
    names: /^(?:ADMIN_TOKEN|SMTP_PASSWORD|DATABASE_URL)$/,
    suffix: '_FILE',
    reader: 'root',
    source: 'https://github.com/dani-garcia/vaultwarden/blob/main/.env.template',
  },
  {
    repositories: ['gitea/gitea'],
    names: /^GITEA__\w+__(?:PASSWD|SECRET_KEY|INTERNAL_TOKEN|JWT_SECRET)$/,
    suffix: '__FILE',
    reader: 'root',
    source:
      'https://docs.gitea.com/installation/install-with-docker#managing-deployments-with-environment-variables',
  },
];

/** The row for a variable of an image; undefined where the image wants the value itself. */
export function fileVariableOf(repository: string | undefined, name: string): FileVariables | undefined {
  if (repository === undefined) return undefined;
  return fileVariables.find((row) => row.repositories.includes(repository) && row.names.test(name));
}
