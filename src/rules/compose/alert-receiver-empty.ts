import type { Located } from '../../base/span.ts';
import type { YamlNode } from '../../syntax/yaml.ts';
import { entriesAt, itemsAt, nodeAt, textAt } from '../../syntax/yaml-path.ts';
import { bad, defineRule, good } from '../rule.ts';
import { place } from '../shared/monitoring.ts';
import { yamlOf } from '../shared/yaml-fix.ts';

// The words of the documentation's own examples, and of who leaves an address to be filled in.
const placeholder =
  /placeholder|\byour[-_ ]|change[-_ ]?me|replace[-_ ]?me|@(?:[\w-]+\.)*example\.(?:com|org|net)\b|hooks\.slack\.com\/services\/(?:x{3,}|your|<|T0{3,}|\.\.\.)/i;

export default defineRule({
  id: 'alert-receiver-empty',
  area: 'compose',
  severity: 'medium',
  confidence: 'likely',
  aliases: [],
  title: 'Alertmanager notifies nobody',
  why: 'Alerts fire and are grouped, and no mail, message or call goes out: an outage is noticed by its users.',
  fix: 'Give the receiver of the route an integration with an address that somebody reads.',
  references: ['https://prometheus.io/docs/alerting/latest/configuration/#receiver'],
  on: 'server-config',
  *check(link, { project, service }) {
    if (link.config.program !== 'alertmanager') return;
    const source = yamlOf(project, link.config.file);
    const root = source.documents[0]?.root;
    const route = nodeAt(root, 'route');
    const first = textAt(route, 'receiver');
    if (first === undefined) return;
    const named = new Set(receiversOf(route).map(({ value }) => value));
    const reached = itemsAt(root, 'receivers').filter((one) => named.has(textAt(one, 'name')?.value ?? ''));
    // A name without a receiver is refused at start, and files of templates are something else.
    if (reached.length === 0) return;
    const sent = reached.flatMap((receiver) => integrationsOf(receiver));
    const isOpen = ({ span }: YamlNode) => placeholder.test(source.text.slice(span.start, span.end));
    if (sent.some((one) => !isOpen(one))) return;
    yield {
      at: first.span,
      message: `${service.name} hands its alerts to ${first.value}, ${sent.length === 0 ? 'which sends them nowhere' : 'whose address is a placeholder'}`,
      object: `services.${service.name} receivers`,
      related: [place(link)],
    };
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
            receiver: "null"
          receivers:
            - name: "null"
        `,
      },
      'alertmanager.yml:2:13',
    ),
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
              - matchers: [severity = "critical"]
                receiver: pager
          receivers:
            - name: team
            - name: pager
              slack_configs:
                - api_url: https://hooks.slack.com/services/xxx/xxx/xxx
                  channel: '#alerts'
        `,
      },
      'alertmanager.yml:2:13',
    ),
    good({
      'compose.yaml': `
        services:
          alertmanager:
            image: prom/alertmanager:v0.27.0
            volumes: ["./alertmanager.yml:/etc/alertmanager/alertmanager.yml:ro"]
      `,
      'alertmanager.yml': `
        route:
          receiver: "null"
          routes:
            - matchers: [severity = "critical"]
              receiver: team
        receivers:
          - name: "null"
          - name: team
            webhook_configs:
              - url: http://relay:8080/alerts
      `,
    }),
  ],
});

function receiversOf(route: YamlNode | undefined): readonly Located<string>[] {
  const own = textAt(route, 'receiver');
  return [...(own === undefined ? [] : [own]), ...itemsAt(route, 'routes').flatMap(receiversOf)];
}

/** The items under `email_configs`, `slack_configs` and the others. */
function integrationsOf(receiver: YamlNode): readonly YamlNode[] {
  return entriesAt(receiver)
    .filter(({ key }) => String(key.value).endsWith('_configs'))
    .flatMap(({ key }) => itemsAt(receiver, String(key.value)));
}
