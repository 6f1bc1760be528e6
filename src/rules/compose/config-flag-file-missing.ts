import type { Located } from '../../base/span.ts';
import type { Service } from '../../model/service.ts';
import { bad, defineRule, good } from '../rule.ts';
import { rootImageOf } from '../shared/image.ts';
import { isProvided } from '../shared/mounts.ts';
import { reviewFix, swapped } from '../shared/yaml-fix.ts';

// Images whose program stops without its configuration, and the file that the image brings.
// Sources: the Dockerfiles of the projects that publish these images.
const shipped: Readonly<Record<string, string>> = {
  'prom/prometheus': '/etc/prometheus/prometheus.yml',
  'prom/alertmanager': '/etc/alertmanager/alertmanager.yml',
  'prom/blackbox-exporter': '/etc/blackbox_exporter/config.yml',
  'grafana/loki': '/etc/loki/local-config.yaml',
  'grafana/promtail': '/etc/promtail/config.yml',
  'grafana/tempo': '',
  'otel/opentelemetry-collector': '/etc/otelcol/config.yaml',
  'otel/opentelemetry-collector-contrib': '/etc/otelcol-contrib/config.yaml',
};

export default defineRule({
  id: 'config-flag-file-missing',
  area: 'compose',
  severity: 'critical',
  confidence: 'likely',
  aliases: [],
  title: 'A program is told to read a configuration file that is not in its container',
  why: 'The program stops at start because it cannot open the file.',
  fix: 'Mount the file at the path of the flag, or correct the flag.',
  references: ['https://docs.docker.com/reference/compose-file/services/#volumes'],
  on: 'service',
  *check(service, { project }) {
    const image = rootImageOf(service, undefined)?.repository;
    const own = image === undefined || service.build !== undefined ? undefined : shipped[image];
    const file = own === undefined ? undefined : fileOfFlag(service);
    if (file === undefined || file.value === own || isProvided(service, file.value)) return;
    // Other files of the image's own folder are examples that come with it.
    if (own === '/etc/loki/local-config.yaml' && file.value.startsWith('/etc/loki/')) return;
    const binds = service.mounts.filter(({ kind }) => kind === 'bind');
    const base = file.value.replace(/^.*\//, '');
    const alike = binds.filter(({ target }) => target.value.endsWith(`/${base}`));
    const mounted = alike.length === 1 ? alike[0]?.target.value : undefined;
    yield {
      at: file.span,
      message: `${service.name} is told to read ${file.value}, where nothing is mounted`,
      object: `services.${service.name}.command`,
      related: binds.map(({ span, target }) => ({ at: span, message: `this is mounted at ${target.value}` })),
      ...(mounted === undefined
        ? {}
        : reviewFix(`Read ${mounted}`, swapped(project, file, file.value, mounted))),
    };
  },
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            prometheus:
              image: prom/prometheus:v3.0.1
              command: [--config.file=/etc/prometheus/prod.yml]
              volumes: ["./prometheus.yml:/etc/prometheus/prometheus.yml:ro"]
        `,
        'prometheus.yml': 'scrape_configs: []\n',
      },
      'compose.yaml:4:15',
    ),
    bad(
      {
        'compose.yaml': `
          services:
            loki:
              image: grafana/loki:3.2.0
              command: ["-config.file=/etc/config/loki.yml"] # ours
              volumes:
                - ./loki.yml:/etc/loki-own/loki.yml:ro
        `,
        'loki.yml': `
          auth_enabled: false
        `,
      },
      'compose.yaml:4:15',
      {
        'compose.yaml': `
          services:
            loki:
              image: grafana/loki:3.2.0
              command: ["-config.file=/etc/loki-own/loki.yml"] # ours
              volumes:
                - ./loki.yml:/etc/loki-own/loki.yml:ro
        `,
      },
    ),
    good({
      'compose.yaml': `
        services:
          prometheus:
            image: prom/prometheus:v3.0.1
            command: [--config.file=/etc/prometheus/prod.yml]
            volumes: ["./prometheus:/etc/prometheus:ro"]
          collector:
            image: otel/opentelemetry-collector:0.114.0
            command: [--config, /etc/otelcol/config.yaml]
      `,
      'prometheus/prod.yml': 'scrape_configs: []\n',
    }),
  ],
});

/** The path after `--config.file` or `--config`, when the flag is given once and names a plain file. */
function fileOfFlag(service: Service): Located<string> | undefined {
  const words = service.command?.words ?? [];
  const found = words.flatMap((word, index): readonly Located<string>[] => {
    const match = /^--?config(?:\.file)?(?:=(.*))?$/.exec(word.value);
    if (match === null) return [];
    const next = words[index + 1];
    if (match[1] !== undefined) return [{ ...word, value: match[1].replace(/^file:/, '') }];
    return next === undefined ? [] : [next];
  });
  const [file] = found;
  return found.length === 1 && file !== undefined && /^\/[\w./-]+$/.test(file.value) ? file : undefined;
}
