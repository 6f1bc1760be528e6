import { bad, defineRule, good } from '../rule.ts';
import { addressesFor } from '../shared/config-address.ts';
import { dataStoreOf } from '../shared/data-stores.ts';
import { rootImageOf } from '../shared/image.ts';
import { hostsOf, linkOf } from '../shared/stack.ts';

// Stores whose own port speaks no HTTP.
const withoutHttp = new Set(['PostgreSQL', 'MySQL', 'MariaDB', 'MongoDB', 'Redis', 'Valkey', 'Memcached']);

export default defineRule({
  id: 'scrape-target-not-http',
  area: 'compose',
  severity: 'medium',
  aliases: [],
  title: 'Prometheus scrapes the port of a data store, which serves no metrics',
  why: 'The target stays down: the store is not watched at all, although the configuration looks as if it were.',
  fix: 'Run an exporter for the store and scrape that.',
  references: ['https://prometheus.io/docs/instrumenting/exporters/'],
  on: 'server-config',
  *check(link, context) {
    for (const { host, port, span } of addressesFor(link, context, 'target')) {
      const target = hostsOf(context.stack).get(host);
      const store = target && dataStoreOf(rootImageOf(target, linkOf(context.project, target)));
      if (target === undefined || store === undefined || port === undefined) continue;
      if (!withoutHttp.has(store.name) || !store.ports.includes(port)) continue;
      yield {
        at: span,
        message: `${link.service.name} scrapes ${host}:${port}, where ${store.name} speaks its own protocol`,
        object: `services.${link.service.name}.target.${host}`,
        related: [{ at: target.image?.span ?? target.nameSpan, message: `${target.name} is ${store.name}` }],
      };
    }
  },
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            prometheus:
              image: prom/prometheus:v3.0.1
              volumes: ["./monitoring:/etc/prometheus:ro"]
            db:
              image: postgres:16.4
        `,
        'monitoring/prometheus.yml': `
          scrape_configs:
            - job_name: postgres
              static_configs:
                - targets: [db:5432]
        `,
      },
      'monitoring/prometheus.yml:4:19',
    ),
    good({
      'compose.yaml': `
        services:
          prometheus:
            image: prom/prometheus:v3.0.1
            volumes: ["./monitoring:/etc/prometheus:ro"]
          db:
            image: postgres:16.4
          db-exporter:
            image: quay.io/prometheuscommunity/postgres-exporter:v0.16.0
      `,
      'monitoring/prometheus.yml': `
        scrape_configs:
          - job_name: postgres
            static_configs:
              - targets: [db-exporter:9187]
      `,
    }),
  ],
});
