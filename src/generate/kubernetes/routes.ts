// Proxies that read their routes from the Docker engine: the Ingress takes their place, and their labels say for what.
import type { Service, Stack } from '../../model/service.ts';
import { isRouted } from '../../rules/shared/traefik.ts';
import { isOuterHost } from './names.ts';

/** Why a service has nothing to do in a cluster; undefined for all others. */
export function whyLeftOut(service: Service, stack: Stack): string | undefined {
  const hasSocket = service.mounts.some(({ source }) => /\/docker\.sock$/.test(source?.value ?? ''));
  if (!hasSocket) return undefined;
  const isProxy = [...stack.services.values()].some(
    (other) => other !== service && labelRoute(other) !== undefined,
  );
  return isProxy && /traefik|nginx-proxy|caddy/.test(service.image?.value ?? '')
    ? 'it finds its routes through the socket of Docker: Ingresses take its place'
    : 'it works through the socket of Docker, which pods do not have';
}

export interface LabelRoute {
  readonly port: number | undefined;
  readonly host: string | undefined;
}

/** What labels of Traefik, or the variables of nginx-proxy, say of a service. */
export function labelRoute(service: Service): LabelRoute | undefined {
  const virtual = service.environment.get('VIRTUAL_HOST')?.value?.value;
  if (virtual !== undefined) {
    const port = service.environment.get('VIRTUAL_PORT')?.value?.value;
    return { port: numberOf(port), host: realHost(virtual.split(',')[0]) };
  }
  if (!isRouted(service)) return undefined;
  const labels = [...service.labels].map(([key, { value }]) => [key.toLowerCase(), value] as const);
  const port = labels.find(([key]) =>
    /^traefik\.http\.services\..*\.loadbalancer\.server\.port$/.test(key),
  )?.[1];
  const rule = labels.find(([key]) => /^traefik\.http\.routers\..*\.rule$/.test(key))?.[1];
  return { port: numberOf(port), host: realHost(/Host\(\s*[`"']([^`"']+)/.exec(rule ?? '')?.[1]) };
}

function numberOf(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,5}$/.test(text) ? Number(text) : undefined;
}

function realHost(text: string | undefined): string | undefined {
  return text !== undefined && isOuterHost(text) ? text.toLowerCase() : undefined;
}
