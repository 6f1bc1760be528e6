import type { Span } from '../../base/span.ts';
import type { Service } from '../../model/service.ts';
import { bad, defineRule, good } from '../rule.ts';
import { lineText } from '../shared/command.ts';
import { dataStoreOf } from '../shared/data-stores.ts';
import { type EnvAddress, usedAddressesOf } from '../shared/env-address.ts';
import { rootImageOf, stageOf } from '../shared/image.ts';
import { hostsOf, linkOf, ownHostsOf } from '../shared/stack.ts';

export default defineRule({
  id: 'store-login-missing',
  area: 'compose',
  severity: 'high',
  confidence: 'likely',
  aliases: [],
  title: 'A service reaches for a data store without the login that the store asks for',
  why: 'The connection is made and each command is refused ("Authentication required"), often only when it is first used.',
  fix: 'Put user and password into the URL, as the store is told them.',
  references: [
    'https://www.mongodb.com/docs/manual/reference/connection-string/',
    'https://redis.io/docs/latest/operate/oss_and_stack/management/security/#authentication',
    'https://www.rabbitmq.com/docs/uri-spec',
  ],
  joins: 'file',
  on: 'service',
  *check(service, { project, stack, link }) {
    if (!service.enabled || mayKnowMore(service) || viewer.test(service.name)) return;
    for (const address of usedAddressesOf(service, stack, project)) {
      const { host, entry, value } = address;
      const other = hostsOf(stack).get(host);
      if (other === undefined || other === service || ownHostsOf(service).has(host)) continue;
      const store = dataStoreOf(rootImageOf(other, linkOf(project, other)));
      if (store === undefined || !store.schemes.includes(address.scheme ?? '') || hasLogin(address)) continue;
      const asked = askedFor(store.name, other);
      const built = link === undefined ? undefined : stageOf(link)?.image.env.keys();
      const names = [...service.environment.keys(), ...(built ?? [])];
      if (asked === undefined || names.some((name) => isLogin(name, entry.name))) continue;
      yield {
        at: value.span,
        message: `${service.name} reaches for ${host} in ${entry.name} without a login, but ${other.name} asks for one`,
        object: `services.${service.name}.environment.${entry.name}`,
        related: [{ at: asked, message: `${store.name} is told its password here` }],
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
                MONGODB_URI: mongodb://mongo:27017/shop
                REDIS_URL: redis://cache:6379/0
                AMQP_URL: amqp://queue:5672
            mongo:
              image: mongo:8.0
              environment:
                MONGO_INITDB_ROOT_USERNAME: shop
                MONGO_INITDB_ROOT_PASSWORD: \${MONGO_PASSWORD:-shop}
            cache:
              image: redis:8.0-alpine
              command: redis-server --requirepass \${REDIS_PASSWORD:-shop}
            queue:
              image: rabbitmq:4.1
              environment: { RABBITMQ_DEFAULT_USER: shop, RABBITMQ_DEFAULT_PASS: "\${QUEUE_PASSWORD:-shop}" }
        `,
      },
      ['compose.yaml:5:20', 'compose.yaml:6:18', 'compose.yaml:7:17'],
    ),
    good({
      'compose.yaml': `
        services:
          api:
            image: ghcr.io/acme/api:1.4.2
            environment:
              MONGODB_URI: mongodb://shop:shop@mongo:27017/shop?authSource=admin
              REDIS_URL: redis://cache:6379/0
              REDIS_PASSWORD: \${REDIS_PASSWORD:-shop}
              AMQP_URL: amqp://queue:5672
          mongo-webui:
            image: ghcr.io/acme/webui:1.4.2
            environment: { MONGO_URL: "mongodb://mongo:27017/" }
          worker:
            image: ghcr.io/acme/worker:1.4.2
            env_file: worker.env
            environment:
              MONGODB_URI: mongodb://mongo:27017/shop
          mongo:
            image: mongo:8.0
            environment:
              MONGO_INITDB_ROOT_USERNAME: shop
              MONGO_INITDB_ROOT_PASSWORD: \${MONGO_PASSWORD:-shop}
          cache:
            image: redis:8.0-alpine
            command: redis-server --requirepass \${REDIS_PASSWORD:-shop}
          queue:
            image: rabbitmq:4.1
      `,
    }),
  ],
});

/** Who looks at a store in the browser is asked for the login there. */
const viewer = /(?:^|[-_])(?:web-?)?(?:ui|gui|admin|express|commander|insight|studio|compass)$/i;

/** An env file that is made on each machine, or a mounted secret, may hold the login. */
function mayKnowMore({ envFiles, secrets }: Service): boolean {
  return secrets.length > 0 || envFiles.some(({ exists }) => !exists);
}

function hasLogin({ scheme = '', host, value }: EnvAddress): boolean {
  const bare = new RegExp(`${scheme}(?:\\+\\w+)?://${host.replace(/\W/g, '\\$&')}(?=$|[:/?,])`, 'i');
  return !bare.test(value.value) || /pass(?:word)?=|authMechanism|@/i.test(value.value);
}

/** Names under which a login may come beside the URL; those of the same beginning as the URL's own. */
function isLogin(name: string, url: string): boolean {
  if (!/PASS|PWD|AUTH|USER|SECRET|CRED|LOGIN|TOKEN/i.test(name)) return false;
  const own = /^([A-Za-z]+)/.exec(url)?.[1] ?? url;
  return (
    /MONGO|REDIS|VALKEY|RABBIT|AMQP|BROKER|CACHE|QUEUE|^DB_|DATABASE|STORE/i.test(name) ||
    name.startsWith(own)
  );
}

/** Where the store is told to ask for a password; undefined where it asks for none. */
function askedFor(store: string, { environment, command, entrypoint }: Service): Span | undefined {
  const given = (name: string) => {
    const value = environment.get(name)?.value;
    return value === undefined || value.value === '' ? undefined : value;
  };
  const line = command ?? entrypoint;
  switch (store) {
    case 'MongoDB':
      // The entrypoint of the image turns authentication on where both are set.
      return given('MONGO_INITDB_ROOT_USERNAME') && given('MONGO_INITDB_ROOT_PASSWORD')?.span;
    case 'Redis':
    case 'Valkey':
      return /--requirepass[\s"']+[^\s"'-]/.test(lineText(line)) ? line?.span : undefined;
    case 'RabbitMQ':
      // Without a login clients are `guest`, whom the image makes only where no other user is named.
      return /^(?:guest)?$/.test(given('RABBITMQ_DEFAULT_USER')?.value ?? '')
        ? undefined
        : given('RABBITMQ_DEFAULT_USER')?.span;
    default:
      return undefined;
  }
}
