// What the main file of Prometheus lacks, added to it.
import type { Edit } from '../../base/edit.ts';
import type { Project } from '../../model/project.ts';
import type { Service, Stack } from '../../model/service.ts';
import { entryOf } from '../../syntax/yaml.ts';
import { addItem, addKey } from '../../syntax/yaml-edit.ts';
import { reachable } from './address-fix.ts';
import { parseImage } from './image.ts';
import { providedAt } from './monitoring.ts';
import { yamlOf } from './yaml-fix.ts';

export function ruleFileAdded(project: Project, file: string, path: string): Edit | undefined {
  const source = yamlOf(project, file);
  const root = source.documents[0]?.root;
  const known = entryOf(root, 'rule_files');
  if (root === undefined) return undefined;
  return known === undefined
    ? addKey(source, root.span, ['rule_files'], [path])
    : addItem(source, known.key.span, path);
}

/** Whoever shares the main file must have the rules as well. */
export function isGivenToAll(project: Project, main: string, path: string): boolean {
  const sharing = project.serverConfigs.filter(({ config }) => config.file === main);
  return sharing.every(({ service }) => (providedAt(project, service, path)?.length ?? 0) > 0);
}

interface Sending {
  /** The main file of Prometheus. */
  readonly file: string;
  readonly service: Service;
  readonly manager: Service;
}

/** The port is the one of the image, which a flag would change. */
export function alertmanagerAdded(
  project: Project,
  stack: Stack,
  { file, service, manager }: Sending,
): Edit | undefined {
  const isMoved = manager.command?.words.some(({ value }) => value.startsWith('--web.listen-address'));
  const to = reachable(project, stack, service, { target: manager, name: manager.name, port: 9093 });
  const source = yamlOf(project, file);
  const root = source.documents[0]?.root;
  if (isMoved === true || to === undefined || root === undefined) return undefined;
  const targets = [`${to.host}:${to.port}`];
  return addKey(source, root.span, ['alerting', 'alertmanagers'], [{ static_configs: [{ targets }] }]);
}

// Ports on which the images answer. Source: https://github.com/prometheus/prometheus/wiki/Default-port-allocations
const exporterPorts: readonly (readonly [RegExp, number])[] = [
  [/node-exporter$/, 9100],
  [/cadvisor$/, 8080],
  [/postgres[-_]exporter$/, 9187],
  [/redis_exporter$/, 9121],
  [/mysqld-exporter$/, 9104],
  [/mongodb[-_]exporter$/, 9216],
  [/nginx-prometheus-exporter$/, 9113],
  [/kafka-exporter$/, 9308],
  [/elasticsearch[-_]exporter$/, 9114],
  [/memcached-exporter$/, 9150],
];

interface Scraping {
  /** The main file of Prometheus. */
  readonly file: string;
  readonly service: Service;
  readonly other: Service;
}

export function scraped(
  project: Project,
  stack: Stack,
  { file, service, other }: Scraping,
): Edit | undefined {
  const { command, entrypoint, image, name } = other;
  const isMoved = [...(command?.words ?? []), ...(entrypoint?.words ?? [])].some(({ value }) =>
    /listen|port/.test(value),
  );
  const repository = image === undefined ? '' : (parseImage(image.value)?.repository ?? '');
  const port = isMoved ? undefined : exporterPorts.find(([form]) => form.test(repository))?.[1];
  const to = reachable(project, stack, service, { target: other, name, port });
  const source = yamlOf(project, file);
  const jobs = entryOf(source.documents[0]?.root, 'scrape_configs');
  if (port === undefined || to?.port !== port || jobs === undefined) return undefined;
  const targets = [`${name}:${port}`];
  return addItem(source, jobs.key.span, { job_name: name, static_configs: [{ targets }] });
}
