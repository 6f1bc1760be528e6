import { bad, defineRule, good } from '../rule.ts';
import { undefinedInTraefik } from '../shared/traefik.ts';

export default defineRule({
  id: 'traefik-entrypoint-unknown',
  area: 'compose',
  severity: 'high',
  confidence: 'likely',
  aliases: [],
  title: 'A Traefik label names an entry point that Traefik does not have',
  why: 'Traefik leaves the router out with an error in its log, and the service answers with 404.',
  fix: 'Define the entry point with `--entrypoints.<name>.address`, or correct the name in the label.',
  references: ['https://doc.traefik.io/traefik/routing/entrypoints/'],
  on: 'service',
  check: (service, context) =>
    undefinedInTraefik(service, context, {
      kind: 'entrypoints',
      ending: /\.entrypoints$/i,
      what: 'entry point',
    }),
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            proxy:
              image: traefik:v3.2
              command:
                - --providers.docker
                - --entrypoints.web.address=:80
                - --certificatesresolvers.le.acme.httpchallenge=true
            api:
              image: ghcr.io/acme/api:1.4.2
              labels:
                traefik.http.routers.api.rule: Host("api.example.com")
                traefik.http.routers.api.entrypoints: https
        `,
      },
      'compose.yaml:12:45',
    ),
    bad(
      {
        'compose.yaml': `
          services:
            proxy:
              image: traefik:v3.2
              command:
                - --providers.docker
                - --entrypoints.websecure.address=:443
            api:
              image: ghcr.io/acme/api:1.4.2
              labels:
                # routed by name
                - "traefik.http.routers.api.rule=Host(\`api.example.com\`)"
                - 'traefik.http.routers.api.entrypoints=web-secure'   # public
        `,
      },
      'compose.yaml:12:47',
      {
        'compose.yaml': `
          services:
            proxy:
              image: traefik:v3.2
              command:
                - --providers.docker
                - --entrypoints.websecure.address=:443
            api:
              image: ghcr.io/acme/api:1.4.2
              labels:
                # routed by name
                - "traefik.http.routers.api.rule=Host(\`api.example.com\`)"
                - 'traefik.http.routers.api.entrypoints=websecure'   # public
        `,
      },
    ),
    good({
      'compose.yaml': `
        services:
          proxy:
            image: traefik:v3.2
            command:
              - --providers.docker
              - --entrypoints.web.address=:80
              - --entryPoints.websecure.address=:443
              - --certificatesresolvers.le.acme.httpchallenge=true
          api:
            image: ghcr.io/acme/api:1.4.2
            labels:
              traefik.http.routers.api.rule: Host("api.example.com")
              traefik.http.routers.api.entrypoints: web,websecure
              traefik.http.routers.api.tls.certresolver: le
      `,
    }),
  ],
});
