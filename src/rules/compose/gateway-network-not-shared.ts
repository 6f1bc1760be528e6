import { bad, defineRule, good } from '../rule.ts';
import { unsharedNetworks } from '../shared/config-address.ts';

export default defineRule({
  id: 'gateway-network-not-shared',
  area: 'compose',
  severity: 'critical',
  confidence: 'likely',
  aliases: [],
  title: 'A proxy forwards to a service with which it shares no network',
  why: 'The name cannot be resolved: nginx stops at start, and other proxies answer every request with an error.',
  fix: 'Put the proxy and the service on one network.',
  references: ['https://docs.docker.com/compose/how-tos/networking/'],
  on: 'server-config',
  check: (link, context) => unsharedNetworks(link, context, 'upstream'),
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            gateway:
              image: nginx:1.27-alpine
              networks: [front]
              volumes: ["./nginx.conf:/etc/nginx/nginx.conf:ro"]
            api:
              image: ghcr.io/acme/api:1.4.2
              networks: [back]
          networks:
            front:
            back:
        `,
        'nginx.conf': `
          http {
            upstream api_pool { server api:8000 max_fails=3; }
          }
        `,
      },
      'nginx.conf:2:30',
      {
        'compose.yaml': `
          services:
            gateway:
              image: nginx:1.27-alpine
              networks: [front, back]
              volumes: ["./nginx.conf:/etc/nginx/nginx.conf:ro"]
            api:
              image: ghcr.io/acme/api:1.4.2
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
            gateway:
              image: nginx:1.27-alpine
              networks:
              - front # to the world
              # - back
              volumes: ["./nginx.conf:/etc/nginx/nginx.conf:ro"]
            api:
              image: ghcr.io/acme/api:1.4.2
          networks:
            front:
        `,
        'nginx.conf': `
          http {
            server { location / { proxy_pass http://api:8000; } }
          }
        `,
      },
      'nginx.conf:2:36',
      {
        'compose.yaml': `
          services:
            gateway:
              image: nginx:1.27-alpine
              networks:
              - front # to the world
              - default
              # - back
              volumes: ["./nginx.conf:/etc/nginx/nginx.conf:ro"]
            api:
              image: ghcr.io/acme/api:1.4.2
          networks:
            front:
        `,
      },
    ),
    good({
      'compose.yaml': `
        services:
          gateway:
            image: nginx:1.27-alpine
            networks: [front, back]
            volumes: ["./nginx.conf:/etc/nginx/nginx.conf:ro"]
          api:
            image: ghcr.io/acme/api:1.4.2
            networks: [back]
        networks:
          front:
          back:
      `,
      'nginx.conf': `
        http {
          upstream api_pool { server api:8000 max_fails=3; }
        }
      `,
    }),
  ],
});
