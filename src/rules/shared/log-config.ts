// What newer programs end at in configuration files that older ones took: Loki and the collector of OpenTelemetry.
import type { Span } from '../../base/span.ts';
import type { YamlNode } from '../../syntax/yaml.ts';
import { entriesAt, itemsAt, nodeAt, textAt } from '../../syntax/yaml-path.ts';
import type { ImageName } from './image.ts';
import { isFrom } from './image-settings.ts';

export interface RefusedKey {
  readonly at: Span;
  readonly what: string;
}

/** Source: https://grafana.com/docs/loki/latest/setup/upgrade/#300 */
const goneFromLoki: readonly (readonly string[])[] = [
  ['compactor', 'shared_store'],
  ['compactor', 'shared_store_key_prefix'],
  ['storage_config', 'boltdb_shipper', 'shared_store'],
  ['storage_config', 'boltdb_shipper', 'shared_store_key_prefix'],
  ['storage_config', 'tsdb_shipper', 'shared_store'],
  ['storage_config', 'tsdb_shipper', 'shared_store_key_prefix'],
  ['chunk_store_config', 'max_look_back_period'],
  ['limits_config', 'enforce_metric_name'],
  ['ingester', 'max_transfer_retries'],
];

/** `flags` are the arguments that the program is started with. */
export function* refusedByLoki(root: YamlNode, image: ImageName, flags: string): Iterable<RefusedKey> {
  if (!isFrom(image, [3])) return;
  for (const path of goneFromLoki) {
    const [last = ''] = path.slice(-1);
    const holder = path
      .slice(0, -1)
      .reduce<YamlNode | undefined>((node, key) => node && nodeAt(node, key), root);
    const entry = holder && entriesAt(holder).find(({ key }) => key.value === last);
    if (entry !== undefined) yield { at: entry.key.span, what: `Loki 3.0 took ${path.join('.')} away` };
  }
  const limits = nodeAt(root, 'limits_config');
  const allowed = limits && textAt(limits, 'allow_structured_metadata');
  if (allowed?.value === 'false' || flags.includes('allow-structured-metadata')) return;
  const schemas = nodeAt(root, 'schema_config');
  const [newest] = (schemas === undefined ? [] : itemsAt(schemas, 'configs')).toSorted(byDay);
  const schema = newest && textAt(newest, 'schema');
  const store = newest && textAt(newest, 'store');
  if (schema !== undefined && /^v(?:9|1[0-2])$/.test(schema.value))
    yield { at: schema.span, what: `structured metadata, which Loki 3.0 switches on, asks for schema v13` };
  else if (store !== undefined && store.value !== 'tsdb' && !store.value.includes('$'))
    yield {
      at: store.span,
      what: `structured metadata, which Loki 3.0 switches on, asks for the store tsdb`,
    };
}

/** The newest first. */
function byDay(one: YamlNode, other: YamlNode): number {
  const day = (node: YamlNode) => textAt(node, 'from')?.value ?? '';
  return day(one) < day(other) ? 1 : -1;
}

/** Sources: https://github.com/open-telemetry/opentelemetry-collector/issues/11337, https://opentelemetry.io/blog/2023/jaeger-exporter-collector-migration/ */
const goneExporters: readonly {
  readonly name: RegExp;
  readonly since: readonly number[];
  readonly by: string;
}[] = [
  { name: /^logging(?:\/|$)/, since: [0, 111], by: 'debug' },
  { name: /^jaeger(?:_thrift)?(?:\/|$)/, since: [0, 86], by: 'otlp' },
];

export function* refusedByCollector(root: YamlNode, image: ImageName): Iterable<RefusedKey> {
  const exporters = nodeAt(root, 'exporters');
  for (const { key } of exporters === undefined ? [] : entriesAt(exporters)) {
    const gone = goneExporters.find(({ name }) => name.test(String(key.value)));
    if (gone === undefined || !isFrom(image, gone.since)) continue;
    yield {
      at: key.span,
      what: `the exporter ${key.value} was taken away in ${gone.since.join('.')} for ${gone.by}`,
    };
  }
}

/** Parts of pipelines that the file does not set up. */
export function* unconfigured(root: YamlNode): Iterable<RefusedKey> {
  const service = nodeAt(root, 'service');
  const pipelines = service && nodeAt(service, 'pipelines');
  if (pipelines === undefined) return;
  const named = (section: string) => namesIn(nodeAt(root, section));
  const connectors = named('connectors');
  const kinds = ['receivers', 'processors', 'exporters'] as const;
  for (const { value } of entriesAt(pipelines))
    for (const kind of kinds) {
      const known = named(kind);
      for (const item of value === undefined ? [] : itemsAt(value, kind)) {
        const name = item.kind === 'scalar' ? item.text : '$';
        if (name.includes('$') || known.has(name) || connectors.has(name)) continue;
        yield { at: item.span, what: `${kind} has no ${name}, which a pipeline names` };
      }
    }
}

function namesIn(node: YamlNode | undefined): ReadonlySet<string> {
  return new Set(node === undefined ? [] : entriesAt(node).map(({ key }) => String(key.value)));
}
