import { posix } from 'node:path';
import { bad, defineRule, good } from '../rule.ts';
import { inContainer, matches, prometheusOf } from '../shared/monitoring.ts';
import { isGivenToAll, ruleFileAdded } from '../shared/prometheus-fix.ts';
import { reviewFix } from '../shared/yaml-fix.ts';

export default defineRule({
  id: 'alert-rules-not-loaded',
  area: 'compose',
  severity: 'medium',
  confidence: 'likely',
  aliases: [],
  title: 'Prometheus is given alert rules and does not load them',
  why: 'The alerts that somebody wrote never fire.',
  fix: 'Name the file in `rule_files` of the main configuration.',
  references: ['https://prometheus.io/docs/prometheus/latest/configuration/recording_rules/'],
  on: 'server-config',
  *check(link, { project, service }) {
    const prometheus = prometheusOf(project, link);
    if (prometheus === undefined) return;
    const { main, files } = prometheus;
    const patterns = main.monitoring.ruleFiles.map(({ value }) => inContainer(main, value));
    for (const { link: given, monitoring } of files) {
      const [first] = monitoring.alerts;
      const target = posix.normalize(given.target);
      if (first === undefined || given === link || patterns.some((pattern) => matches(pattern, target)))
        continue;
      yield {
        at: first.name.span,
        message: `${service.name} does not load ${given.config.file}, which has ${monitoring.alerts.length === 1 ? 'an alert' : `${monitoring.alerts.length} alerts`}`,
        object: `${given.config.file} alerts`,
        ...(isGivenToAll(project, main.link.config.file, target)
          ? reviewFix('Load the file', ruleFileAdded(project, main.link.config.file, target))
          : {}),
        related: [
          {
            at: main.monitoring.ruleFiles[0]?.span ?? {
              ...link.from,
              file: link.config.file,
              start: 0,
              end: 0,
            },
            message: patterns.length === 0 ? 'no rule_files stand here' : 'only these are loaded',
          },
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
              image: prom/prometheus:v3.0.1
              volumes: ["./prometheus:/etc/prometheus:ro"]
        `,
        'prometheus/prometheus.yml': `
          scrape_configs: []
        `,
        'prometheus/alerts.yml': `
          groups:
            - name: shop
              rules:
                - alert: ShopDown
                  expr: up == 0
        `,
      },
      'prometheus/alerts.yml:4:16',
      {
        'prometheus/prometheus.yml': `
          scrape_configs: []
          rule_files:
            - /etc/prometheus/alerts.yml
        `,
      },
    ),
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
          global: { scrape_interval: 15s }
          rule_files:
          # - old.yml
          - "first/*.yml" # none yet
          scrape_configs: []
        `,
        'rules.yml': `
          groups:
            - name: orders
              rules:
                - alert: OrdersDown
                  expr: up == 0
        `,
      },
      'rules.yml:4:16',
      {
        'prometheus.yml': `
          global: { scrape_interval: 15s }
          rule_files:
          # - old.yml
          - "first/*.yml" # none yet
          - "/etc/prometheus/rules.yml"
          scrape_configs: []
        `,
      },
    ),
    good({
      'compose.yaml': `
        services:
          prometheus:
            image: prom/prometheus:v3.0.1
            volumes: ["./prometheus:/etc/prometheus:ro"]
      `,
      'prometheus/prometheus.yml': `
        rule_files: [/etc/prometheus/*.yml]
        scrape_configs: []
      `,
      'prometheus/alerts.yml': `
        groups:
          - name: shop
            rules:
              - alert: ShopDown
                expr: up == 0
      `,
    }),
  ],
});
