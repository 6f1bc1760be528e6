import { bad, defineRule, good } from '../rule.ts';
import { place } from '../shared/monitoring.ts';
import { pathsWithoutMetrics } from '../shared/scrape-paths.ts';
import { yamlOf } from '../shared/yaml-fix.ts';

export default defineRule({
  id: 'scrape-path-without-metrics',
  area: 'compose',
  severity: 'medium',
  confidence: 'likely',
  aliases: [],
  title: 'Prometheus scrapes a health check, which answers no metrics',
  why: 'What a health check or a status page answers is not the text format of metrics: each scrape fails, and the target counts as down however well it is.',
  fix: 'Scrape the path at which the program serves metrics, or run an exporter; ask for health with the blackbox exporter.',
  references: [
    'https://prometheus.io/docs/instrumenting/exposition_formats/',
    'https://prometheus.io/docs/guides/multi-target-exporter/',
  ],
  joins: 'file',
  on: 'server-config',
  *check(link, { project, service }) {
    if (link.config.program !== 'prometheus' || link.config.monitoring?.isMain !== true) return;
    for (const { root } of yamlOf(project, link.config.file).documents) {
      for (const { path, job } of pathsWithoutMetrics(root)) {
        yield {
          at: path.span,
          message: `${service.name} scrapes ${path.value} for ${job}, where no metrics are`,
          object: `services.${service.name}.scrape.${job}`,
          related: [place(link)],
        };
      }
    }
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
            web:
              image: nginx:1.27
        `,
        'prometheus.yml': `
          scrape_configs:
            - job_name: api
              metrics_path: /api/v1/health
              static_configs:
                - targets: [api:8000]
            - job_name: web
              metrics_path: /nginx_status
              static_configs:
                - targets: [web:80]
        `,
      },
      ['prometheus.yml:3:19', 'prometheus.yml:7:19'],
    ),
    good({
      'compose.yaml': `
        services:
          prometheus:
            image: prom/prometheus:v3.0.1
            volumes: ["./prometheus.yml:/etc/prometheus/prometheus.yml:ro"]
          api:
            image: ghcr.io/acme/api:1.4.2
          blackbox:
            image: prom/blackbox-exporter:v0.25.0
      `,
      'prometheus.yml': `
        scrape_configs:
          - job_name: api
            metrics_path: /actuator/prometheus
            static_configs:
              - targets: [api:8000]
          - job_name: health
            metrics_path: /probe
            params:
              module: [http_2xx]
            static_configs:
              - targets: ["http://api:8000/health"]
            relabel_configs:
              - source_labels: [__address__]
                target_label: __param_target
              - target_label: __address__
                replacement: blackbox:9115
      `,
    }),
  ],
});
