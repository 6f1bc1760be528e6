import { bad, defineRule, good } from '../rule.ts';
import { listeningOf } from '../shared/listening.ts';
import { renamedAt, reviewFix } from '../shared/yaml-fix.ts';

export default defineRule({
  id: 'traefik-port-not-listened',
  area: 'compose',
  severity: 'high',
  confidence: 'likely',
  aliases: [],
  title: 'Traefik forwards to a port on which the service does not listen',
  why: 'Every request ends with 502 Bad Gateway although the container runs.',
  fix: 'Set `loadbalancer.server.port` to the port inside the container, not the published one.',
  references: ['https://doc.traefik.io/traefik/routing/providers/docker/#services'],
  on: 'service',
  *check(service, { link, project }) {
    if (!service.enabled) return;
    const listening = listeningOf(project, service, link);
    const [first] = listening?.ports.entries() ?? [];
    if (listening?.sure !== true || first === undefined) return;
    for (const [label, { value, span }] of service.labels) {
      if (!/^traefik\.(?:http|tcp)\.services\.[^.]+\.loadbalancer\.server\.port$/i.test(label)) continue;
      if (!/^\d+$/.test(value) || listening.ports.has(Number(value))) continue;
      yield {
        at: span,
        message: `Traefik forwards to port ${value} of ${service.name}, which listens on ${first[0]}`,
        object: `services.${service.name}.labels.${label}`,
        related: first[1] === undefined ? [] : [first[1]],
        ...(listening.ports.size === 1
          ? reviewFix(`Forward to ${first[0]}`, renamedAt(project, span, value, String(first[0])))
          : {}),
      };
    }
  },
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            web:
              build: .
              labels:
                traefik.http.services.web.loadbalancer.server.port: 8080
        `,
        Dockerfile: `
          FROM node:22.11-alpine
          WORKDIR /app
          COPY server.js ./
          CMD ["node", "server.js"]
        `,
        'server.js': "require('node:http').createServer().listen(3000);\n",
      },
      'compose.yaml:5:59',
      {
        'compose.yaml': `
          services:
            web:
              build: .
              labels:
                traefik.http.services.web.loadbalancer.server.port: 3000
        `,
      },
    ),
    bad(
      {
        'compose.yaml': `
          services:
            web:
              build: .
              labels:
                - "traefik.http.services.web.loadbalancer.server.port=8080" # as published
        `,
        Dockerfile: `
          FROM node:22-alpine
          COPY server.js .
          CMD ["node", "server.js"]
        `,
        'server.js': `
          require('http').createServer().listen(3000);
        `,
      },
      'compose.yaml:5:61',
      {
        'compose.yaml': `
          services:
            web:
              build: .
              labels:
                - "traefik.http.services.web.loadbalancer.server.port=3000" # as published
        `,
      },
    ),
    good({
      'compose.yaml': `
        services:
          web:
            build: .
            labels:
              traefik.http.services.web.loadbalancer.server.port: 3000
          docs:
            image: ghcr.io/acme/docs:1.4.2
            labels:
              traefik.http.services.docs.loadbalancer.server.port: 8080
      `,
      Dockerfile: `
        FROM node:22.11-alpine
        WORKDIR /app
        COPY server.js ./
        CMD ["node", "server.js"]
      `,
      'server.js': "require('node:http').createServer().listen(3000);\n",
    }),
  ],
});
