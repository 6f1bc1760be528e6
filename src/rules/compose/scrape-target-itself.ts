import { bad, defineRule, good } from '../rule.ts';
import { loopbacks } from '../shared/config-address.ts';

export default defineRule({
  id: 'scrape-target-itself',
  area: 'compose',
  severity: 'medium',
  confidence: 'likely',
  aliases: [],
  title: 'Prometheus scrapes localhost, where only Prometheus runs',
  why: 'Inside a container localhost is the container itself: the target stays down, and its alerts never fire.',
  fix: 'Scrape the service by its name, or the host by `host.docker.internal`.',
  references: ['https://docs.docker.com/compose/how-tos/networking/'],
  on: 'server-config',
  *check(link, context) {
    const moved = context.service.command?.words.some(({ value }) =>
      value.startsWith('--web.listen-address'),
    );
    if (link.config.program !== 'prometheus' || moved === true) return;
    yield* loopbacks(link, context, 'target', new Set([9090]));
  },
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            prometheus:
              image: prom/prometheus:v3.0.1
              volumes: ["./prometheus.yml:/etc/prometheus/prometheus.yml:ro"]
            api:
              image: ghcr.io/acme/api:1.4.2
              ports: ["8000:8000"]
        `,
        'prometheus.yml': `
          scrape_configs:
            - job_name: api
              static_configs:
                - targets: ['localhost:9090', 'localhost:8000']
        `,
      },
      'prometheus.yml:4:37',
    ),
    good({
      'compose.yaml': `
        services:
          prometheus:
            image: prom/prometheus:v3.0.1
            volumes: ["./prometheus.yml:/etc/prometheus/prometheus.yml:ro"]
          api:
            image: ghcr.io/acme/api:1.4.2
      `,
      'prometheus.yml': `
        scrape_configs:
          - job_name: api
            static_configs:
              - targets: ['localhost:9090', 'api:8000']
      `,
    }),
  ],
});
