import { bad, defineRule, good } from '../rule.ts';
import { lineText } from '../shared/command.ts';
import { parseImage } from '../shared/image.ts';
import { refusedByCollector, refusedByLoki, unconfigured } from '../shared/log-config.ts';
import { place } from '../shared/monitoring.ts';
import { yamlOf } from '../shared/yaml-fix.ts';

export default defineRule({
  id: 'telemetry-config-refused',
  area: 'compose',
  severity: 'high',
  confidence: 'likely',
  aliases: [],
  title: 'Loki or the collector of OpenTelemetry refuses its configuration',
  why: 'It reads the file strictly and ends at start, so no logs, metrics and traces are kept.',
  fix: 'Write what this version asks for, or name the version that the file was written for.',
  references: [
    'https://grafana.com/docs/loki/latest/setup/upgrade/#300',
    'https://github.com/open-telemetry/opentelemetry-collector/issues/11337',
    'https://opentelemetry.io/docs/collector/configuration/',
  ],
  joins: 'file',
  on: 'server-config',
  *check(link, { project, service }) {
    const { program, file } = link.config;
    if (program !== 'loki' && program !== 'otel-collector') return;
    const image = service.build === undefined ? parseImage(service.image?.value ?? '') : undefined;
    const [document, another] = yamlOf(project, file).documents;
    const root = document?.root;
    if (image === undefined || root === undefined || another !== undefined) return;
    const flags = lineText(service.command);
    // Further files may hold the rest, or take it out.
    const isWhole = (flags.match(/--config|config\.file/g) ?? []).length < 2;
    const found =
      program === 'loki'
        ? refusedByLoki(root, image, flags)
        : [...refusedByCollector(root, image), ...(isWhole ? unconfigured(root) : [])];
    for (const { at, what } of found)
      yield {
        at,
        message: `${service.name} does not start: ${what}`,
        object: `services.${service.name} ${what}`,
        related: [place(link)],
      };
  },
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            loki:
              image: grafana/loki:latest
              command: -config.file=/etc/loki/local-config.yaml
              volumes: ["./loki.yaml:/etc/loki/local-config.yaml:ro"]
        `,
        'loki.yaml': `
          schema_config:
            configs:
              - from: 2023-01-01
                store: boltdb-shipper
                object_store: filesystem
                schema: v11
                index: {prefix: index_, period: 24h}
          storage_config:
            boltdb_shipper:
              active_index_directory: /loki/index
              shared_store: filesystem
          limits_config:
            enforce_metric_name: false
          chunk_store_config:
            max_look_back_period: 0s
        `,
      },
      ['loki.yaml:6:15', 'loki.yaml:11:5', 'loki.yaml:13:3', 'loki.yaml:15:3'],
    ),
    bad(
      {
        'compose.yaml': `
          services:
            collector:
              image: otel/opentelemetry-collector-contrib:0.115.1
              command: ["--config=/etc/otel.yaml"]
              volumes: ["./otel.yaml:/etc/otel.yaml:ro"]
        `,
        'otel.yaml': `
          receivers:
            otlp: {protocols: {grpc: {endpoint: "0.0.0.0:4317"}}}
          exporters:
            logging: {loglevel: debug}
            otlp: {endpoint: "tempo:4317"}
          service:
            pipelines:
              traces:
                receivers: [otlp]
                processors: [batch]
                exporters: [otlp, logging]
        `,
      },
      ['otel.yaml:4:3', 'otel.yaml:10:20'],
    ),
    good({
      'compose.yaml': `
        services:
          loki:
            image: grafana/loki:3.2.0
            volumes: ["./loki.yaml:/etc/loki/local-config.yaml:ro"]
          older:
            image: grafana/loki:2.9.8
            volumes: ["./older.yaml:/etc/loki/local-config.yaml:ro"]
          collector:
            image: otel/opentelemetry-collector-contrib:0.88.0
            command: ["--config=/etc/otel.yaml"]
            volumes: ["./otel.yaml:/etc/otel.yaml:ro"]
      `,
      'loki.yaml': `
        schema_config:
          configs:
            - {from: 2023-01-01, store: boltdb-shipper, object_store: filesystem, schema: v12}
            - {from: 2024-06-01, store: tsdb, object_store: filesystem, schema: v13}
      `,
      'older.yaml': `
        schema_config:
          configs:
            - {from: 2023-01-01, store: boltdb-shipper, object_store: filesystem, schema: v11}
        compactor: {shared_store: filesystem}
      `,
      'otel.yaml': `
        receivers:
          otlp: {protocols: {grpc: {endpoint: "0.0.0.0:4317"}}}
        processors: {batch: {}}
        connectors: {spanmetrics: {}}
        exporters:
          logging: {}
          prometheus: {endpoint: "0.0.0.0:8889"}
        service:
          pipelines:
            traces: {receivers: [otlp], processors: [batch], exporters: [logging, spanmetrics]}
            metrics: {receivers: [spanmetrics], exporters: [prometheus]}
      `,
    }),
  ],
});
