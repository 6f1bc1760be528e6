import type { Located } from '../../base/span.ts';
import type { EnvEntry, Service } from '../../model/service.ts';
import { bad, defineRule, good } from '../rule.ts';
import { dataStoreOf } from '../shared/data-stores.ts';
import { type EnvAddress, usedAddressesOf } from '../shared/env-address.ts';
import { rootImageOf } from '../shared/image.ts';
import { hostsOf, linkOf, ownHostsOf } from '../shared/stack.ts';

export default defineRule({
  id: 'store-password-differs',
  area: 'compose',
  severity: 'critical',
  confidence: 'likely',
  aliases: [],
  title: 'A service logs in with another password than its data store is set up with',
  why: 'The store refuses the login, and the service fails at start or with its first request.',
  fix: 'Take both from the same variable.',
  references: [
    'https://hub.docker.com/_/postgres#environment-variables',
    'https://hub.docker.com/_/mysql#environment-variables',
    'https://hub.docker.com/_/mongo#environment-variables',
  ],
  joins: 'file',
  on: 'service',
  *check(service, { project, stack }) {
    if (!service.enabled) return;
    for (const address of usedAddressesOf(service, stack, project)) {
      const other = hostsOf(stack).get(address.host);
      if (other === undefined || other === service || ownHostsOf(service).has(address.host)) continue;
      const login = loginIn(address);
      const store = dataStoreOf(rootImageOf(other, linkOf(project, other)));
      if (login === undefined || store?.schemes.includes(address.scheme ?? '') !== true) continue;
      const set = accountsOf(store.name, other).find(({ user }) => user === login.user)?.password;
      if (set === undefined || set.value === login.password) continue;
      yield {
        at: address.value.span,
        message: `${service.name} logs in to ${address.host} as ${login.user} in ${address.entry.name}, with another password than ${other.name} gives that user`,
        object: `services.${service.name}.environment.${address.entry.name}`,
        related: [{ at: set.span, message: `${store.name} is told the password here` }],
      };
    }
  },
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              environment:
                DATABASE_URL: postgres://shop:shop@db:5432/shop
                MONGODB_URI: mongodb://admin:admin123@mongo:27017/shop?authSource=admin
            db:
              image: postgres:17.2
              environment: [POSTGRES_USER=shop, "POSTGRES_PASSWORD=\${DB_PASSWORD:-other}"]
            mongo:
              image: mongo:8.0
              environment:
                MONGO_INITDB_ROOT_USERNAME: admin
                MONGO_INITDB_ROOT_PASSWORD: \${MONGO_PASSWORD:-long_pass_2024}
        `,
      },
      ['compose.yaml:5:21', 'compose.yaml:6:20'],
    ),
    good({
      'compose.yaml': `
        services:
          api:
            image: ghcr.io/acme/api:1.4.2
            environment:
              DATABASE_URL: postgres://shop:\${DB_PASSWORD:-shop}@db:5432/shop
              REPORTS_URL: postgres://reader:reader@db:5432/shop
              MYSQL_URL: mysql://root:p%40ss@mysql/shop
              BLANK_URL: postgres://postgres:\${NOT_SET}@blank/shop
          db:
            image: postgres:17.2
            environment: [POSTGRES_USER=shop, "POSTGRES_PASSWORD=\${DB_PASSWORD:-shop}"]
          mysql:
            image: mysql:8.4
            environment: { MYSQL_ROOT_PASSWORD: p@ss, MYSQL_USER: shop, MYSQL_PASSWORD: shop }
          blank:
            image: postgres:17.2
            environment: { POSTGRES_PASSWORD: given }
      `,
    }),
  ],
});

interface Account {
  readonly user: string;
  readonly password: Located<string> | undefined;
}

/** The users that the image makes when it first starts. */
function accountsOf(store: string, { environment }: Service): readonly Account[] {
  const given = (name: string) => known(environment.get(name));
  const named = (name: string, usual: string) => (environment.has(name) ? given(name)?.value : usual);
  const account = (user: string | undefined, password: Located<string> | undefined) =>
    user === undefined ? [] : [{ user, password }];
  switch (store) {
    case 'PostgreSQL':
      return account(named('POSTGRES_USER', 'postgres'), given('POSTGRES_PASSWORD'));
    case 'MySQL':
    case 'MariaDB':
      return ['MYSQL', 'MARIADB'].flatMap((brand) => [
        ...account(given(`${brand}_USER`)?.value, given(`${brand}_PASSWORD`)),
        ...account(given(`${brand}_ROOT_PASSWORD`) && 'root', given(`${brand}_ROOT_PASSWORD`)),
      ]);
    case 'MongoDB':
      return account(given('MONGO_INITDB_ROOT_USERNAME')?.value, given('MONGO_INITDB_ROOT_PASSWORD'));
    case 'RabbitMQ':
      return account(given('RABBITMQ_DEFAULT_USER')?.value, given('RABBITMQ_DEFAULT_PASS'));
    default:
      return [];
  }
}

/** A value that says all: neither blank nor waiting for the shell. */
function known(entry: EnvEntry | undefined): Located<string> | undefined {
  const value = entry?.value;
  return value === undefined || value.value === '' || value.value.includes('$') ? undefined : value;
}

function loginIn({
  host,
  value,
}: EnvAddress): { readonly user: string; readonly password: string } | undefined {
  const text = value.value;
  const end = text.toLowerCase().indexOf(`@${host}`);
  const start = text.lastIndexOf('://', end);
  const [user = '', password = '', ...more] = end === -1 ? [] : text.slice(start + 3, end).split(':');
  if (start === -1 || user === '' || password === '' || more.length > 0 || /[<{]/.test(password))
    return undefined;
  try {
    return { user: decodeURIComponent(user), password: decodeURIComponent(password) };
  } catch {
    return undefined;
  }
}
