import { bad, defineRule, good } from '../rule.ts';
import { parseImage } from '../shared/image.ts';
import { inContainer, matches, place, prometheusOf } from '../shared/monitoring.ts';
import { alertmanagerAdded } from '../shared/prometheus-fix.ts';
import { reviewFix } from '../shared/yaml-fix.ts';

export default defineRule({
  id: 'alerts-sent-nowhere',
  area: 'compose',
  severity: 'medium',
  confidence: 'likely',
  aliases: [],
  title: 'Prometheus loads alerts and sends them to nobody',
  why: 'Alerts fire in a page that nobody looks at: no mail, no call.',
  fix: 'Name the Alertmanager under `alerting.alertmanagers`.',
  references: ['https://prometheus.io/docs/alerting/latest/overview/'],
  on: 'server-config',
  *check(link, { project, service, stack }) {
    const prometheus = prometheusOf(project, link);
    if (prometheus === undefined || prometheus.main.monitoring.sendsAlerts) return;
    const { main, files } = prometheus;
    const patterns = main.monitoring.ruleFiles.map(({ value }) => inContainer(main, value));
    const loaded = files.find(
      ({ link: given, monitoring }) =>
        monitoring.alerts.length > 0 && patterns.some((pattern) => matches(pattern, given.target)),
    );
    const [first] = loaded?.monitoring.alerts ?? [];
    if (first === undefined) return;
    const manager = [...stack.services.values()].find(({ image }) =>
      /(?:^|\/)alertmanager$/.test((image && parseImage(image.value)?.repository) ?? ''),
    );
    yield {
      at: main.monitoring.ruleFiles[0]?.span ?? first.name.span,
      message: `${service.name} loads alerts, and its configuration names no Alertmanager`,
      object: `services.${service.name} alerting`,
      // Without any, the alerts may be meant for Grafana's list.
      severity: manager === undefined ? 'low' : 'medium',
      ...(manager === undefined
        ? {}
        : reviewFix(
            `Send them to ${manager.name}`,
            alertmanagerAdded(project, stack, { file: main.link.config.file, service, manager }),
          )),
      related: [
        manager === undefined
          ? place(link)
          : { at: manager.nameSpan, message: `${manager.name} waits for alerts` },
      ],
    };
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
          # Prometheus of the shop
          scrape_configs:
          - job_name: orders
            static_configs:
            - targets: ['orders:8000'] # metrics
          rule_files:
          - rules.yml

          # alerting is to come
        `,
        'rules.yml': `
          groups:
            - name: orders
              rules:
                - alert: OrdersDown
                  expr: up == 0
        `,
      },
      'prometheus.yml:7:3',
      {
        'prometheus.yml': `
          # Prometheus of the shop
          scrape_configs:
          - job_name: orders
            static_configs:
            - targets: ['orders:8000'] # metrics
          rule_files:
          - rules.yml
          alerting:
            alertmanagers:
            - static_configs:
              - targets:
                - alertmanager:9093

          # alerting is to come
        `,
      },
    ),
    good({
      'compose.yaml': `
        services:
          prometheus:
            image: prom/prometheus:v3.0.1
            volumes: ["./prometheus:/etc/prometheus:ro"]
          alertmanager:
            image: prom/alertmanager:v0.27.0
      `,
      'prometheus/prometheus.yml': `
        rule_files: [alerts.yml]
        alerting:
          alertmanagers:
            - static_configs: [{targets: ['alertmanager:9093']}]
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
