import type { BuildLink, Project } from '../../model/project.ts';
import type { Service } from '../../model/service.ts';
import { bad, defineRule, good } from '../rule.ts';
import { rootImageOf } from '../shared/image.ts';
import { hostsOf, linkOf, ownHostsOf } from '../shared/stack.ts';

export default defineRule({
  id: 'mongo-login-database',
  area: 'compose',
  severity: 'critical',
  confidence: 'likely',
  aliases: [],
  title: 'A service logs in to MongoDB with the root user, and to another database than the one that has it',
  why: 'The image makes that user in `admin`, and a client looks for it in the database of the URL: "Authentication failed".',
  fix: 'Add `?authSource=admin` to the URL.',
  references: [
    'https://www.mongodb.com/docs/manual/reference/connection-string-options/#mongodb-urioption-urioption.authSource',
    'https://hub.docker.com/_/mongo#environment-variables',
  ],
  joins: 'file',
  on: 'service',
  *check(service, { project, stack, link }) {
    if (!service.enabled) return;
    for (const { name, value } of service.environment.values()) {
      const found = value === undefined ? null : rootUrl.exec(value.value);
      const [, user = '', host = '', database = '', options = ''] = found ?? [];
      if (found === null || value === undefined || database === 'admin') continue;
      if (/authSource|authMechanism|\$external/i.test(options)) continue;
      const other = hostsOf(stack).get(host.toLowerCase());
      if (other === undefined || other === service || ownHostsOf(service).has(host)) continue;
      const root = other.environment.get('MONGO_INITDB_ROOT_USERNAME')?.value;
      if (root === undefined || root.value !== decoded(user) || !isPlainMongo(project, other)) continue;
      // A file that stands alone may have been read as one that changes the other.
      if (stack.files.length > 1 && root.span.file !== value.span.file) continue;
      if (saysItself(project, service, link)) continue;
      yield {
        at: value.span,
        message: `${service.name} logs in to database ${database} of ${host} in ${name}, but ${other.name} keeps its root user in admin`,
        object: `services.${service.name}.environment.${name}`,
        related: [{ at: root.span, message: 'the root user is named here' }],
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
                MONGODB_URI: mongodb://root:\${MONGO_PASSWORD:?}@mongo:27017/shop
            mongo:
              image: mongo:8.0
              environment:
                MONGO_INITDB_ROOT_USERNAME: root
                MONGO_INITDB_ROOT_PASSWORD: \${MONGO_PASSWORD:?}
        `,
      },
      'compose.yaml:5:20',
    ),
    good({
      'compose.yaml': `
        services:
          api:
            image: ghcr.io/acme/api:1.4.2
            environment:
              MONGODB_URI: mongodb://root:\${MONGO_PASSWORD:?}@mongo:27017/shop?authSource=admin
              ADMIN_URI: mongodb://root:\${MONGO_PASSWORD:?}@mongo:27017
              SHOP_URI: mongodb://shop:\${MONGO_PASSWORD:?}@mongo:27017/shop
          mongo:
            image: mongo:8.0
            environment:
              MONGO_INITDB_ROOT_USERNAME: root
              MONGO_INITDB_ROOT_PASSWORD: \${MONGO_PASSWORD:?}
      `,
    }),
  ],
});

const rootUrl = /\bmongodb:\/\/([^:@/\s]+):[^\s]*?@([\w.-]+)(?::\d+)?\/([\w-]+)(\?\S*)?$/;

function decoded(user: string): string {
  try {
    return decodeURIComponent(user);
  } catch {
    return user;
  }
}

/** The image of MongoDB itself, with no scripts of its first start that may make more users. */
function isPlainMongo(project: Project, service: Service): boolean {
  if (rootImageOf(service, linkOf(project, service))?.repository !== 'mongo') return false;
  return !service.mounts.some(({ target }) => target.value.startsWith('/docker-entrypoint-initdb.d'));
}

/** Code may name the database of the user beside the URL. */
function saysItself(project: Project, service: Service, link: BuildLink | undefined): boolean {
  if ([...service.environment.keys()].some((name) => /AUTH_?(?:SOURCE|ENTICATION_DATABASE|DB)/i.test(name)))
    return true;
  return (link?.sources ?? []).some(({ file }) =>
    /auth_?source|authentication-?database/i.test(project.files.text(file, 200_000) ?? ''),
  );
}
