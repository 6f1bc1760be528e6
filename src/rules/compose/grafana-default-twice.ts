import { bad, defineRule, good } from '../rule.ts';
import { filesOf } from '../shared/monitoring.ts';

export default defineRule({
  id: 'grafana-default-twice',
  area: 'compose',
  severity: 'high',
  aliases: [],
  title: 'Grafana is given two data sources that are to be the default',
  why: 'Grafana stops at start: "Only one datasource per organization can be marked as default".',
  fix: 'Leave `isDefault` with one of them, and delete what is there twice.',
  references: ['https://grafana.com/docs/grafana/latest/administration/provisioning/#data-sources'],
  on: 'server-config',
  *check({ config }, { project, service }) {
    if (!service.enabled) return;
    const own = config.monitoring?.dataSources ?? [];
    if (!own.some(({ defaultOf }) => defaultOf !== undefined)) return;
    const all = filesOf(project, service).flatMap(({ monitoring }) => monitoring.dataSources);
    const first = new Map<string, (typeof all)[number]>();
    for (const source of all) {
      const { name, defaultOf } = source;
      if (defaultOf === undefined) continue;
      const other = first.get(defaultOf);
      if (other === undefined) first.set(defaultOf, source);
      else if (own.includes(source))
        yield {
          at: name.span,
          message: `${service.name} is given data source ${name.value} as the default beside ${other.name.value}`,
          object: `data source ${name.value}`,
          related: [{ at: other.name.span, message: 'this one is the default already' }],
        };
    }
  },
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            grafana:
              image: grafana/grafana:12.1.0
              volumes: ["./grafana:/etc/grafana/provisioning:ro"]
        `,
        'grafana/datasources/all.yaml': `
          apiVersion: 1
          datasources:
            - { name: Metrics, type: prometheus, url: "http://metrics.example.com:9090", isDefault: true }
            - { name: Logs, type: loki, url: "http://logs.example.com:3100" }
        `,
        'grafana/datasources/prometheus.yaml': `
          apiVersion: 1
          datasources:
            - name: Prometheus
              type: prometheus
              url: http://metrics.example.com:9090
              isDefault: true
        `,
      },
      'grafana/datasources/prometheus.yaml:3:11',
    ),
    good({
      'compose.yaml': `
        services:
          grafana:
            image: grafana/grafana:12.1.0
            volumes: ["./grafana:/etc/grafana/provisioning:ro"]
      `,
      'grafana/datasources/all.yaml': `
        apiVersion: 1
        datasources:
          - { name: Metrics, type: prometheus, url: "http://metrics.example.com:9090", isDefault: true }
          - { name: Logs, type: loki, url: "http://logs.example.com:3100", isDefault: false }
          - { name: Other, orgId: 2, type: prometheus, url: "http://other.example.com:9090", isDefault: true }
      `,
    }),
  ],
});
