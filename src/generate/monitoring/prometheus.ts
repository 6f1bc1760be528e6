// The configuration of Prometheus: what is scraped, and what the prober asks in its name.
import { entry, flow, fromPlain, item, list, map, raw, type Yaml, type YamlItem, yamlFile } from '../yaml.ts';
import type { Names } from './names.ts';
import type { Targets } from './targets.ts';

export function prometheusConfig(targets: Targets, names: Names): string {
  const jobs: YamlItem[] = [
    item(jobOf('prometheus', [`${names.prometheus}:9090`])),
    item(jobOf('node', [`${names.nodeExporter}:9100`]), { gap: true }),
    ...targets.scraped.map(({ service, metrics }) =>
      item(jobOf(service.name, [`${service.name}:${metrics?.port}`], metrics?.path), { gap: true }),
    ),
    ...probe(
      'probe-http',
      'http_2xx',
      targets.httpProbes.map(({ service, port, health }) => `http://${service.name}:${port}${health}`),
      names,
    ),
    ...probe(
      'probe-tcp',
      'tcp_connect',
      targets.tcpProbes.map(({ service, port }) => `${service.name}:${port}`),
      names,
    ),
  ];
  const root = map(
    entry('global', map(entry('scrape_interval', raw('15s')), entry('evaluation_interval', raw('15s')))),
    entry('rule_files', flow(fromPlain(['/etc/prometheus/alerts.yml'])), { gap: true }),
    entry(
      'alerting',
      map(entry('alertmanagers', list(item(map(staticTargets([`${names.alertmanager}:9093`])))))),
      { gap: true },
    ),
    entry('scrape_configs', list(...jobs), { gap: true }),
  );
  return yamlFile({
    head: 'What Prometheus watches: services that serve metrics, and the others by what a probe sees.',
    root,
  });
}

function staticTargets(targets: readonly string[]) {
  return entry('static_configs', list(item(map(entry('targets', flow(quoted(targets)))))));
}

function quoted(texts: readonly string[]): Yaml {
  return list(...texts.map((text) => item(raw(JSON.stringify(text)))));
}

function jobOf(name: string, targets: readonly string[], path?: string): Yaml {
  const at = path === undefined || path === '/metrics' ? [] : [entry('metrics_path', path)];
  return map(entry('job_name', name), ...at, staticTargets(targets));
}

/** The prober is asked about each target: https://prometheus.io/docs/guides/multi-target-exporter/ */
function probe(name: string, module: string, targets: readonly string[], names: Names): readonly YamlItem[] {
  if (targets.length === 0) return [];
  const relabel = (entries: Readonly<Record<string, string>>) => {
    const parts = Object.entries(entries).map(([key, value]) =>
      entry(key, key === 'source_labels' ? flow(fromPlain([value])) : value),
    );
    return item(flow(map(...parts)));
  };
  const job = map(
    entry('job_name', name),
    entry('metrics_path', '/probe'),
    entry('params', flow(map(entry('module', flow(fromPlain([module])))))),
    entry(
      'static_configs',
      list(item(map(entry('targets', list(...targets.map((one) => item(raw(JSON.stringify(one))))))))),
    ),
    entry(
      'relabel_configs',
      list(
        relabel({ source_labels: '__address__', target_label: '__param_target' }),
        relabel({ source_labels: '__param_target', target_label: 'instance' }),
        relabel({ target_label: '__address__', replacement: `${names.blackboxExporter}:9115` }),
      ),
    ),
  );
  return [
    item(job, { gap: true, above: `Asked by ${names.blackboxExporter}; the target is what it asks for.` }),
  ];
}
