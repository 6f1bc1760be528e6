import { bad, defineRule, good } from '../rule.ts';
import { joined } from '../shared/address-fix.ts';
import { hasExternalNetwork, networksOf } from '../shared/stack.ts';
import { isRouted, traefikOf } from '../shared/traefik.ts';
import { reviewFix } from '../shared/yaml-fix.ts';

export default defineRule({
  id: 'traefik-network-not-shared',
  area: 'compose',
  severity: 'high',
  confidence: 'likely',
  aliases: [],
  title: 'Traefik forwards to a service with which it shares no network',
  why: 'Every request ends with 504 Gateway Timeout: Traefik knows the address, but has no way to it.',
  fix: 'Put the service on a network of Traefik.',
  references: ['https://doc.traefik.io/traefik/providers/docker/#network'],
  on: 'service',
  *check(service, { stack, project }) {
    const traefik = service.enabled && isRouted(service) ? traefikOf(stack) : undefined;
    if (traefik === undefined || traefik === service) return;
    if (hasExternalNetwork(stack, service) || hasExternalNetwork(stack, traefik)) return;
    const own = networksOf(service);
    const theirs = networksOf(traefik);
    if (own === undefined || theirs === undefined || [...theirs].some((name) => own.has(name))) return;
    const places = traefik.networks.map(({ name, span }) => ({
      at: span,
      message: `${traefik.name} is on ${name}`,
    }));
    yield {
      at: service.keys.get('networks') ?? service.nameSpan,
      message: `${traefik.name} routes to ${service.name}, but shares no network with it`,
      object: `services.${service.name}.networks`,
      related:
        places.length > 0 ? places : [{ at: traefik.nameSpan, message: `${traefik.name} is on default` }],
      ...reviewFix(`Put ${service.name} on its network`, joined(project, stack, service, traefik)),
    };
  },
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            proxy:
              image: traefik:v3.2
              networks: [edge]
            api:
              image: ghcr.io/acme/api:1.4.2
              labels:
                traefik.http.routers.api.rule: Host("api.example.com")
          networks:
            edge:
        `,
      },
      'compose.yaml:5:3',
      {
        'compose.yaml': `
          services:
            proxy:
              image: traefik:v3.2
              networks: [edge]
            api:
              image: ghcr.io/acme/api:1.4.2
              labels:
                traefik.http.routers.api.rule: Host("api.example.com")
              networks:
                - default
                - edge
          networks:
            edge:
        `,
      },
    ),
    bad(
      {
        'compose.yaml': `
          services:
            proxy: { image: traefik:v3.2, networks: [edge] }
            api:
              image: ghcr.io/acme/api:1.4.2
              networks: { back: } # to the store
              labels:
                traefik.http.routers.api.rule: Host("api.example.com")
          networks: { edge: {}, back: {} }
        `,
      },
      'compose.yaml:5:5',
      {
        'compose.yaml': `
          services:
            proxy: { image: traefik:v3.2, networks: [edge] }
            api:
              image: ghcr.io/acme/api:1.4.2
              networks: { back:, edge: null } # to the store
              labels:
                traefik.http.routers.api.rule: Host("api.example.com")
          networks: { edge: {}, back: {} }
        `,
      },
    ),
    good({
      'compose.yaml': `
        services:
          proxy:
            image: traefik:v3.2
            networks: [edge]
          api:
            image: ghcr.io/acme/api:1.4.2
            networks: [edge, default]
            labels:
              traefik.http.routers.api.rule: Host("api.example.com")
        networks:
          edge:
      `,
    }),
  ],
});
