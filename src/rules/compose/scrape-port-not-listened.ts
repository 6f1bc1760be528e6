import { bad, defineRule, good } from '../rule.ts';
import { wrongPorts } from '../shared/config-address.ts';

export default defineRule({
  id: 'scrape-port-not-listened',
  area: 'compose',
  severity: 'medium',
  confidence: 'likely',
  aliases: [],
  title: 'Prometheus scrapes a port on which the service does not listen',
  why: 'The target stays down: no metrics, and alerts that rest on them never fire.',
  fix: 'Scrape the port inside the container, not the published one.',
  references: ['https://prometheus.io/docs/prometheus/latest/configuration/configuration/#static_config'],
  on: 'server-config',
  check: (link, context) => wrongPorts(link, context, 'target'),
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            prometheus:
              image: prom/prometheus:v3.0.1
              volumes: ["./prometheus.yml:/etc/prometheus/prometheus.yml:ro"]
            orders:
              image: ghcr.io/acme/orders:1.4.2
              ports: ["9003:8000"]
        `,
        'prometheus.yml': `
          scrape_configs:
            - job_name: orders
              static_configs:
                - targets: ['orders:9003']
        `,
      },
      'prometheus.yml:4:19',
      {
        'prometheus.yml': `
          scrape_configs:
            - job_name: orders
              static_configs:
                - targets: ['orders:8000']
        `,
      },
    ),
    bad(
      {
        'compose.yaml': `
          services:
            prometheus:
              image: prom/prometheus:v3.0.1
              volumes: ["./prometheus.yml:/etc/prometheus/prometheus.yml:ro"]
            gateway:
              build: gateway
        `,
        'prometheus.yml': `
          scrape_configs:
            - job_name: gateway
              static_configs:
                - targets: ['gateway:3000']
        `,
        'gateway/Dockerfile': `
          FROM nginx:1.27-alpine
          COPY nginx.conf /etc/nginx/conf.d/default.conf
          EXPOSE 80
        `,
        'gateway/nginx.conf': `
          server {
            listen 80;
            location / { return 204; }
          }
        `,
      },
      'prometheus.yml:4:19',
      {
        'prometheus.yml': `
          scrape_configs:
            - job_name: gateway
              static_configs:
                - targets: ['gateway:80']
        `,
      },
    ),
    good({
      'compose.yaml': `
        services:
          prometheus:
            image: prom/prometheus:v3.0.1
            volumes: ["./prometheus.yml:/etc/prometheus/prometheus.yml:ro"]
          orders:
            image: ghcr.io/acme/orders:1.4.2
            ports: ["9003:8000"]
      `,
      'prometheus.yml': `
        scrape_configs:
          - job_name: orders
            static_configs:
              - targets: ['orders:8000']
      `,
    }),
  ],
});
