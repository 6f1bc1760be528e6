import { bad, defineRule, good } from '../rule.ts';
import { wrongPorts } from '../shared/config-address.ts';

export default defineRule({
  id: 'gateway-port-not-listened',
  area: 'compose',
  severity: 'high',
  confidence: 'likely',
  aliases: [],
  title: 'A proxy forwards to a port on which the service does not listen',
  why: 'Every request ends with 502 Bad Gateway although both containers run.',
  fix: 'Forward to the port inside the container, not to the published one.',
  references: ['https://docs.docker.com/compose/how-tos/networking/'],
  on: 'server-config',
  check: (link, context) => wrongPorts(link, context, 'upstream'),
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            gateway:
              image: caddy:2.8-alpine
              volumes: ["./Caddyfile:/etc/caddy/Caddyfile:ro"]
            api:
              image: ghcr.io/acme/api:1.4.2
              ports: ["127.0.0.1:8080:3000"]
        `,
        Caddyfile: `
          example.com {
            reverse_proxy /api/* api:8080
          }
        `,
      },
      'Caddyfile:2:24',
      {
        Caddyfile: `
          example.com {
            reverse_proxy /api/* api:3000
          }
        `,
      },
    ),
    bad(
      {
        'compose.yaml': `
          services:
            gateway:
              image: nginx:1.27-alpine
              volumes: ["./nginx:/etc/nginx/conf.d:ro"]
            api:
              image: ghcr.io/acme/api:1.4.2
              ports: ["9000:8000"]
        `,
        'nginx/api.conf': `
          upstream api { server api:9000; }
          server { location / { proxy_pass http://api; } }
        `,
      },
      'nginx/api.conf:1:23',
      {
        'nginx/api.conf': `
          upstream api { server api:8000; }
          server { location / { proxy_pass http://api; } }
        `,
      },
    ),
    good({
      'compose.yaml': `
        services:
          gateway:
            image: caddy:2.8-alpine
            volumes: ["./Caddyfile:/etc/caddy/Caddyfile:ro"]
          api:
            image: ghcr.io/acme/api:1.4.2
            ports: ["127.0.0.1:8080:3000"]
      `,
      Caddyfile: `
        example.com {
          reverse_proxy /api/* api:3000
        }
      `,
    }),
  ],
});
