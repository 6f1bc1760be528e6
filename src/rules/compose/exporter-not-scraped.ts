import type { Project } from '../../model/project.ts';
import type { Service, Stack } from '../../model/service.ts';
import { bad, defineRule, good } from '../rule.ts';
import { parseImage } from '../shared/image.ts';
import { isMentioned, place, prometheusOf } from '../shared/monitoring.ts';
import { scraped } from '../shared/prometheus-fix.ts';
import { hostsOf } from '../shared/stack.ts';
import { reviewFix } from '../shared/yaml-fix.ts';

// Images that do nothing but wait to be scraped. Source: https://prometheus.io/docs/instrumenting/exporters/
const exporter =
  /(?:^|\/)(?:node-exporter|cadvisor|postgres-exporter|postgres_exporter|redis_exporter|mysqld-exporter|mongodb_exporter|mongodb-exporter|nginx-prometheus-exporter|kafka-exporter|rabbitmq-exporter|elasticsearch-exporter|elasticsearch_exporter|memcached-exporter|statsd-exporter|pushgateway|dcgm-exporter|celery-exporter)$/;

export default defineRule({
  id: 'exporter-not-scraped',
  area: 'compose',
  severity: 'medium',
  confidence: 'likely',
  aliases: [],
  title: 'An exporter runs that Prometheus does not scrape',
  why: 'What it measures is kept nowhere: dashboards stay empty, and alerts on it never fire.',
  fix: 'Add a scrape job for the exporter, or remove it.',
  references: ['https://prometheus.io/docs/prometheus/latest/configuration/configuration/#scrape_config'],
  on: 'server-config',
  *check(link, { project, stack, service }) {
    const prometheus = prometheusOf(project, link);
    if (prometheus === undefined || prometheus.main.monitoring.discovers) return;
    const text = project.texts.get(link.config.file)?.text ?? '';
    // Several hosts, or more files, may bring it in.
    if (/scrape_config_files|remote_read|\$\{/.test(text)) return;
    for (const other of stack.services.values()) {
      if (
        !other.enabled ||
        other === service ||
        !isExporter(other) ||
        isScrapedElsewhere(project, stack, other)
      )
        continue;
      const words = [
        ...namesOf(stack, other),
        ...other.ports.map(({ published }) => String(published?.value ?? '')),
      ];
      const named = words.filter((word) => word !== '').map((word) => word.replace(/\W/g, '\\$&'));
      if (isMentioned(project, prometheus.files, new RegExp(`(?<![\\w.-])(?:${named.join('|')})(?![\\w.-])`)))
        continue;
      yield {
        at: other.nameSpan,
        message: `${other.name} exports metrics, and ${service.name} does not scrape it`,
        object: `service ${other.name}`,
        ...reviewFix(
          'Scrape it',
          scraped(project, stack, { file: prometheus.main.link.config.file, service, other }),
        ),
        related: [
          { at: { file: link.config.file, start: 0, end: 0 }, message: 'no job here names it' },
          place(link),
        ],
      };
    }
  },
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            prometheus:
              image: prom/prometheus:v2.54.1
              volumes:
                - ./prometheus.yml:/etc/prometheus/prometheus.yml:ro
                - ./rules.yml:/etc/prometheus/rules.yml:ro
            alertmanager:
              image: prom/alertmanager:v0.27.0
            postgres-exporter:
              image: quay.io/prometheuscommunity/postgres-exporter:v0.15.0
        `,
        'prometheus.yml': `
          scrape_configs:
          - job_name: orders
            static_configs:
            - targets: ['orders:8000']
            # - targets: ['stock:8000']
        `,
      },
      'compose.yaml:9:3',
      {
        'prometheus.yml': `
          scrape_configs:
          - job_name: orders
            static_configs:
            - targets: ['orders:8000']
            # - targets: ['stock:8000']
          - job_name: postgres-exporter
            static_configs:
            - targets:
              - postgres-exporter:9187
        `,
      },
    ),
    good({
      'compose.yaml': `
        services:
          prometheus:
            image: prom/prometheus:v3.0.1
            volumes: ["./prometheus.yml:/etc/prometheus/prometheus.yml:ro"]
          redis-exporter:
            image: oliver006/redis_exporter:v1.66.0
      `,
      'prometheus.yml': `
        scrape_configs:
          - job_name: redis
            static_configs: [{targets: ['redis-exporter:9121']}]
      `,
    }),
  ],
});

function isExporter({ image }: Service): boolean {
  return exporter.test((image && parseImage(image.value)?.repository) ?? '');
}

function namesOf(stack: Stack, service: Service): readonly string[] {
  return [...hostsOf(stack)].filter(([, one]) => one === service).map(([name]) => name);
}

/** Another program of the stack collects metrics as well. */
function isScrapedElsewhere(_project: Project, stack: Stack, other: Service): boolean {
  return [...stack.services.values()].some(
    (one) =>
      one !== other &&
      /otel|opentelemetry|victoria|vmagent|grafana\/(?:agent|alloy)|telegraf|datadog|prometheus/i.test(
        one.image?.value ?? '',
      ) &&
      !/prometheus(?::|$)/.test(one.image?.value.replace(/@.*$/, '') ?? '') &&
      !isExporter(one),
  );
}
