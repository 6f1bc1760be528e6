import type { BuildLink } from '../../model/project.ts';
import type { Service, Stack } from '../../model/service.ts';
import { bad, defineRule, good } from '../rule.ts';
import { reachable, readdressedVariable } from '../shared/address-fix.ts';
import { type DataStore, dataStoreOf } from '../shared/data-stores.ts';
import { exampleAddressesOf, isLoopback, storeOf, usedAddressesOf } from '../shared/env-address.ts';
import { rootImageOf } from '../shared/image.ts';
import { reviewFix } from '../shared/yaml-fix.ts';

export default defineRule({
  id: 'url-localhost-in-container',
  area: 'compose',
  severity: 'high',
  confidence: 'likely',
  aliases: [],
  title: 'An environment value looks for a data store on localhost that runs in another container',
  why: 'Inside a container localhost is the container itself, so the connection is refused.',
  fix: 'Use the service name of the data store as host.',
  references: ['https://docs.docker.com/compose/how-tos/networking/'],
  on: 'service',
  *check(service, { stack, link, project }) {
    if (!service.enabled || service.networkMode !== undefined) return;
    for (const address of usedAddressesOf(service, stack, project)) {
      const store = isLoopback(address.host) ? storeOf(address) : undefined;
      const other = store && serviceOf(store, service, stack);
      if (store === undefined || other === undefined || runsItself(store, service, link)) continue;
      const to = reachable(project, stack, service, { target: other, name: other.name, port: address.port });
      yield {
        at: address.value.span,
        message: `${service.name} looks for ${store.name} on ${address.host} in ${address.entry.name}, but ${other.name} runs it`,
        object: `services.${service.name}.environment.${address.entry.name}`,
        related: [{ at: other.nameSpan, message: `${other.name} answers to its service name` }],
        ...reviewFix(`Name ${other.name}`, readdressedVariable(project, address, to)),
      };
    }
    for (const address of exampleAddressesOf(project, service, link)) {
      const { host, entry, value, use } = address;
      const store = isLoopback(host) ? storeOf(address) : undefined;
      const other = store && serviceOf(store, service, stack);
      if (store === undefined || other === undefined || runsItself(store, service, link)) continue;
      yield {
        at: use.path.span,
        message: `the example of ${use.path.value} names ${store.name} on ${host} in ${entry.name}, but ${other.name} runs it`,
        object: `services.${service.name}.environment.${entry.name}`,
        // Whoever copies it may know.
        severity: 'medium',
        related: [{ at: value.span, message: `${service.name} is given this` }],
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
                - DATABASE_URL=postgres://app@localhost:5432/app
            db:
              image: postgres:16.4
        `,
      },
      'compose.yaml:5:22',
      {
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              environment:
                - DATABASE_URL=postgres://app@db:5432/app
            db:
              image: postgres:16.4
        `,
      },
    ),
    bad(
      {
        'compose.yaml': `
          services:
            api:
              build: .
              env_file: .env
              environment: { REDIS_URL: redis://cache:6379 }
            db:
              image: postgres:16.4
            cache:
              image: redis:7.4
        `,
        Dockerfile: `
          FROM node:22.11-alpine
          COPY server.js ./
          CMD ["node", "server.js"]
        `,
        'server.js': 'connect(process.env.DATABASE_URL, process.env.REDIS_URL);\n',
        '.env.example': `
          DATABASE_URL=postgres://app@localhost:5432/app
          REDIS_URL=redis://localhost:6379
          SPARE_URL=postgres://app@localhost:5432/spare
        `,
      },
      'compose.yaml:4:15',
    ),
    bad(
      {
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              environment: { REDIS_URL: 'redis://localhost:6380/0', LOG_LEVEL: info }
            cache:
              image: redis:7.4
              ports:
              - "127.0.0.1:6380:6379"
        `,
      },
      'compose.yaml:4:31',
      {
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              environment: { REDIS_URL: 'redis://cache:6379/0', LOG_LEVEL: info }
            cache:
              image: redis:7.4
              ports:
              - "127.0.0.1:6380:6379"
        `,
      },
    ),
    good({
      'compose.yaml': `
        services:
          api:
            image: ghcr.io/acme/api:1.4.2
            environment:
              DATABASE_URL: postgres://app@db:5432/app
              PUBLIC_URL: http://localhost:8080
          agent:
            image: ghcr.io/acme/agent:1.4.2
            network_mode: service:db
            environment: {DATABASE_URL: "postgres://app@localhost:5432/app"}
          db:
            image: postgres:16.4
      `,
    }),
  ],
});

function serviceOf(store: DataStore, asking: Service, stack: Stack): Service | undefined {
  return [...stack.services.values()].find((service) => {
    if (service === asking || service.networkMode !== undefined) return false;
    const found = dataStoreOf(rootImageOf(service, undefined));
    return found?.ports[0] === store.ports[0] && found !== undefined;
  });
}

/** The asking container is such a store itself, or starts one beside its own process. */
function runsItself(store: DataStore, service: Service, link: BuildLink | undefined): boolean {
  if (dataStoreOf(rootImageOf(service, link))?.ports[0] === store.ports[0]) return true;
  const runs = link?.dockerfile?.instructions.filter((instruction) => instruction.keyword === 'RUN') ?? [];
  return runs.some((run) =>
    /\b(?:postgresql|redis-server|mysql-server|mariadb-server|mongodb)\b/.test(run.raw.value),
  );
}
