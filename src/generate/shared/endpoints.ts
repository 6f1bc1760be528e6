// Where a service answers: its port, the route that says how it is, and the one that serves metrics.
import type { Project } from '../../model/project.ts';
import type { Service, Stack } from '../../model/service.ts';
import type { SourceFact } from '../../model/source.ts';
import { dataStoreOf } from '../../rules/shared/data-stores.ts';
import { parseImage, rootImageOf } from '../../rules/shared/image.ts';
import { imagePorts } from '../../rules/shared/image-ports.ts';
import { listeningOf } from '../../rules/shared/listening.ts';
import { isTestPath } from '../../rules/shared/source.ts';
import { isOneShot, linkOf } from '../../rules/shared/stack.ts';

export interface Endpoint {
  readonly service: Service;
  readonly port: number;
  /** Speaks HTTP, as far as routes, its check or its image say. */
  readonly http: boolean;
  /** A route that answers well when the service is well. */
  readonly health: string | undefined;
  readonly metrics: { readonly port: number; readonly path: string } | undefined;
}

type Route = Extract<SourceFact, { kind: 'route' }>;

/** Services that keep running and whose port is known, by name. */
export function endpointsOf(project: Project, stack: Stack): readonly Endpoint[] {
  const services = [...stack.services.values()].filter((one) => one.enabled && !isOneShot(stack, one));
  return services
    .flatMap((service) => endpointOf(project, service) ?? [])
    .toSorted((a, b) => (a.service.name < b.service.name ? -1 : 1));
}

function endpointOf(project: Project, service: Service): Endpoint | undefined {
  const link = linkOf(project, service);
  const image = rootImageOf(service, link);
  const checked =
    gateOf(project, service) ??
    checkedUrl(service) ??
    checkedUrl({ healthcheck: imageCheck(project, service) });
  const port = checked?.port ?? portOf(project, service);
  if (port === undefined || service.networkMode !== undefined) return undefined;
  const isStore = dataStoreOf(image) !== undefined;
  const routes = isStore ? [] : routesOf(project, service);
  const health = checked?.path ?? healthRoute(routes);
  const isHttp = !isStore && (checked !== undefined || routes.length > 0 || isHttpServer(image?.repository));
  const path = metricsRoute(routes);
  const metrics = path === undefined ? knownMetrics(service) : { port, path };
  return { service, port, http: isHttp, health, metrics };
}

/** The port that others reach it by. */
function portOf(project: Project, service: Service): number | undefined {
  const listening = listeningOf(project, service, linkOf(project, service));
  const ports = [...(listening?.ports.keys() ?? [])];
  const published = service.ports.find(({ protocol }) => protocol === 'tcp')?.target.value;
  if (published !== undefined && (ports.length === 0 || ports.includes(published))) return published;
  const image = rootImageOf(service, linkOf(project, service));
  const exposed = service.expose.map(({ value }) => Number.parseInt(value, 10)).find(Number.isInteger);
  return ports[0] ?? exposed ?? (image && service.build === undefined ? imagePorts(image)?.[0] : undefined);
}

function routesOf(project: Project, service: Service): readonly Route[] {
  const sources = linkOf(project, service)?.sources ?? [];
  return sources
    .filter(({ file }) => !isTestPath(file))
    .flatMap(({ facts }) => facts)
    .filter((fact): fact is Route => fact.kind === 'route' && fact.confidence !== 'possible')
    .filter(({ method }) => method === undefined || /^(?:get|all|any|use)$/i.test(method));
}

/** Readiness before mere life: it says whether the service can do its work. */
const healthRoutes: readonly RegExp[] = [
  /^\/(?:api\/)?(?:v\d+\/)?ready(?:z|iness)?\/?$/,
  /^\/(?:api\/)?(?:v\d+\/)?health(?:z|check|-check)?(?:\/ready)?\/?$/,
  /^\/actuator\/health(?:\/readiness)?$/,
  /^\/(?:api\/)?(?:v\d+\/)?(?:livez|live|ping|status|up|alive|_health)\/?$/,
];

export function healthRoute(routes: readonly { readonly path: string }[]): string | undefined {
  for (const pattern of healthRoutes) {
    const found = routes.find(({ path }) => pattern.test(path));
    if (found !== undefined) return found.path;
  }
  return undefined;
}

function metricsRoute(routes: readonly Route[]): string | undefined {
  const found = routes.find(({ path }) => /^(?:\/[\w-]+)*\/metrics\/?$|^\/actuator\/prometheus$/.test(path));
  return found?.path;
}

interface Checked {
  readonly port: number;
  readonly path: string;
}

/** What the settings say how a rollout finds out. */
function gateOf({ settings }: Project, { name }: Service): Checked | undefined {
  const probe = settings?.services.get(name)?.gate.probe;
  return probe?.kind === 'http' && probe.scheme !== 'https' ? probe : undefined;
}

/** What the health check asks for by HTTP. */
function checkedUrl({ healthcheck }: Pick<Service, 'healthcheck'>): Checked | undefined {
  const text = (healthcheck?.test?.words ?? []).map(({ value }) => value).join(' ');
  const match = /https?:\/\/(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\])(?::(\d+))?(\/[\w./-]*)?/.exec(text);
  if (match === null || /^https/.test(match[0])) return undefined;
  return { port: Number(match[1] ?? 80), path: match[2] ?? '/' };
}

function imageCheck(project: Project, service: Service): Service['healthcheck'] {
  const link = linkOf(project, service);
  return link?.stage === undefined ? undefined : link.dockerfile?.stages[link.stage]?.image.healthcheck;
}

function isHttpServer(repository: string | undefined): boolean {
  return /^(?:nginx|httpd|caddy|traefik|haproxy|adminer|wordpress|nextcloud|nginxinc\/nginx-unprivileged)$/.test(
    repository ?? '',
  );
}

/** Images that serve metrics as they come. Sources: the documentation of each. */
const known: Readonly<Record<string, number>> = {
  'quay.io/coreos/etcd': 2379,
  'grafana/grafana': 3000,
  'prom/node-exporter': 9100,
  'prom/mysqld-exporter': 9104,
  'prometheuscommunity/postgres-exporter': 9187,
  'oliver006/redis_exporter': 9121,
  'nginx/nginx-prometheus-exporter': 9113,
};

function knownMetrics(service: Service): Endpoint['metrics'] {
  const image = service.image === undefined ? undefined : parseImage(service.image.value);
  if (image === undefined || service.build !== undefined) return undefined;
  // The plugin is switched on in the images with the management page: https://www.rabbitmq.com/docs/prometheus
  if (image.repository === 'rabbitmq' && /management/.test(image.tag ?? ''))
    return { port: 15692, path: '/metrics' };
  const port = Object.hasOwn(known, image.repository) ? known[image.repository] : undefined;
  return port === undefined ? undefined : { port, path: '/metrics' };
}
