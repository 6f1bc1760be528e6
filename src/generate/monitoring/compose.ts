// The services that watch the others, as an addition to the compose project.
import type { Service, Stack } from '../../model/service.ts';
import { isOneShot } from '../../rules/shared/stack.ts';
import {
  deploy,
  fileFlags,
  hardening,
  type Limits,
  logRotation,
  volumesSection,
  waitsFor,
} from '../shared/compose-file.ts';
import { images } from '../shared/images-table.ts';
import {
  entry,
  flow,
  fromPlain,
  item,
  list,
  map,
  raw,
  type Yaml,
  type YamlEntry,
  yamlFile,
} from '../yaml.ts';
import type { Names } from './names.ts';
import type { Targets } from './targets.ts';

const file = 'compose.monitoring.yaml';

interface Watcher {
  readonly name: string;
  readonly image: string;
  readonly before?: readonly YamlEntry[];
  readonly networks: readonly string[];
  readonly command?: Yaml;
  readonly ports?: readonly YamlEntry[];
  readonly health: string;
  readonly limits: Limits;
  readonly gap?: string;
}

export function composeFile(stack: Stack, targets: Targets, names: Names): string {
  const watchers = [
    alertmanager(names),
    blackbox(targets, names),
    grafana(stack, names),
    nodeExporter(names),
    prometheus(stack, targets, names),
  ].sort((a, b) => (a.name < b.name ? -1 : 1));
  const services = watchers.map((watcher, index) => ({ ...serviceOf(watcher), gap: index > 0 }));
  const secret = (variable: string) => flow(map(entry('environment', variable)));
  const root = map(
    entry('services', map(...services)),
    entry('networks', map(entry('monitoring', flow(map()))), { gap: true }),
    entry('volumes', volumesSection(['alertmanager-data', 'grafana-data', 'prometheus-data']), { gap: true }),
    entry(
      'secrets',
      map(
        entry('alert_webhook_url', secret('ALERT_WEBHOOK_URL')),
        entry('grafana_admin_password', secret('GRAFANA_ADMIN_PASSWORD')),
      ),
      { gap: true, above: 'Both come from the environment of docker compose, or from .env.' },
    ),
  );
  const head = [
    `What watches ${stack.name}. Only Grafana is published, and to this host alone.`,
    `  docker compose ${fileFlags(stack, file)} up -d`,
  ];
  return yamlFile({ head: head.join('\n'), root });
}

function serviceOf({
  name,
  image,
  before = [],
  networks,
  command,
  ports = [],
  health,
  limits,
}: Watcher): YamlEntry {
  const check = map(
    entry('test', flow(fromPlain(['CMD', 'wget', '-q', '-O', '/dev/null', health]))),
    entry('interval', raw('30s')),
    entry('timeout', raw('5s')),
    entry('retries', 3),
    entry('start_period', raw('30s')),
  );
  return entry(
    name,
    map(
      entry('image', image),
      ...before,
      ...ports,
      entry('networks', flow(fromPlain([...networks]))),
      ...(command === undefined ? [] : [entry('command', command)]),
      ...hardening(),
      entry('restart', 'unless-stopped'),
      entry('healthcheck', check),
      deploy(limits),
      logRotation(),
    ),
  );
}

function mounts(...texts: readonly string[]): YamlEntry {
  return entry('volumes', list(...texts.map((text) => item(raw(text)))));
}

function alertmanager({ alertmanager: name }: Names): Watcher {
  return {
    name,
    image: images.alertmanager,
    before: [
      mounts(
        'alertmanager-data:/alertmanager',
        './monitoring/alertmanager.yml:/etc/alertmanager/alertmanager.yml:ro',
      ),
      entry('secrets', flow(fromPlain(['alert_webhook_url']))),
    ],
    networks: ['monitoring'],
    health: 'http://127.0.0.1:9093/-/ready',
    limits: { memory: '128M', cpus: '0.25', pids: 50 },
  };
}

function blackbox({ httpProbes, tcpProbes }: Targets, { blackboxExporter: name }: Names): Watcher {
  const probed = [...httpProbes, ...tcpProbes].map(({ service }) => service);
  return {
    name,
    image: images.blackboxExporter,
    networks: ['monitoring', ...networksOf(probed)],
    health: 'http://127.0.0.1:9115/-/healthy',
    limits: { memory: '64M', cpus: '0.25', pids: 50 },
  };
}

function grafana(stack: Stack, { grafana: name, prometheus: source }: Names): Watcher {
  const port = freePort(stack, 3000);
  return {
    name,
    image: images.grafana,
    before: [
      entry('depends_on', map(entry(source, flow(map(entry('condition', 'service_healthy')))))),
      mounts(
        'grafana-data:/var/lib/grafana',
        './monitoring/grafana/dashboards:/var/lib/grafana/dashboards:ro',
        './monitoring/grafana/provisioning:/etc/grafana/provisioning:ro',
      ),
      entry('tmpfs', flow(fromPlain(['/tmp']))),
      entry('secrets', flow(fromPlain(['grafana_admin_password']))),
      entry(
        'environment',
        map(
          entry('GF_SECURITY_ADMIN_PASSWORD__FILE', '/run/secrets/grafana_admin_password'),
          entry('GF_USERS_ALLOW_SIGN_UP', raw('"false"')),
          entry('GF_ANALYTICS_REPORTING_ENABLED', raw('"false"')),
        ),
      ),
    ],
    ports: [entry('ports', list(item(raw(`"127.0.0.1:${port}:3000"`))))],
    networks: ['monitoring'],
    health: 'http://127.0.0.1:3000/api/health',
    limits: { memory: '512M', cpus: '0.50', pids: 200 },
  };
}

function nodeExporter({ nodeExporter: name }: Names): Watcher {
  const command = list(
    item(raw('"--collector.filesystem.mount-points-exclude=^/.+"'), {
      above:
        'No folder of the host is mounted: memory and load are those of the host all the same, and the root of a ' +
        'container lies on the disk that holds images and volumes.',
    }),
    item(raw('"--collector.filesystem.fs-types-exclude=^(proc|sysfs|tmpfs)"')),
  );
  return {
    name,
    image: images.nodeExporter,
    networks: ['monitoring'],
    command,
    health: 'http://127.0.0.1:9100/',
    limits: { memory: '64M', cpus: '0.25', pids: 50 },
  };
}

function prometheus(stack: Stack, targets: Targets, { prometheus: name }: Names): Watcher {
  const watched = targets.endpoints.map(({ service }) => service);
  const scraped = targets.scraped.map(({ service }) => service);
  const started = watched.filter((service) => !isOneShot(stack, service));
  const command = list(
    item('--config.file=/etc/prometheus/prometheus.yml'),
    item('--storage.tsdb.path=/prometheus'),
    item('--storage.tsdb.retention.time=30d', { above: 'Whatever comes first: what is older goes.' }),
    item('--storage.tsdb.retention.size=4GB'),
  );
  return {
    name,
    image: images.prometheus,
    before: [
      { ...waitsFor(started.map(unchecked)), above: 'After those it watches: their start is no outage.' },
      mounts(
        'prometheus-data:/prometheus',
        './monitoring/alerts.yml:/etc/prometheus/alerts.yml:ro',
        './monitoring/prometheus.yml:/etc/prometheus/prometheus.yml:ro',
      ),
    ],
    networks: ['monitoring', ...networksOf(scraped)],
    command,
    health: 'http://127.0.0.1:9090/-/ready',
    limits: { memory: '512M', cpus: '0.50', pids: 100 },
  };
}

/** One that is ill must not keep away what tells of it. */
function unchecked(service: Service): Service {
  return { ...service, healthcheck: undefined };
}

/** By name; `default` for services that name none. */
function networksOf(services: readonly Service[]): readonly string[] {
  const names = services.flatMap(({ networks }) =>
    networks.length === 0 ? ['default'] : networks.map(({ name }) => name),
  );
  return [...new Set(names)].filter((name) => name !== 'monitoring').sort();
}

/** The first port from here on that no service of the stack publishes. */
function freePort(stack: Stack, from: number): number {
  const taken = new Set(
    [...stack.services.values()].flatMap(({ ports }) => ports.map(({ published }) => published?.value)),
  );
  let port = from;
  while (taken.has(port)) port++;
  return port;
}
