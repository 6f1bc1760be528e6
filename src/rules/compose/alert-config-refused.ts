import { bad, defineRule, good } from '../rule.ts';
import { refusedIn } from '../shared/alertmanager-config.ts';
import { place } from '../shared/monitoring.ts';
import { yamlOf } from '../shared/yaml-fix.ts';

export default defineRule({
  id: 'alert-config-refused',
  area: 'compose',
  severity: 'high',
  aliases: [],
  title: 'Alertmanager refuses its configuration',
  why: 'It reads the file strictly and ends at start, so alerts fire and nobody is told of any.',
  fix: 'Correct the setting; `amtool check-config` says what else is wrong.',
  references: ['https://prometheus.io/docs/alerting/latest/configuration/'],
  on: 'server-config',
  *check(link, { project, service }) {
    if (link.config.program !== 'alertmanager') return;
    const root = yamlOf(project, link.config.file).documents[0]?.root;
    // Files of templates and of time intervals are something else.
    if (root === undefined) return;
    const told = new Set<string>();
    for (const { at, what, key } of refusedIn(root)) {
      if (told.has(key)) continue;
      told.add(key);
      yield {
        at,
        message: `${service.name} does not start: ${what}`,
        object: `services.${service.name} ${key}`,
        related: [place(link)],
      };
    }
  },
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            alertmanager:
              image: prom/alertmanager:v0.27.0
              volumes: ["./alertmanager.yml:/etc/alertmanager/alertmanager.yml:ro"]
        `,
        'alertmanager.yml': `
          route:
            receiver: team
            routes:
              - receiver: pager
                group_interval: 0s
          receivers:
            - name: team
              email_configs:
                - to: ops@acme.dev
                  body: '{{ .CommonAnnotations.summary }}'
              slack_configs:
                - api_url: YOUR_SLACK_WEBHOOK
                  channel: '#alerts'
          time_intervals:
            - name: night
              time_intervals:
                - times: [{start_time: '17:00', end_time: '09:00'}]
        `,
      },
      [
        'alertmanager.yml:4:17',
        'alertmanager.yml:5:23',
        'alertmanager.yml:9:13',
        'alertmanager.yml:9:13',
        'alertmanager.yml:10:9',
        'alertmanager.yml:12:18',
        'alertmanager.yml:17:17',
      ],
    ),
    good({
      'compose.yaml': `
        services:
          alertmanager:
            image: prom/alertmanager:v0.27.0
            volumes: ["./alertmanager.yml:/etc/alertmanager/alertmanager.yml:ro"]
      `,
      'alertmanager.yml': `
        global:
          smtp_smarthost: mail.acme.dev:587
          smtp_from: alerts@acme.dev
          slack_api_url: https://hooks.slack.com/services/T0/B0/x
        route:
          receiver: team
          group_wait: 0s
        receivers:
          - name: team
            email_configs: [{to: ops@acme.dev, text: down}]
            slack_configs: [{channel: '#alerts'}]
            webhook_configs: [{url: 'http://relay:8080/alerts'}]
        time_intervals:
          - name: night
            time_intervals:
              - times: [{start_time: '17:00', end_time: '24:00'}, {start_time: '00:00', end_time: '09:00'}]
      `,
    }),
  ],
});
