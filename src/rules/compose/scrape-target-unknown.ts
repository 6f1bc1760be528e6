import { bad, defineRule, good } from '../rule.ts';
import { unknownHosts, unsharedNetworks } from '../shared/config-address.ts';

export default defineRule({
  id: 'scrape-target-unknown',
  area: 'compose',
  severity: 'medium',
  confidence: 'likely',
  aliases: [],
  title: 'Prometheus scrapes a host that it cannot find',
  why: 'The target stays down: no metrics, and alerts that rest on them never fire.',
  fix: 'Use the name of the service, share a network with it, or remove the target.',
  references: ['https://prometheus.io/docs/prometheus/latest/configuration/configuration/#static_config'],
  on: 'server-config',
  *check(link, context) {
    yield* unknownHosts(link, context, 'target');
    yield* unsharedNetworks(link, context, 'target');
  },
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
        `,
        'prometheus.yml': `
          scrape_configs:
            - job_name: orders
              static_configs:
                - targets: ['order-service:8000']
        `,
      },
      'prometheus.yml:4:19',
    ),
    bad(
      {
        'compose.yaml': `
          services:
            prometheus:
              image: prom/prometheus:v2.54.1
              volumes: ["./prometheus.yml:/etc/prometheus/prometheus.yml:ro"]
            orders:
              image: ghcr.io/acme/orders:1.4.2
        `,
        'prometheus.yml': `
          scrape_configs:
          - job_name: orders
            static_configs:
            - targets:
              - "order:8000" # metrics
              - 'prometheus:9090'
        `,
      },
      'prometheus.yml:5:7',
      {
        'prometheus.yml': `
          scrape_configs:
          - job_name: orders
            static_configs:
            - targets:
              - "orders:8000" # metrics
              - 'prometheus:9090'
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
      `,
      'prometheus.yml': `
        scrape_configs:
          - job_name: orders
            static_configs:
              - targets: ['orders:8000', 'localhost:9090', 'metrics.example.com:443']
      `,
    }),
  ],
});
