// Configuration in YAML or TOML: Prometheus, Grafana's data sources, Traefik's file provider, Kong's declarative file.
import type { AddressRole, NamedAddress, ServerConfig, ServerProgram } from '../../model/server-config.ts';
import { readToml } from '../../syntax/toml.ts';
import { entryOf, isList, isMap, isScalar, readYaml, type YamlNode } from '../../syntax/yaml.ts';
import { addressOf } from './address.ts';
import { monitoringIn } from './monitoring.ts';

type Found = readonly NamedAddress[];

export function readYamlConfig(file: string, text: string, program: ServerProgram): ServerConfig {
  const { documents, problems } = readYaml(file, text);
  const roots = documents.map(({ root }) => root);
  return { ...configIn(file, roots, program), problem: problems[0]?.message };
}

/** Traefik's: the same keys as in YAML. https://doc.traefik.io/traefik/providers/file/ */
export function readTomlConfig(file: string, text: string, program: ServerProgram): ServerConfig {
  const { root, problems } = readToml(file, text);
  return { ...configIn(file, [root], program), problem: problems[0]?.message };
}

function configIn(
  file: string,
  roots: readonly (YamlNode | undefined)[],
  program: ServerProgram,
): ServerConfig {
  const groups = new Set<string>();
  const addresses = roots.flatMap((root): Found => {
    if (program === 'prometheus') return prometheusIn(root);
    if (program === 'grafana') return grafanaIn(root);
    if (program === 'traefik') return traefikIn(root);
    if (program === 'loki') return [];
    if (program === 'promtail' || program === 'otel-collector' || program === 'alertmanager')
      return receiversIn(root, program);
    for (const upstream of items(root, 'upstreams')) groups.add(textOf(at(upstream, 'name')).toLowerCase());
    return kongIn(root);
  });
  const listens = new Set(program === 'traefik' ? roots.flatMap((root) => [...portsIn(root)]) : []);
  const config = { file, program, addresses, groups, listens };
  if (program !== 'prometheus' && program !== 'grafana') return config;
  return { ...config, monitoring: monitoringIn(roots) };
}

/** Where logs, traces and alerts are sent to. */
function receiversIn(root: YamlNode | undefined, program: ServerProgram): Found {
  if (program === 'promtail')
    return items(root, 'clients').flatMap((one) => plain(at(one, 'url'), 'receiver'));
  if (program === 'alertmanager') {
    return items(root, 'receivers').flatMap((receiver) =>
      items(receiver, 'webhook_configs').flatMap((one) => plain(at(one, 'url'), 'receiver')),
    );
  }
  const exporters = at(root, 'exporters');
  const pipelines = at(at(root, 'service'), 'pipelines');
  const used = isMap(pipelines)
    ? pipelines.entries.flatMap(({ value }) => items(value, 'exporters').map(textOf))
    : [];
  return !isMap(exporters)
    ? []
    : exporters.entries.flatMap(({ key, value }): Found => {
        // This exporter waits to be scraped.
        const isServer = /^prometheus(?:\/|$)/.test(key.text);
        return isServer || !used.includes(key.text) ? [] : plain(at(value, 'endpoint'), 'receiver');
      });
}

function prometheusIn(root: YamlNode | undefined): Found {
  const jobs = [...items(root, 'scrape_configs'), ...items(at(root, 'alerting'), 'alertmanagers')];
  const written = items(root, 'remote_write').flatMap((one) => plain(at(one, 'url'), 'remote-write'));
  const read = items(root, 'remote_read').flatMap((one) => plain(at(one, 'url'), 'remote-read'));
  const asked = jobs.flatMap((job): Found => {
    // A relabelled address (as for the blackbox exporter) is not where Prometheus goes.
    const isRelabelled = items(job, 'relabel_configs').some(
      (each) => textOf(at(each, 'target_label')) === '__address__',
    );
    if (isRelabelled) return [];
    const scheme = textOf(at(job, 'scheme')) || 'http';
    return items(job, 'static_configs').flatMap((one) =>
      items(one, 'targets').flatMap((target) => plain(target, 'target', scheme)),
    );
  });
  return [...asked, ...written, ...read];
}

function grafanaIn(root: YamlNode | undefined): Found {
  return items(root, 'datasources').flatMap((source): Found => {
    // With `direct` the browser goes there.
    if (textOf(at(source, 'access')) === 'direct') return [];
    return plain(at(source, 'url'), 'data-source');
  });
}

function traefikIn(root: YamlNode | undefined): Found {
  const balanced = ['http', 'tcp', 'udp'].flatMap((protocol) =>
    valuesOf(at(at(root, protocol), 'services')).flatMap((service) =>
      items(at(service, 'loadBalancer'), 'servers').flatMap((server) =>
        plain(at(server, 'url') ?? at(server, 'address'), 'upstream'),
      ),
    ),
  );
  const asked = valuesOf(at(at(root, 'http'), 'middlewares')).flatMap((middleware) =>
    plain(at(at(middleware, 'forwardAuth'), 'address'), 'upstream'),
  );
  // Traefik 1: https://doc.traefik.io/traefik/v1.7/configuration/backends/file/
  const backends = [root, at(root, 'file')].flatMap((owner) =>
    valuesOf(at(owner, 'backends')).flatMap((backend) =>
      valuesOf(at(backend, 'servers')).flatMap((server) => plain(at(server, 'url'), 'upstream')),
    ),
  );
  return [...balanced, ...asked, ...backends];
}

/** Ports of the entry points of Traefik's static configuration: `:80`, `0.0.0.0:443/tcp`. */
function* portsIn(root: YamlNode | undefined): Iterable<number> {
  for (const point of valuesOf(at(root, 'entryPoints'))) {
    const port = /:(\d{1,5})(?:\/(?:tcp|udp))?$/.exec(textOf(at(point, 'address')))?.[1];
    if (port !== undefined) yield Number(port);
  }
}

function valuesOf(node: YamlNode | undefined): readonly YamlNode[] {
  return isMap(node) ? node.entries.map(({ value }) => value) : [];
}

function kongIn(root: YamlNode | undefined): Found {
  const services = items(root, 'services').flatMap((service): Found => {
    const url = at(service, 'url');
    if (url !== undefined) return plain(url, 'upstream');
    const port = Number(textOf(at(service, 'port')));
    return plain(at(service, 'host'), 'upstream').map((address) =>
      port > 0 ? { ...address, port } : address,
    );
  });
  const targets = items(root, 'upstreams').flatMap((upstream) =>
    items(upstream, 'targets').flatMap((target) =>
      plain(at(target, 'target'), 'upstream').map((address) => ({ ...address, member: true })),
    ),
  );
  return [...services, ...targets];
}

function plain(node: YamlNode | undefined, role: AddressRole, scheme = 'http'): Found {
  if (!isScalar(node)) return [];
  const address = addressOf(node.text, node.span, role, scheme);
  return address === undefined ? [] : [address];
}

function at(node: YamlNode | undefined, key: string): YamlNode | undefined {
  return entryOf(node, key)?.value;
}

function items(node: YamlNode | undefined, key: string): readonly YamlNode[] {
  const list = at(node, key);
  return isList(list) ? list.items : [];
}

function textOf(node: YamlNode | undefined): string {
  return isScalar(node) ? node.text : '';
}
