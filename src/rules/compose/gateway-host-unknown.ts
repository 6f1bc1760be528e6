import { bad, defineRule, good } from '../rule.ts';
import { unknownHosts } from '../shared/config-address.ts';

export default defineRule({
  id: 'gateway-host-unknown',
  area: 'compose',
  severity: 'critical',
  confidence: 'likely',
  aliases: [],
  title: 'A proxy forwards to a host that no service answers to',
  why: 'nginx stops at start with "host not found in upstream"; other proxies answer every request with an error.',
  fix: 'Use the name of the service, or one of its network aliases.',
  references: ['https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_pass'],
  on: 'server-config',
  *check(link, context) {
    // Only nginx looks names up at start.
    const severity = link.config.program === 'nginx' ? 'critical' : 'high';
    for (const problem of unknownHosts(link, context, 'upstream')) yield { ...problem, severity };
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
        `,
        'nginx.conf': `
          server {
            listen 80;
            location / { proxy_pass http://backend:8000/; }
          }
        `,
      },
      'nginx.conf:3:27',
    ),
    bad(
      {
        'compose.yaml': `
          services:
            gateway:
              image: nginx:1.27-alpine
              volumes: ["./nginx.conf:/etc/nginx/nginx.conf:ro"]
            orders:
              image: ghcr.io/acme/orders:1.4.2
        `,
        'nginx.conf': `
          http {
            # One upstream a service.
            upstream backend {
              server order:8000 max_fails=2; # the only one
            }
            server { location / { proxy_pass http://backend; } }
          }
        `,
      },
      'nginx.conf:4:12',
      {
        'nginx.conf': `
          http {
            # One upstream a service.
            upstream backend {
              server orders:8000 max_fails=2; # the only one
            }
            server { location / { proxy_pass http://backend; } }
          }
        `,
      },
    ),
    bad(
      {
        'compose.yaml': `
          services:
            traefik:
              image: traefik:v3.2
              volumes: ["./traefik:/etc/traefik:ro"]
            orders:
              image: ghcr.io/acme/orders:1.4.2
        `,
        'traefik/traefik.toml': `
          [entryPoints.web]
          address = ":80"
          [providers.file]
          directory = "/etc/traefik/dynamic"
        `,
        'traefik/dynamic/orders.toml': `
          [http.routers.orders]
          rule = "PathPrefix('/orders')"
          service = "orders"

          [[http.services.orders.loadBalancer.servers]]
          url = "http://order:8000" # the only one
        `,
      },
      'traefik/dynamic/orders.toml:6:7',
      {
        'traefik/dynamic/orders.toml': `
          [http.routers.orders]
          rule = "PathPrefix('/orders')"
          service = "orders"

          [[http.services.orders.loadBalancer.servers]]
          url = "http://orders:8000" # the only one
        `,
      },
    ),
    good({
      'compose.yaml': `
        services:
          gateway:
            image: nginx:1.27-alpine
            volumes: ["./nginx.conf:/etc/nginx/conf.d/default.conf:ro"]
          api:
            image: ghcr.io/acme/api:1.4.2
            deploy: { placement: { constraints: [node.role == worker] } }
      `,
      'nginx.conf': `
        server {
          listen 80;
          location / { proxy_pass http://shop_api:8000; }
        }
      `,
    }),
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
        upstream backend { server api:8000; }
        server {
          listen 80;
          location / { proxy_pass http://backend; }
          location /docs/ { proxy_pass https://docs.example.com; }
          location /me/ { proxy_pass http://$host; }
        }
      `,
    }),
  ],
});
