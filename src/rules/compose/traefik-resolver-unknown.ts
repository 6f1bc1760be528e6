import { bad, defineRule, good } from '../rule.ts';
import { undefinedInTraefik } from '../shared/traefik.ts';

export default defineRule({
  id: 'traefik-resolver-unknown',
  area: 'compose',
  severity: 'high',
  confidence: 'likely',
  aliases: [],
  title: 'A Traefik label names a certificate resolver that Traefik does not have',
  why: 'Traefik serves its own self-signed certificate, and every browser warns.',
  fix: 'Define the resolver with `--certificatesresolvers.<name>.acme…`, or correct the name in the label.',
  references: ['https://doc.traefik.io/traefik/https/acme/'],
  on: 'service',
  check: (service, context) =>
    undefinedInTraefik(service, context, {
      kind: 'certificatesresolvers',
      ending: /\.tls\.certresolver$/i,
      what: 'certificate resolver',
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
                traefik.http.routers.api.tls.certresolver: letsencrypt
        `,
      },
      'compose.yaml:12:50',
    ),
    bad(
      {
        'compose.yaml': `
          services:
            proxy:
              image: traefik:v3.2
              command:
                - --providers.docker
                - --certificatesresolvers.letsencrypt.acme.email=ops@example.com
            api:
              image: ghcr.io/acme/api:1.4.2
              labels:
                # routed by name
                - "traefik.http.routers.api.rule=Host(\`api.example.com\`)"
                - 'traefik.http.routers.api.tls.certresolver=letsencrpt'   # public
        `,
      },
      'compose.yaml:12:52',
      {
        'compose.yaml': `
          services:
            proxy:
              image: traefik:v3.2
              command:
                - --providers.docker
                - --certificatesresolvers.letsencrypt.acme.email=ops@example.com
            api:
              image: ghcr.io/acme/api:1.4.2
              labels:
                # routed by name
                - "traefik.http.routers.api.rule=Host(\`api.example.com\`)"
                - 'traefik.http.routers.api.tls.certresolver=letsencrypt'   # public
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
