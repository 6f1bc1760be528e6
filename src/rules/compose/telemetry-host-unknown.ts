import { bad, defineRule, good } from '../rule.ts';
import { eachOnce, unknownHosts } from '../shared/config-address.ts';

export default defineRule({
  id: 'telemetry-host-unknown',
  area: 'compose',
  severity: 'high',
  confidence: 'likely',
  aliases: [],
  title: 'Logs, traces or alerts are sent to a host that no service answers to',
  why: 'Nothing arrives: the log is empty when it is needed, and alerts reach nobody.',
  fix: 'Name the service as the compose file does, or add it.',
  references: ['https://grafana.com/docs/loki/latest/send-data/promtail/configuration/#clients'],
  on: 'server-config',
  check: (link, context) => eachOnce(unknownHosts(link, context, 'receiver')),
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            promtail:
              image: grafana/promtail:3.3.2
              volumes: ["./promtail.yml:/etc/promtail/config.yml:ro"]
            loki:
              image: grafana/loki:3.3.2
              ports: ["3101:3100"]
        `,
        'promtail.yml': `
          clients:
            - url: http://loki-gateway:3100/loki/api/v1/push
        `,
      },
      'promtail.yml:2:10',
    ),
    bad(
      {
        'compose.yaml': `
          services:
            promtail:
              image: grafana/promtail:3.2.0
              volumes: ["./promtail.yml:/etc/promtail/config.yml:ro"]
            loki-store:
              image: grafana/loki:3.2.0
        `,
        'promtail.yml': `
          clients:
            # The store keeps a week.
            - url: "http://loki-stor:3100/loki/api/v1/push"
        `,
      },
      'promtail.yml:3:10',
      {
        'promtail.yml': `
          clients:
            # The store keeps a week.
            - url: "http://loki-store:3100/loki/api/v1/push"
        `,
      },
    ),
    good({
      'compose.yaml': `
        services:
          promtail:
            image: grafana/promtail:3.3.2
            volumes: ["./promtail.yml:/etc/promtail/config.yml:ro"]
          loki:
            image: grafana/loki:3.3.2
            ports: ["3101:3100"]
      `,
      'promtail.yml': `
        clients:
          - url: http://loki:3100/loki/api/v1/push
          - url: \${LOKI_URL}
      `,
    }),
  ],
});
