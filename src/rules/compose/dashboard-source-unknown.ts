import { sha256 } from '../../base/hash.ts';
import { nearest } from '../../base/text.ts';
import { bad, defineRule, good } from '../rule.ts';
import { filesOf, place } from '../shared/monitoring.ts';

export default defineRule({
  id: 'dashboard-source-unknown',
  area: 'compose',
  severity: 'medium',
  confidence: 'likely',
  aliases: [],
  title: 'A dashboard queries a data source that Grafana is not given',
  why: 'Its panels show "Datasource not found" on every new installation, also when they are needed most.',
  fix: 'Give the data source the `uid` that the dashboard names, or the other way round.',
  references: ['https://grafana.com/docs/grafana/latest/administration/provisioning/#data-sources'],
  on: 'server-config',
  *check(link, { project, service }) {
    const queried = link.config.monitoring?.queried ?? [];
    if (queried.length === 0 || !service.enabled) return;
    const sources = filesOf(project, service).flatMap(({ monitoring }) => monitoring.dataSources);
    // Without provisioned sources they are made by hand; plugins and bundles bring others.
    if (sources.length === 0) return;
    const known = new Map(
      sources.flatMap(
        ({ name, uid }) =>
          [
            [name.value, name.span],
            [uid ?? uidOf(name.value), name.span],
          ] as const,
      ),
    );
    for (const { value, span } of queried) {
      if (value === '' || /[$]|^(?:-- .* --|grafana|__expr__|default)$/i.test(value) || known.has(value))
        continue;
      const near = nearest(value, known.keys());
      yield {
        at: span,
        message: `${link.config.file} queries data source ${value}, which ${service.name} is not given`,
        object: `data source ${value}`,
        related: [
          {
            at: known.get(near ?? '') ?? sources[0]?.name.span ?? link.from,
            message: near === undefined ? 'data sources are defined here' : `there is ${near}`,
          },
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
            grafana:
              image: grafana/grafana:11.4.0
              volumes: ["./grafana:/etc/grafana/provisioning:ro"]
        `,
        'grafana/datasources/prometheus.yml': `
          datasources:
            - {name: Prometheus, type: prometheus, uid: prometheus, url: 'http://prometheus:9090'}
        `,
        'grafana/dashboards/shop.json': `
          {"title": "Shop", "panels": [
            {"type": "stat", "datasource": {"type": "prometheus", "uid": "prom-main"}}]}
        `,
      },
      'grafana/dashboards/shop.json:2:65',
    ),
    good({
      'compose.yaml': `
        services:
          grafana:
            image: grafana/grafana:11.4.0
            volumes: ["./grafana:/etc/grafana/provisioning:ro"]
      `,
      'grafana/datasources/prometheus.yml': `
        datasources:
          - {name: Prometheus, type: prometheus, url: 'http://prometheus:9090'}
      `,
      'grafana/dashboards/shop.json': `
        {"title": "Shop", "panels": [
          {"type": "stat", "datasource": {"type": "prometheus", "uid": "PBFA97CFB590B2093"}},
          {"type": "text", "datasource": {"type": "datasource", "uid": "-- Dashboard --"}},
          {"type": "stat", "datasource": {"type": "prometheus", "uid": "\${source}"}}]}
      `,
    }),
  ],
});

/** What Grafana makes of a name when a provisioned source has no uid of its own. */
function uidOf(name: string): string {
  return `P${sha256().update(name).digest('hex').slice(0, 16).toUpperCase()}`;
}
