import { bad, defineRule, good } from '../rule.ts';
import { loopbacks } from '../shared/config-address.ts';

export default defineRule({
  id: 'gateway-forwards-to-itself',
  area: 'compose',
  severity: 'high',
  confidence: 'likely',
  aliases: [],
  title: 'A proxy forwards to localhost, where nothing else runs',
  why: 'Inside a container localhost is the container itself: every request ends with 502 Bad Gateway.',
  fix: 'Forward to the name of the service and the port inside its container.',
  references: ['https://docs.docker.com/compose/how-tos/networking/'],
  on: 'server-config',
  *check(link, context) {
    if (link.config.program !== 'nginx') return;
    const own = context.project.serverConfigs.filter(({ service }) => service === context.service);
    const ports = new Set(own.flatMap(({ config }) => [...config.listens]));
    yield* loopbacks(link, context, 'upstream', ports);
  },
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            gateway:
              image: nginx:1.27-alpine
              volumes: ["./nginx.conf:/etc/nginx/conf.d/default.conf:ro"]
            api:
              image: ghcr.io/acme/api:1.4.2
              ports: ["8000:8000"]
        `,
        'nginx.conf': `
          server {
            listen 80;
            location / { proxy_pass http://localhost:8000; }
          }
        `,
      },
      'nginx.conf:3:27',
    ),
    good({
      'compose.yaml': `
        services:
          gateway:
            image: nginx:1.27-alpine
            volumes: ["./nginx.conf:/etc/nginx/conf.d/default.conf:ro"]
          api:
            image: ghcr.io/acme/api:1.4.2
      `,
      'nginx.conf': `
        server {
          listen 80;
          location / { proxy_pass http://api:8000; }
          location /internal { proxy_pass http://127.0.0.1:8081; }
        }
        server { listen 127.0.0.1:8081; }
      `,
    }),
  ],
});
