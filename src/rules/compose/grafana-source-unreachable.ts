import { bad, defineRule, good } from '../rule.ts';
import { loopbacks, unknownHosts, unsharedNetworks, wrongPorts } from '../shared/config-address.ts';

export default defineRule({
  id: 'grafana-source-unreachable',
  area: 'compose',
  severity: 'medium',
  confidence: 'likely',
  aliases: [],
  title: 'A data source of Grafana points to where nothing answers',
  why: 'Every panel that uses the data source shows an error, and alert rules on it end in an error state.',
  fix: 'Use the name of the service, the port inside its container, and a network that both share.',
  references: ['https://grafana.com/docs/grafana/latest/administration/provisioning/#data-sources'],
  on: 'server-config',
  *check(link, context) {
    yield* unknownHosts(link, context, 'data-source');
    yield* wrongPorts(link, context, 'data-source');
    yield* unsharedNetworks(link, context, 'data-source');
    yield* loopbacks(link, context, 'data-source', new Set([3000]));
  },
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            grafana:
              image: grafana/grafana:11.3.0
              volumes: ["./grafana:/etc/grafana/provisioning:ro"]
            prometheus:
              image: prom/prometheus:v3.0.1
              ports: ["9091:9090"]
        `,
        'grafana/datasources/all.yml': `
          apiVersion: 1
          datasources:
            - name: metrics
              type: prometheus
              url: http://prometheus:9091
            - name: logs
              type: loki
              url: http://localhost:3100
        `,
      },
      ['grafana/datasources/all.yml:5:10', 'grafana/datasources/all.yml:8:10'],
      {
        'grafana/datasources/all.yml': `
          apiVersion: 1
          datasources:
            - name: metrics
              type: prometheus
              url: http://prometheus:9090
            - name: logs
              type: loki
              url: http://localhost:3100
        `,
      },
    ),
    good({
      'compose.yaml': `
        services:
          grafana:
            image: grafana/grafana:11.3.0
            volumes: ["./grafana:/etc/grafana/provisioning:ro"]
          prometheus:
            image: prom/prometheus:v3.0.1
            ports: ["9091:9090"]
      `,
      'grafana/datasources/all.yml': `
        apiVersion: 1
        datasources:
          - name: metrics
            type: prometheus
            url: http://prometheus:9090
          - name: logs
            type: loki
            url: https://logs.example.com
      `,
    }),
  ],
});
