// Databases that services name in URLs and variables, against those that the server's image makes at its first start.
import type { Located } from '../../base/span.ts';
import type { Project } from '../../model/project.ts';
import type { EnvEntry, Service, Stack } from '../../model/service.ts';
import { rootImageOf } from './image.ts';
import { hostsOf, linkOf, ownHostsOf } from './stack.ts';

export interface NamedDatabase {
  readonly server: Service;
  readonly name: string;
  readonly entry: EnvEntry;
  readonly at: Located<string>;
}

/** The driver makes the database where the URL says so. */
const url =
  /^(?:jdbc:)?(postgres(?:ql)?|mysql|mariadb)(?:\+\w+)?:\/\/(?:\S*@)?([\w.-]+)(?::\d+)?\/([a-z_][\w-]*)(\?\S*)?$/i;
const hostKey = /^(.*?)(?:_?HOST(?:NAME)?)$/;
const nameKeys = ['NAME', 'DATABASE', 'DB', 'DBNAME', 'DB_NAME', 'DATABASE_NAME'];

/** In the order of the file; values that a variable without a default decides are left out. */
export function* databasesNamed(stack: Stack, service: Service): Iterable<NamedDatabase> {
  const own = ownHostsOf(service);
  const hosts = hostsOf(stack);
  const serverAt = (host: string) => {
    const server = own.has(host.toLowerCase()) ? undefined : hosts.get(host.toLowerCase());
    return server === service ? undefined : server;
  };
  for (const entry of service.environment.values()) {
    const { value, name } = entry;
    if (value === undefined) continue;
    const [, , host = '', database = '', options = ''] = url.exec(value.value) ?? [];
    const server = host === '' || /createDatabaseIfNotExist/i.test(options) ? undefined : serverAt(host);
    if (server !== undefined) yield { server, name: database, entry, at: value };
    const prefix = hostKey.exec(name)?.[1];
    const beside = prefix === undefined ? undefined : serverAt(value.value);
    if (beside === undefined) continue;
    const named = nameKeys
      .map((key) => service.environment.get(prefix === '' ? key : `${prefix}_${key}`.replace(/^PG_/, 'PG')))
      .find((one) => one !== undefined);
    if (named?.value !== undefined && /^[a-z_][\w-]*$/i.test(named.value.value))
      yield { server: beside, name: named.value.value, entry: named, at: named.value };
  }
}

interface Made {
  readonly kind: 'PostgreSQL' | 'MySQL';
  readonly names: ReadonlySet<string>;
  /** What says which one is made. */
  readonly by: Located<string>;
}

const families: readonly (readonly [RegExp, Made['kind']])[] = [
  [
    /^(?:postgres|postgis\/postgis|timescale\/timescaledb|pgvector\/pgvector|ankane\/pgvector)$/,
    'PostgreSQL',
  ],
  [/^(?:mysql|mariadb)$/, 'MySQL'],
];

/** What the image of the server makes; undefined where it is not known. */
export function databasesMade(project: Project, server: Service): Made | undefined {
  if (linkOf(project, server) !== undefined || server.build !== undefined) return undefined;
  const image = rootImageOf(server, undefined);
  const kind = families.find(([pattern]) => image !== undefined && pattern.test(image.repository))?.[1];
  if (kind === undefined || server.envFiles.some(({ exists }) => !exists)) return undefined;
  if (server.command !== undefined || server.entrypoint !== undefined) {
    const words = [...(server.entrypoint?.words ?? []), ...(server.command?.words ?? [])];
    if (words.some(({ value }) => /\bcreate\b|createdb|\.sh\b/i.test(value))) return undefined;
  }
  const read = (...names: readonly string[]) =>
    names.map((name) => server.environment.get(name)).find((entry) => entry !== undefined);
  const entry =
    kind === 'PostgreSQL' ? read('POSTGRES_DB', 'POSTGRES_USER') : read('MYSQL_DATABASE', 'MARIADB_DATABASE');
  const value = entry?.value;
  // Who names none at all makes it by hand, or by what is not in sight.
  if (value === undefined || !/^[\w-]+$/.test(value.value)) return undefined;
  if ([...server.environment.keys()].some((name) => /^POSTGRES_(?:DB|USER)_FILE$/.test(name)))
    return undefined;
  const usual = kind === 'PostgreSQL' ? ['postgres', 'template1'] : ['mysql', 'information_schema', 'sys'];
  return { kind, names: new Set([...usual, value.value]), by: value };
}

const maximumBytes = 512 * 1024;
const maximumFiles = 60;

/** True when what runs at the first start speaks of the database, or is not known. */
export function mayBeMadeAtStart(project: Project, server: Service, name: string): boolean {
  const word = new RegExp(`(?<![\\w-])${name}(?![\\w-])`, 'i');
  if (
    [...server.environment.values()].some(({ value }) => word.test(value?.value ?? '')) &&
    hasScripts(server)
  )
    return true;
  for (const { source, target } of server.mounts) {
    if (!target.value.startsWith('/docker-entrypoint-initdb.d')) continue;
    const path = source?.value;
    const kind = path === undefined || /^[/.~$]/.test(path) ? undefined : project.files.kind(path);
    if (path === undefined || kind === undefined) return true;
    const files = kind === 'file' ? [path] : project.files.below(path);
    if (files.length > maximumFiles) return true;
    if (files.some((file) => /\.(?:gz|xz|zst|dump)$/.test(file))) return true;
    if (files.some((file) => word.test(project.files.text(file, maximumBytes) ?? name))) return true;
  }
  return server.configs.some(({ target }) => target?.startsWith('/docker-entrypoint-initdb.d') === true);
}

function hasScripts(server: Service): boolean {
  return server.mounts.some(({ target }) => target.value.startsWith('/docker-entrypoint-initdb.d'));
}
