import { nearest } from '../../base/text.ts';
import { bad, defineRule, good } from '../rule.ts';
import { prometheusOf } from '../shared/monitoring.ts';
import { reviewFix, swapped } from '../shared/yaml-fix.ts';

export default defineRule({
  id: 'alert-job-unknown',
  area: 'compose',
  severity: 'high',
  confidence: 'likely',
  aliases: [],
  title: 'An alert asks for a scrape job that Prometheus does not have',
  why: 'Its expression is always empty: the alert never fires, however broken the service is.',
  fix: 'Use the `job_name` of the scrape configuration, or scrape the service.',
  references: ['https://prometheus.io/docs/concepts/jobs_instances/'],
  on: 'server-config',
  *check(link, { project, service }) {
    const prometheus = prometheusOf(project, link);
    if (prometheus === undefined) return;
    const { main, files } = prometheus;
    const jobs = new Map(main.monitoring.jobs.map(({ value, span }) => [value, span]));
    const text = project.texts.get(link.config.file)?.text ?? '';
    // What is pushed, federated or relabelled brings names of its own.
    const isOpen =
      jobs.size === 0 ||
      /honor_labels:\s*true|federate|target_label:\s*["']?job\b|scrape_config_files|remote_read/.test(text) ||
      [...(service.command?.words ?? [])].some(({ value }) => /remote-write-receiver|otlp/.test(value));
    if (isOpen) return;
    for (const { link: given, monitoring } of files) {
      for (const { name, expression } of monitoring.alerts) {
        const unknown = jobsNamed(expression.value).filter((job) => !jobs.has(job));
        const [job] = unknown;
        // An absent series is what such an alert waits for.
        if (job === undefined || /\babsent(?:_over_time)?\s*\(/.test(expression.value)) continue;
        const near = nearest(job, jobs.keys());
        const [first] = jobs;
        yield {
          at: expression.span,
          message: `alert ${name.value} asks for job ${job}, which ${service.name} does not scrape`,
          object: `${given.config.file} ${name.value}`,
          ...(near === undefined || unknown.length > 1
            ? {}
            : reviewFix(`Ask for job ${near}`, swapped(project, expression, job, near))),
          related: [
            {
              at: jobs.get(near ?? '') ?? first?.[1] ?? link.from,
              message: near === undefined ? 'jobs are defined here' : `there is a job ${near}`,
            },
          ],
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
              volumes: ["./prometheus:/etc/prometheus:ro"]
        `,
        'prometheus/prometheus.yml': `
          rule_files: [alerts.yml]
          scrape_configs:
            - job_name: shop-api
              static_configs: [{targets: ['api:8000']}]
        `,
        'prometheus/alerts.yml': `
          groups:
            - name: shop
              rules:
                - alert: ApiDown
                  expr: up{job="api"} == 0
        `,
      },
      'prometheus/alerts.yml:5:15',
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
        `,
        'prometheus.yml': `
          rule_files: [rules.yml]
          scrape_configs:
            - job_name: orders
              static_configs: [{targets: ['orders:8000']}]
        `,
        'rules.yml': `
          groups:
            - name: orders
              rules:
                - alert: OrdersDown # pages somebody
                  expr: >
                    up{job="order"}
                    == 0
        `,
      },
      'rules.yml:5:15',
      {
        'rules.yml': `
          groups:
            - name: orders
              rules:
                - alert: OrdersDown # pages somebody
                  expr: >
                    up{job="orders"}
                    == 0
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
        rule_files: [alerts.yml]
        scrape_configs:
          - job_name: api
            static_configs: [{targets: ['api:8000']}]
      `,
      'prometheus/alerts.yml': `
        groups:
          - name: shop
            rules:
              - alert: ApiDown
                expr: up{job="api"} == 0
              - alert: WorkersDown
                expr: sum(up{job=~"worker.*"}) < 2
      `,
    }),
  ],
});

/** Jobs that the expression asks for by their whole name. */
function jobsNamed(expression: string): readonly string[] {
  return [...expression.matchAll(/[{,]\s*job\s*=\s*["']([^"'$]+)["']/g)].map(([, job = '']) => job);
}
