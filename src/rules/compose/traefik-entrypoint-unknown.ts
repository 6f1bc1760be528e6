import { nearest } from '../../base/text.ts';
import { bad, defineRule, good } from '../rule.ts';
import { definedByFlags, isRouted, namesInLabels, traefikOf } from '../shared/traefik.ts';

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
  *check(service, { stack }) {
    const traefik = isRouted(service) ? traefikOf(stack) : undefined;
    const defined = traefik && definedByFlags(traefik, 'entrypoints');
    if (traefik === undefined || defined === undefined) return;
    for (const { label, name, at } of namesInLabels(service, /\.entrypoints$/i)) {
      if (defined.names.has(name.toLowerCase())) continue;
      const near = nearest(name.toLowerCase(), defined.names.keys());
      const place = near === undefined ? undefined : defined.names.get(near);
      yield {
        at: at.span,
        message: `${service.name} is routed by the entry point ${name}, which ${traefik.name} does not define`,
        object: `services.${service.name}.labels.${label}`,
        related: [
          place === undefined
            ? { at: traefik.command?.span ?? traefik.nameSpan, message: `${traefik.name} is configured here` }
            : { at: place, message: `${near} is defined here` },
        ],
      };
    }
  },
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
