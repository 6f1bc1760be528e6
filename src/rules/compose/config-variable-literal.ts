import type { Span } from '../../base/span.ts';
import type { Project } from '../../model/project.ts';
import type { ConfigLink } from '../../model/server-config.ts';
import { bad, defineRule, good } from '../rule.ts';
import { lineText } from '../shared/command.ts';
import { place } from '../shared/monitoring.ts';

/** Programs that read their file as it is. Prometheus alone knows variables, and those in `external_labels`. */
const programs = new Set(['alertmanager', 'prometheus']);
const variable = /\$\{[A-Z][A-Z0-9_]{2,}(?::?-[^}\n]*)?\}|\{\{ *env "\w+" *\}\}/g;
const rendering = /\b(?:envsubst|sed|gomplate|confd|dockerize|envtpl|perl|awk|eval)\b/;

export default defineRule({
  id: 'config-variable-literal',
  area: 'compose',
  severity: 'high',
  confidence: 'likely',
  aliases: [],
  title: 'A configuration file names variables that its program does not know',
  why: 'The program takes the text as it stands: an address that is none stops it at start, a password is refused.',
  fix: 'Render the file before the start (envsubst), or use the `_file` form of the setting and mount a secret.',
  references: [
    'https://prometheus.io/docs/alerting/latest/configuration/',
    'https://github.com/prometheus/alertmanager/issues/504',
  ],
  on: 'server-config',
  *check(link, { project, service }) {
    const { file, program } = link.config;
    const text = project.texts.get(file)?.text ?? '';
    if (!programs.has(program) || !/\$\{[A-Z]|\{\{ *env/.test(text) || isRendered(project, link)) return;
    const [first, ...others] = literalsIn(file, text);
    if (first === undefined) return;
    yield {
      at: first,
      message: `${file} says ${text.slice(first.start, first.end)}, which ${program} takes as it stands`,
      object: `services.${service.name} variables of ${file}`,
      related: [place(link), ...others.map((at) => ({ at, message: 'so does it take this' }))],
    };
  },
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            alertmanager:
              image: prom/alertmanager:v0.27.0
              environment:
                SLACK_WEBHOOK_URL: \${SLACK_WEBHOOK_URL:?}
              volumes: ["./alertmanager.yml:/etc/alertmanager/alertmanager.yml:ro"]
        `,
        'alertmanager.yml': `
          # \${IN_A_COMMENT}
          global:
            slack_api_url: '\${SLACK_WEBHOOK_URL}'
          route:
            receiver: team
          receivers:
            - name: team
              slack_configs:
                - channel: '#alerts'
        `,
      },
      'alertmanager.yml:3:19',
    ),
    good({
      'compose.yaml': `
        services:
          alertmanager:
            image: prom/alertmanager:v0.27.0
            entrypoint: ["/bin/sh", "-c"]
            command: ["sed \\"s|\\\${SLACK_URL}|$$SLACK_URL|\\" /etc/alertmanager/in.yml > /tmp/am.yml && alertmanager --config.file=/tmp/am.yml"]
            volumes: ["./alertmanager.yml:/etc/alertmanager/in.yml:ro"]
          prometheus:
            image: prom/prometheus:v3.0.1
            volumes: ["./prometheus.yml:/etc/prometheus/prometheus.yml:ro"]
      `,
      'alertmanager.yml': `
        global: {slack_api_url: '\${SLACK_URL}'}
        route: {receiver: team}
        receivers: [{name: team, slack_configs: [{channel: '#alerts'}]}]
      `,
      'prometheus.yml': `
        global:
          external_labels:
            cluster: \${CLUSTER_NAME}
        scrape_configs:
          - job_name: api
            static_configs: [{targets: ['api:8080']}]
            relabel_configs:
              - {source_labels: [__address__], target_label: host, replacement: '\${1}'}
      `,
    }),
  ],
});

/** Something fills the variables in before the program reads the file: its command, or a script of the repository. */
function isRendered({ scripts, texts }: Project, { service, config, from }: ConfigLink): boolean {
  if (rendering.test(`${lineText(service.entrypoint)} ${lineText(service.command)}`)) return true;
  // An image of one's own may have a start script that does.
  if (!/\.ya?ml$/.test(from.file)) return true;
  const name = config.file.replace(/^.*\//, '');
  return scripts.some(({ file }) => {
    const text = texts.get(file)?.text ?? '';
    return text.includes(name) && rendering.test(text);
  });
}

function literalsIn(file: string, text: string): readonly Span[] {
  const labels = /^ *external_labels:\n(?: +.*\n?)*/m.exec(text);
  const inLabels = (at: number) =>
    labels !== null && at >= labels.index && at < labels.index + ownLines(labels[0]);
  return [...text.matchAll(variable)].flatMap(({ index, 0: found }) => {
    const line = text.slice(text.lastIndexOf('\n', index) + 1, index);
    return /(?:^|\s)#/.test(line) || inLabels(index)
      ? []
      : [{ file, start: index, end: index + found.length }];
  });
}

/** The length of a key and of the lines that stand deeper than it. */
function ownLines(block: string): number {
  const [head = '', ...lines] = block.split('\n');
  const depth = head.search(/\S/);
  const end = lines.findIndex((line) => line.trim() !== '' && line.search(/\S/) <= depth);
  const own = end === -1 ? lines : lines.slice(0, end);
  return [head, ...own].join('\n').length;
}
