// Where the programs of official images write at start (pid and lock files, sockets, temporary files).
// Sources: the Dockerfiles and default configurations behind https://github.com/docker-library/official-images

const written: Readonly<Record<string, readonly string[]>> = {
  nginx: ['/var/cache/nginx', '/run'],
  postgres: ['/run/postgresql'],
  'postgis/postgis': ['/run/postgresql'],
  mysql: ['/run/mysqld', '/tmp'],
  mariadb: ['/run/mysqld', '/tmp'],
  mongo: ['/tmp'],
  httpd: ['/usr/local/apache2/logs'],
};

export function placesWritten(repository: string): readonly string[] {
  return Object.hasOwn(written, repository) ? (written[repository] ?? []) : [];
}

/** Official images whose programs write nowhere but to the volumes that the images declare. */
const onlyVolumes = new Set(['redis', 'valkey/valkey', 'memcached']);

/** The same where it is known for sure, so that nothing else has to be written; undefined for other images. */
export function allPlacesWritten(repository: string): readonly string[] | undefined {
  if (onlyVolumes.has(repository)) return [];
  return Object.hasOwn(written, repository) ? written[repository] : undefined;
}

/** Of those, what belongs to root in the image, so that another user cannot even begin to write. */
const ofRoot: Readonly<Record<string, string>> = {
  nginx: '/var/cache/nginx',
  httpd: '/usr/local/apache2/logs',
};

export function placeOfRoot(repository: string): string | undefined {
  return Object.hasOwn(ofRoot, repository) ? ofRoot[repository] : undefined;
}

/** A file of settings of one's own may send them elsewhere. */
export function isServerSetting(path: string): boolean {
  return /\/(?:nginx|httpd|my|mysqld?|postgresql|mongod)\.(?:conf|cnf)$|^\/etc\/(?:nginx|mysql)\/?$/.test(
    path,
  );
}
