// The data stores of a stack that hold something worth saving, and how their content is reached.
import type { Located } from '../../base/span.ts';
import type { Project } from '../../model/project.ts';
import type { Service, Stack } from '../../model/service.ts';
import { dataStoreOf } from '../../rules/shared/data-stores.ts';
import { majorOf, parseImage } from '../../rules/shared/image.ts';
import type { Note } from '../generator.ts';
import type { AskedVariable } from '../shared/env-example.ts';
import { asWritten, isVariable, textOf } from '../shared/written.ts';
import { entry, raw, type Yaml, type YamlEntry } from '../yaml.ts';

export type Engine = 'postgres' | 'mysql' | 'mariadb' | 'redis' | 'mongo';

export interface Store {
  readonly service: Service;
  readonly image: Yaml;
  readonly engine: Engine;
  /** Where the image keeps its data: a new volume mounted there belongs to the image's own user. */
  readonly folder: string;
  /** The image's own user for the store. */
  readonly user: string;
}

interface Facts {
  readonly engine: Engine;
  readonly folder: string;
  readonly user: string;
}

/** Users and folders: the Dockerfiles behind https://github.com/docker-library/official-images */
const known: ReadonlyMap<string, Facts> = new Map([
  ['PostgreSQL', { engine: 'postgres', folder: '/var/lib/postgresql/data', user: 'postgres' }],
  ['MySQL', { engine: 'mysql', folder: '/var/lib/mysql', user: 'mysql' }],
  ['MariaDB', { engine: 'mariadb', folder: '/var/lib/mysql', user: 'mysql' }],
  ['Redis', { engine: 'redis', folder: '/data', user: 'redis' }],
  ['Valkey', { engine: 'redis', folder: '/data', user: 'valkey' }],
  ['MongoDB', { engine: 'mongo', folder: '/data/db', user: 'mongodb' }],
]);

export interface Stores {
  readonly stores: readonly Store[];
  readonly notes: readonly Note[];
}

export function storesOf(project: Project, stack: Stack): Stores {
  const stores: Store[] = [];
  const notes: Note[] = [];
  for (const service of stack.services.values()) {
    const found = service.enabled ? storeOf(project, service) : undefined;
    if (found === undefined) continue;
    if ('engine' in found) stores.push(found);
    else notes.push(found);
  }
  return { stores, notes };
}

/** The store; a note where there is one that cannot be saved this way; undefined for other services. */
function storeOf(project: Project, service: Service): Store | Note | undefined {
  const { image } = service;
  const name = image && parseImage(image.value);
  const store = dataStoreOf(name);
  if (image === undefined || name === undefined || store === undefined) return undefined;
  const facts = known.get(store.name);
  const at = image.span;
  if (facts === undefined)
    return {
      kind: 'decide',
      text: `${service.name} (${store.name}) is not saved: use its own snapshots`,
      at,
    };
  if (name.repository.startsWith('bitnami/'))
    return {
      kind: 'decide',
      text: `${service.name} is not saved: its image keeps data and settings in other places`,
      at,
    };
  const major = majorOf(name);
  const own = service.mounts.find(({ kind }) => kind === 'volume' || kind === 'bind');
  if (facts.engine === 'redis' && own === undefined)
    return { kind: 'know', text: `${service.name} has no volume: it is a cache, and is not saved`, at };
  // From version 18 on the image keeps its data in a folder below this one.
  const isNewer = facts.engine === 'postgres' && major !== undefined && major >= 18;
  const folder = isNewer ? '/var/lib/postgresql' : facts.folder;
  return { ...facts, service, image: asWritten(project, image), folder };
}

export interface Access {
  readonly environment: readonly YamlEntry[];
  readonly secrets: readonly string[];
  readonly asked: readonly AskedVariable[];
  readonly notes: readonly Note[];
}

/** What is gathered for one job. */
interface Asking {
  readonly environment: YamlEntry[];
  readonly asked: AskedVariable[];
  readonly notes: Note[];
}

/** A setting that the script knows under one name, and the names under which the image does. */
interface Setting {
  readonly name: string;
  readonly names: readonly string[];
  readonly isSecret?: true;
  /** True when the script cannot do without. */
  readonly needed?: true;
}

const settings: Readonly<Record<Engine, (service: Service) => readonly Setting[]>> = {
  postgres: () => [
    { name: 'STORE_USER', names: ['POSTGRES_USER'] },
    { name: 'STORE_DATABASE', names: ['POSTGRES_DB', 'POSTGRES_USER'] },
    { name: 'STORE_PASSWORD', names: ['POSTGRES_PASSWORD'], isSecret: true, needed: true },
  ],
  mysql: ofMysql,
  mariadb: ofMysql,
  redis: () => [],
  mongo: () => [
    { name: 'STORE_USER', names: ['MONGO_INITDB_ROOT_USERNAME'] },
    { name: 'STORE_PASSWORD', names: ['MONGO_INITDB_ROOT_PASSWORD'], isSecret: true },
  ],
};

/** The user of the application where it has one: saving takes no more than it may do. */
function ofMysql({ environment }: Service): readonly Setting[] {
  const names = (name: string) => [`MARIADB_${name}`, `MYSQL_${name}`];
  const hasUser = names('USER').some((name) => environment.has(name) || environment.has(`${name}_FILE`));
  const password = names(hasUser ? 'PASSWORD' : 'ROOT_PASSWORD');
  return [
    ...(hasUser ? [{ name: 'STORE_USER', names: names('USER') }] : []),
    { name: 'STORE_DATABASE', names: names('DATABASE'), needed: true },
    { name: 'STORE_PASSWORD', names: password, isSecret: true, needed: true },
  ];
}

/** How the job gets at the store: with what the store itself is given. */
export function accessOf(project: Project, { service, engine }: Store): Access {
  const port = portOf(service);
  const environment: YamlEntry[] = [
    entry('STORE_HOST', service.name),
    ...(port === undefined ? [] : [entry('STORE_PORT', raw(`"${port}"`))]),
  ];
  const secrets: string[] = [];
  const asking: Asking = { environment, asked: [], notes: [] };
  const wanted = engine === 'redis' ? [] : settings[engine](service);
  for (const setting of wanted) {
    const file = first(
      project,
      service,
      setting.names.map((name) => `${name}_FILE`),
    );
    const value = first(project, service, setting.names);
    const secret = file && service.secrets.find(({ name }) => file.value.endsWith(`/${name}`));
    if (file !== undefined && secret !== undefined) {
      environment.push(entry(`${setting.name}_FILE`, `/run/secrets/${secret.name}`));
      secrets.push(secret.name);
    } else if (value !== undefined && (setting.isSecret !== true || isVariable(project, value)))
      environment.push(entry(setting.name, asWritten(project, value)));
    else if (setting.needed === true || value !== undefined || file !== undefined)
      ask(setting, service, value ?? file, asking);
  }
  if (engine === 'redis') addRedisPassword(project, service, asking);
  return { ...asking, secrets: [...new Set(secrets)] };
}

/** The port that a service is told to listen on; undefined for that of its image. */
function portOf({ command, environment }: Service): string | undefined {
  const words = command?.words.map(({ value }) => value) ?? [];
  const flags = words.flatMap((word, index) => {
    const isNamed = word === '--port' || (word === '-p' && words[0] === 'postgres');
    return isNamed ? [words[index + 1] ?? ''] : (/^(?:--)?port=(.*)$/.exec(word)?.slice(1) ?? []);
  });
  const variables = ['PGPORT', 'MYSQL_TCP_PORT'].map((name) => environment.get(name)?.value?.value ?? '');
  return [...flags, ...variables].find((port) => /^\d+$/.test(port));
}

/** The first of the names that the service is given something under. */
function first(
  project: Project,
  { environment }: Service,
  names: readonly string[],
): Located<string> | undefined {
  const values = names.flatMap((name) => environment.get(name)?.value ?? []);
  return values.find((value) => textOf(project, value) !== '');
}

/** What the repository does not say, or what must not be written down once more, is asked for by a variable. */
function ask(
  { name, isSecret }: Setting,
  { name: store, nameSpan }: Service,
  literal: Located<string> | undefined,
  { environment, asked, notes }: Asking,
): void {
  const variable = `${store.toUpperCase().replace(/\W/g, '_')}_${name.replace('STORE_', '')}`;
  const what = isSecret === true ? `the password of ${store}` : `the database of ${store} to save`;
  environment.push(entry(name, raw(`\${${variable}:?${what}}`)));
  asked.push({ name: variable, what });
  const text =
    literal === undefined
      ? `${variable} is to be set: nothing says ${what}`
      : `${variable} is to be set to ${what}, which is written out and is not copied`;
  notes.push({ kind: 'decide', text, at: literal?.span ?? nameSpan });
}

/** A password that Redis gets by its command line. */
function addRedisPassword(project: Project, service: Service, asking: Asking): void {
  const words = service.command?.words ?? [];
  const at = words.findIndex(({ value }) => value === '--requirepass');
  const named = at === -1 ? undefined : words[at + 1];
  const inOne = words.find(({ value }) => value.includes('--requirepass '));
  const fromEnv = first(project, service, ['REDIS_PASSWORD', 'VALKEY_PASSWORD']);
  if (named === undefined && inOne === undefined && fromEnv === undefined) return;
  const value = [named, fromEnv].find((one) => one !== undefined && isVariable(project, one));
  if (value !== undefined) asking.environment.push(entry('STORE_PASSWORD', asWritten(project, value)));
  else ask({ name: 'STORE_PASSWORD', names: [], isSecret: true }, service, named ?? inOne, asking);
}
