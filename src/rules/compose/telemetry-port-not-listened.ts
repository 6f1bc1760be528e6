import { bad, defineRule, good } from '../rule.ts';
import { eachOnce, wrongPorts } from '../shared/config-address.ts';

export default defineRule({
  id: 'telemetry-port-not-listened',
  area: 'compose',
  severity: 'medium',
  confidence: 'likely',
  aliases: [],
  title: 'Logs, traces or alerts are sent to a port on which the service does not listen',
  why: 'Nothing arrives: the log is empty when it is needed, and alerts reach nobody.',
  fix: 'Use the port inside the container, not the published one.',
  references: ['https://docs.docker.com/compose/how-tos/networking/'],
  on: 'server-config',
  check: (link, context) => eachOnce(wrongPorts(link, context, 'receiver')),
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
            - url: http://loki:3101/loki/api/v1/push
        `,
      },
      'promtail.yml:2:10',
      {
        'promtail.yml': `
          clients:
            - url: http://loki:3100/loki/api/v1/push
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
