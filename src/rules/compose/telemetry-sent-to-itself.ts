import { bad, defineRule, good } from '../rule.ts';
import { eachOnce, loopbacks } from '../shared/config-address.ts';

export default defineRule({
  id: 'telemetry-sent-to-itself',
  area: 'compose',
  severity: 'high',
  confidence: 'likely',
  aliases: [],
  title: 'Logs, traces or alerts are sent to localhost, where only the sender runs',
  why: 'Inside a container localhost is the container itself: nothing arrives anywhere.',
  fix: 'Send to the service by its name.',
  references: ['https://docs.docker.com/compose/how-tos/networking/'],
  on: 'server-config',
  check: (link, context) => eachOnce(loopbacks(link, context, 'receiver', new Set())),
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
            - url: http://localhost:3100/loki/api/v1/push
        `,
      },
      'promtail.yml:2:10',
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
