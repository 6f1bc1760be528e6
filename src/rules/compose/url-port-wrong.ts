import { bad, defineRule, good } from '../rule.ts';
import { readdressedVariable } from '../shared/address-fix.ts';
import { usedAddressesOf } from '../shared/env-address.ts';
import { hostsOf, ownHostsOf } from '../shared/stack.ts';
import { wrongPort } from '../shared/wrong-port.ts';
import { reviewFix } from '../shared/yaml-fix.ts';

export default defineRule({
  id: 'url-port-wrong',
  area: 'compose',
  severity: 'high',
  confidence: 'likely',
  aliases: [],
  title: 'An environment value names a port on which the service does not listen',
  why: 'Between containers the container port counts, not the published one: the connection is refused.',
  fix: 'Use the port on which the other service listens inside its container.',
  references: ['https://docs.docker.com/compose/how-tos/networking/'],
  on: 'service',
  *check(service, { stack, project }) {
    if (!service.enabled) return;
    for (const address of usedAddressesOf(service, stack, project)) {
      const { host, port, entry, value } = address;
      const other = hostsOf(stack).get(host);
      if (other === undefined || port === undefined || ownHostsOf(service).has(host)) continue;
      const wrong = other === service ? undefined : wrongPort(project, port, other);
      if (wrong === undefined) continue;
      yield {
        at: value.span,
        message: `${service.name} reaches for ${host}:${port} in ${entry.name}, but ${other.name} listens on ${wrong.listens}`,
        object: `services.${service.name}.environment.${entry.name}`,
        related: wrong.related,
        ...reviewFix(
          `Name port ${wrong.listens}`,
          readdressedVariable(project, address, { host, port: wrong.listens }),
        ),
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
                DATABASE_URL: postgres://app@db:5433/app
            db:
              image: postgres:16.4
              ports: ["127.0.0.1:5433:5432"]
        `,
      },
      'compose.yaml:5:21',
      {
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              environment:
                DATABASE_URL: postgres://app@db:5432/app
            db:
              image: postgres:16.4
              ports: ["127.0.0.1:5433:5432"]
        `,
      },
    ),
    bad(
      {
        'compose.yaml': `
          x-env: &env { LOG_LEVEL: info }
          services:
              api:
                  image: ghcr.io/acme/api:1.4.2
                  environment:
                      <<: *env
                      # as seen from the host
                      DATABASE_URL: "postgres://db:secret@db:5433/db?sslmode=disable" # one store
              db:
                  image: postgres:16.4
                  ports: ["127.0.0.1:5433:5432"]
        `,
      },
      'compose.yaml:8:27',
      {
        'compose.yaml': `
          x-env: &env { LOG_LEVEL: info }
          services:
              api:
                  image: ghcr.io/acme/api:1.4.2
                  environment:
                      <<: *env
                      # as seen from the host
                      DATABASE_URL: "postgres://db:secret@db:5432/db?sslmode=disable" # one store
              db:
                  image: postgres:16.4
                  ports: ["127.0.0.1:5433:5432"]
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
              AUTH_URL: http://auth:9000
          db:
            image: postgres:16.4
            ports: ["127.0.0.1:5433:5432"]
          auth:
            image: ghcr.io/acme/auth:1.4.2
      `,
    }),
  ],
});
