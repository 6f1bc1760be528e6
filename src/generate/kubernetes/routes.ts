// Proxies that read their routes from the Docker engine: the Ingress takes their place, and their labels say for what.
import type { Service } from '../../model/service.ts';
import { isRouted } from '../../rules/shared/traefik.ts';
import { isOuterHost } from './names.ts';

/** Programs that do nothing without the engine's socket. */
const tools =
  /watchtower|portainer|autoheal|docker-gen|dozzle|socket-proxy|ofelia|diun|dockge|lazydocker|docker-cleanup|docuum|acme-companion/;

/** Why a service has nothing to do in a cluster; undefined for all others. */
export function whyLeftOut(service: Service): string | undefined {
  const hasSocket = service.mounts.some(({ source }) => /\/docker\.sock$/.test(source?.value ?? ''));
  if (!hasSocket) return undefined;
  const image = service.image?.value ?? '';
  if (/traefik|nginx-proxy|caddy-docker-proxy/.test(image))
    return 'it finds its routes through the socket of Docker: Ingresses take its place';
  return tools.test(image) ? 'it looks after the containers of one Docker engine' : undefined;
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
