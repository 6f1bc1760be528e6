import { bad, defineRule, good } from '../rule.ts';
import { joined } from '../shared/address-fix.ts';
import { usedAddressesOf } from '../shared/env-address.ts';
import { hasExternalNetwork, hostsOf, networksOf, ownHostsOf } from '../shared/stack.ts';
import { reviewFix } from '../shared/yaml-fix.ts';

export default defineRule({
  id: 'url-host-other-network',
  area: 'compose',
  severity: 'critical',
  confidence: 'likely',
  aliases: [],
  title: 'An environment value names a service that shares no network with this one',
  why: 'Name resolution fails inside the container: services only see those on a network of theirs.',
  fix: 'Put both services on one network.',
  references: ['https://docs.docker.com/compose/how-tos/networking/'],
  on: 'service',
  *check(service, { stack, project }) {
    const own = networksOf(service);
    if (!service.enabled || own === undefined || hasExternalNetwork(stack, service)) return;
    for (const { host, entry, value } of usedAddressesOf(service, stack, project)) {
      const other = hostsOf(stack).get(host);
      if (other === undefined || other === service || ownHostsOf(service).has(host)) continue;
      const theirs = networksOf(other);
      if (theirs === undefined || hasExternalNetwork(stack, other)) continue;
      if ([...theirs].some((name) => own.has(name))) continue;
      const places = [...service.networks, ...other.networks];
      yield {
        at: value.span,
        message: `${service.name} reaches for ${other.name} in ${entry.name}, but shares no network with it`,
        object: `services.${service.name}.environment.${entry.name}`,
        related: places.map((network) => ({
          at: network.span,
          message: `${service.networks.includes(network) ? service.name : other.name} is on ${network.name}`,
        })),
        ...reviewFix(`Put ${service.name} on its network`, joined(project, stack, service, other)),
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
              networks: [front]
              environment:
                REDIS_URL: redis://cache:6379/0
            cache:
              image: redis:7.4
              networks: [back]
          networks:
            front:
            back:
        `,
      },
      'compose.yaml:6:18',
      {
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              networks: [front, back]
              environment:
                REDIS_URL: redis://cache:6379/0
            cache:
              image: redis:7.4
              networks: [back]
          networks:
            front:
            back:
        `,
      },
    ),
    bad(
      {
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              networks:
                front: # to the proxy
                  aliases: [backend]
                # - back
              environment:
                - REDIS_URL=redis://cache:6379/0
            cache:
              image: redis:7.4
              networks:
              - back
          networks:
            front:
            back:
        `,
      },
      'compose.yaml:9:19',
      {
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              networks:
                front: # to the proxy
                  aliases: [backend]
                back:
                # - back
              environment:
                - REDIS_URL=redis://cache:6379/0
            cache:
              image: redis:7.4
              networks:
              - back
          networks:
            front:
            back:
        `,
      },
    ),
    good({
      'compose.yaml': `
        services:
          api:
            image: ghcr.io/acme/api:1.4.2
            networks: [front, back]
            environment:
              REDIS_URL: redis://cache:6379/0
          cache:
            image: redis:7.4
            networks: [back]
        networks:
          front:
          back:
      `,
    }),
    // What the other one extends is missing, and may name the network.
    good({
      'compose.yaml': `
        services:
          api:
            image: ghcr.io/acme/api:1.4.2
            environment: {DB_HOST: db}
            networks: [back]
          db:
            image: postgres:16.4
            extends: {file: compose.common.yaml, service: db}
        networks:
          back:
      `,
    }),
  ],
});
