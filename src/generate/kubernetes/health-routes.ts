// What a service's health check asks, and which of its own routes tell whether it lives and whether it is ready.
import type { BuildLink, Project } from '../../model/project.ts';
import type { Healthcheck, Service } from '../../model/service.ts';
import { stageOf } from '../../rules/shared/image.ts';
import { isTestPath } from '../../rules/shared/source.ts';

/** The check that compose runs: the service's own, or else that of its Dockerfile. */
export function healthcheckOf(service: Service, link: BuildLink | undefined): Healthcheck | undefined {
  const { healthcheck } = service;
  if (healthcheck?.disabled === true) return undefined;
  const built = stageOf(link)?.image.healthcheck;
  // Compose may change the times alone and leave the Dockerfile's test.
  if (healthcheck !== undefined && healthcheck.test === undefined && built?.test !== undefined)
    return { ...built, ...withoutUndefined(healthcheck), test: built.test };
  return healthcheck ?? built;
}

function withoutUndefined(healthcheck: Healthcheck): Partial<Healthcheck> {
  return Object.fromEntries(Object.entries(healthcheck).filter(([, value]) => value !== undefined));
}

export interface CheckedUrl {
  readonly scheme: 'HTTP' | 'HTTPS';
  readonly port: number | undefined;
  readonly path: string;
}

/** The URL that the check asks of its own container, with curl, wget or code on the command line. */
export function checkUrl(service: Service, link: BuildLink | undefined): CheckedUrl | undefined {
  const test = healthcheckOf(service, link)?.test;
  const text = test?.words.map(({ value }) => value).join(' ') ?? '';
  // More than one command decides something that a single request does not.
  if (/-X|--request|--data|-d |--header|-H /.test(text)) return undefined;
  const pattern =
    /\b(https?):\/\/(localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\]|[\w.-]+)(?::(\d{2,5}))?(\/[^\s"'`|;&)]*)?/i;
  const [, scheme, host, port, path] = pattern.exec(text) ?? [];
  if (scheme === undefined || host === undefined) return undefined;
  if (!/^(?:localhost|127|0\.0|\[)/.test(host) && host !== service.name) return undefined;
  const isTls = scheme.toLowerCase() === 'https';
  return {
    scheme: isTls ? 'HTTPS' : 'HTTP',
    port: port === undefined ? (isTls ? 443 : 80) : Number(port),
    path: path ?? '/',
  };
}

const readyRoute =
  /^\/(?:api\/|actuator\/)?(?:readyz?|readiness|_ready|(?:health|healthz)\/(?:ready|readiness))\/?$/i;
const liveRoute =
  /^\/(?:api\/|actuator\/)?(?:livez?|liveness|alive|_live|(?:health|healthz)\/(?:live|liveness))\/?$/i;
const healthRoute =
  /^\/(?:api\/(?:v\d+\/)?|actuator\/|_)?(?:health|healthz|healthcheck|health-check|status|ping|up|heartbeat)\/?$/i;

export interface HealthRoutes {
  readonly ready: { readonly path: string; readonly from: string } | undefined;
  readonly live: { readonly path: string; readonly from: string } | undefined;
}

/** A route that asks dependencies belongs to readiness: nothing is gained by a restart while the database is away. */
export function healthRoutes(service: Service, link: BuildLink | undefined, project: Project): HealthRoutes {
  const routes = (link?.sources ?? [])
    .filter(({ file }) => !isTestPath(file))
    .flatMap(({ facts }) => facts)
    .flatMap((fact) =>
      fact.kind === 'route' && (fact.method ?? 'GET').toUpperCase() === 'GET' ? [fact.path] : [],
    );
  const gate = project.settings?.services.get(service.name)?.gate.probe;
  const checked = checkUrl(service, link);
  // Where the check asks a path that no route has as it stands, the routes lie below a prefix that is not seen.
  const isWhole = checked === undefined || routes.includes(checked.path);
  const route = (pattern: RegExp) => (isWhole ? routes.find((path) => pattern.test(path)) : undefined);
  const stated = [
    gate?.kind === 'http' ? { path: gate.path, from: 'the gate in seaworthy.yaml' } : undefined,
    inCode(route(readyRoute)),
    checked === undefined ? undefined : { path: checked.path, from: 'the health check of compose' },
    inCode(route(healthRoute)),
  ];
  const ready = stated.find((one) => one !== undefined);
  const own = route(liveRoute) ?? route(healthRoute);
  return { ready, live: own === ready?.path ? undefined : inCode(own) };
}

function inCode(path: string | undefined): { readonly path: string; readonly from: string } | undefined {
  return path === undefined ? undefined : { path, from: `the service's own route ${path}` };
}
