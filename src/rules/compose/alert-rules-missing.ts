import { bad, defineRule, good } from '../rule.ts';
import { inContainer, place, prometheusOf, providedAt } from '../shared/monitoring.ts';

export default defineRule({
  id: 'alert-rules-missing',
  area: 'compose',
  severity: 'high',
  confidence: 'likely',
  aliases: [],
  title: 'Prometheus is told to load alert rules that are not in its container',
  why: 'Prometheus takes an expression that meets no file without a word: there are no alerts, and nobody is told.',
  fix: 'Mount the file or folder at the path that `rule_files` names.',
  references: [
    'https://prometheus.io/docs/prometheus/latest/configuration/configuration/#configuration-file',
  ],
  on: 'server-config',
  *check(link, { project, service }) {
    const prometheus = prometheusOf(project, link);
    if (prometheus === undefined) return;
    const { main } = prometheus;
    for (const { value, span } of main.monitoring.ruleFiles) {
      const path = inContainer(main, value);
      const found = providedAt(project, service, path);
      if (value.includes('$') || found === undefined || found.length > 0) continue;
      yield {
        at: span,
        message: `${service.name} loads alert rules from ${path}, where its container has no file`,
        object: `rule_files ${value}`,
        related: [place(link)],
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
              volumes: ["./prometheus/prometheus.yml:/etc/prometheus/prometheus.yml:ro"]
        `,
        'prometheus/prometheus.yml': `
          rule_files: [alerts.yml]
          scrape_configs: []
        `,
        'prometheus/alerts.yml': 'groups: []\n',
      },
      'prometheus/prometheus.yml:1:14',
    ),
    good({
      'compose.yaml': `
        services:
          prometheus:
            image: prom/prometheus:v3.0.1
            volumes: ["./prometheus:/etc/prometheus:ro"]
      `,
      'prometheus/prometheus.yml': `
        rule_files: ["*alerts.yml"]
        scrape_configs: []
      `,
      'prometheus/alerts.yml': 'groups: []\n',
    }),
  ],
});
