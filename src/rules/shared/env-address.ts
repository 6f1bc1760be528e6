// Addresses in environment values: URLs, and the values of `*_HOST` keys.
import type { BuildLink, Project } from '../../model/project.ts';
import type { EnvEntry, EnvFileUse, Service, Stack } from '../../model/service.ts';
import { type DataStore, dataStores } from './data-stores.ts';
import { envReadsOf } from './env-reads.ts';
import { linkOf } from './stack.ts';

export interface EnvAddress {
  readonly entry: EnvEntry;
  readonly value: NonNullable<EnvEntry['value']>;
  readonly scheme: string | undefined;
  readonly host: string;
  readonly port: number | undefined;
}

const url =
  /\b(https?|wss?|postgres(?:ql)?|mysql|mariadb|mongodb|rediss?|valkey|amqps?|nats|tcp|grpc|bolt|neo4j|clickhouse|memcached|smtps?|ldaps?)(?:\+\w+)?:\/\/(?:[^\s/@"'<>]*@)?([\w.-]+)(?::(\d{1,5}))?(?=$|[/?,;\s"'#&])/gi;
const hostKey = /(?:^|_)(?:HOST|HOSTNAME)$|^PGHOST$/i;
/** Keys of the listening side, where a host is the own address. */
const ownSide = /LISTEN|ADVERTISED|BIND|ALLOWED|VIRTUAL_HOST|CORS|TRUSTED|LETSENCRYPT/i;

/** Addresses that a service's environment names, in the order of the file. */
export function addressesOf(service: Service): readonly EnvAddress[] {
  const known = cache.get(service) ?? [...service.environment.values()].flatMap(addressesIn);
  cache.set(service, known);
  return known;
}

const cache = new WeakMap<Service, readonly EnvAddress[]>();

/**
 * Those that the service is likely to look at: an env file of several services holds what any of them needs, and an
 * image of somebody else, or code that asks for other names, passes over the rest.
 */
export function usedAddressesOf(service: Service, stack: Stack, project: Project): readonly EnvAddress[] {
  const addresses = addressesOf(service);
  if (addresses.every(({ entry }) => entry.from === 'environment')) return addresses;
  const link = linkOf(project, service);
  const reads = new Set(envReadsOf(link).map(({ name }) => name));
  if (link !== undefined && reads.size === 0) return addresses;
  return addresses.filter(
    ({ entry, value }) =>
      entry.from === 'environment' || reads.has(entry.name) || !isShared(stack, value.span.file),
  );
}

function isShared(stack: Stack, file: string): boolean {
  const shared = sharedFiles.get(stack) ?? sharedIn(stack);
  sharedFiles.set(stack, shared);
  return shared.has(file);
}

const sharedFiles = new WeakMap<Stack, ReadonlySet<string>>();

/** Env files of more than one service. */
function sharedIn({ services }: Stack): ReadonlySet<string> {
  const met = new Set<string>();
  const shared = new Set<string>();
  for (const { envFiles } of services.values()) {
    const own = new Set(envFiles.map(({ path }) => path.value));
    for (const file of own) (met.has(file) ? shared : met).add(file);
  }
  return shared;
}

export function addressesIn(entry: EnvEntry): readonly EnvAddress[] {
  const { value, name } = entry;
  if (value === undefined || ownSide.test(name) || value.value.includes('$')) return [];
  const urls = [...value.value.matchAll(url)].map(([, scheme, host = '', port]) => ({
    entry,
    value,
    scheme: scheme?.toLowerCase(),
    host: host.toLowerCase(),
    port: port === undefined ? undefined : Number(port),
  }));
  if (urls.length > 0) return urls;
  if (!hostKey.test(name) || !/^[a-z][\w-]*$/i.test(value.value)) return [];
  return [{ entry, value, scheme: undefined, host: value.value.toLowerCase(), port: undefined }];
}

/**
 * Addresses that a service's code is given by the example of an env file that everyone is to make: `.env.example`, where
 * `env_file` names `.env` and `environment` does not say otherwise.
 */
export function exampleAddressesOf(
  { envFiles }: Project,
  service: Service,
  link: BuildLink | undefined,
): readonly ExampleAddress[] {
  const missing = service.envFiles.filter(({ exists }) => !exists);
  if (link === undefined || missing.length === 0) return [];
  const read = new Set(envReadsOf(link).map(({ name }) => name));
  return [...envFiles.values()].flatMap(({ isExample, file, entries }) => {
    const use = missing.find(({ path }) => file.startsWith(`${path.value}.`));
    if (!isExample || use === undefined) return [];
    return entries
      .filter(({ name }) => read.has(name.value) && !service.environment.has(name.value))
      .flatMap(({ name, value }) =>
        addressesIn({ name: name.value, nameSpan: name.span, value, from: 'env_file' }),
      )
      .map((address) => ({ ...address, use }));
  });
}

interface ExampleAddress extends EnvAddress {
  /** The file that is to be made of the example. */
  readonly use: EnvFileUse;
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '0.0.0.0' || /^127\./.test(host);
}

/** Keys whose URL a browser or an outside party calls, so that localhost is right. */
function isForBrowser(name: string): boolean {
  return /PUBLIC|CORS|ORIGIN|FRONTEND|CLIENT|CALLBACK|REDIRECT|SITE|APP_URL|EXTERNAL|ALLOWED|ISSUER|AUTH_URL|VITE|REACT|NUXT|ADVERTISED|DOMAIN|ROOT_URL|BROWSER|HOMEPAGE|WEBHOOK|OAUTH|BASE_URL|BASE_PATH|SERVER_URL|DASHBOARD|(?:^|_)UI|(?:^|_)WEB|LINK|HOST_?NAME/i.test(
    name,
  );
}

/** The data store that the URL's scheme or the key's name (`PGHOST`, `REDIS_HOST`) speaks to. */
export function storeOf({ scheme, entry }: EnvAddress): DataStore | undefined {
  if (isForBrowser(entry.name) && scheme !== undefined && /^(?:http|ws)/.test(scheme)) return undefined;
  if (scheme !== undefined) return dataStores.find((store) => store.schemes.includes(scheme));
  const names: readonly (readonly [RegExp, string])[] = [
    [/^(?:PG|POSTGRES_)HOST/, 'PostgreSQL'],
    [/^REDIS_HOST/, 'Redis'],
    [/^MYSQL_HOST/, 'MySQL'],
    [/^MONGO(?:DB)?_HOST/, 'MongoDB'],
  ];
  const name = names.find(([pattern]) => pattern.test(entry.name))?.[1];
  return dataStores.find((store) => store.name === name);
}
