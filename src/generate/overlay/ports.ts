// Published ports: for developers on their own machine only, and elsewhere at the entrance.
import type { Port, Service, Stack } from '../../model/service.ts';
import { dataStoreOf } from '../../rules/shared/data-stores.ts';
import { rootImageOf } from '../../rules/shared/image.ts';
import { listeningOf } from '../../rules/shared/listening.ts';
import { isOneShot, linkOf, networksOf } from '../../rules/shared/stack.ts';
import { entry, flow, item, list, raw } from '../yaml.ts';
import { type Addition, added, know, nothing, type Place } from './base.ts';

/** Pages to look into data stores and mail, which are for developers. */
const tools =
  /(?:^|\/)(?:adminer|pgadmin4?|phpmyadmin|mongo-express|redis-?commander|redisinsight|mailhog|mailpit|maildev|mailcatcher|smtp4dev|kafka-ui|kafdrop)$/;

/** https://nodejs.org/en/learn/getting-started/debugging, debugpy, the JVM's jdwp and Delve, by their customary ports. */
const debuggers = new Set([9229, 5678, 5005, 2345]);

/** What production and staging take back of the ports that the base publishes. */
export function closedPorts(place: Place): Addition {
  const { service } = place;
  if (service.ports.length === 0) return nothing;
  const why = reasonToClose(place);
  if (why !== undefined) return added(entry('ports', raw('!reset []'), { above: why }));
  const open = service.ports.filter(({ target }) => !debuggers.has(target.value));
  if (open.length < service.ports.length && service.ports.every(({ published }) => published !== undefined)) {
    const sorted = open.toSorted((a, b) => (a.published?.value ?? 0) - (b.published?.value ?? 0));
    const ports = list(...sorted.map((port) => item(raw(JSON.stringify(portText(port))))));
    return added(
      entry('ports', flow(ports), { mark: '!override', above: 'Without the port of the debugger.' }),
    );
  }
  const text = `${service.name} stays open on the host at ${service.ports.map(portText).join(', ')}, as the base says`;
  return { entries: [], notes: [know(text, service.ports[0]?.span)] };
}

function reasonToClose(place: Place): string | undefined {
  const { service, stack, project } = place;
  const image = rootImageOf(service, place.link);
  const store = service.build === undefined ? dataStoreOf(image) : undefined;
  if (store !== undefined) return 'Services reach it over the network of the stack.';
  if (tools.test(image?.repository ?? '')) return 'A tool for developers.';
  const gateway = [...stack.services.values()].find(
    (other) => other !== service && isGateway(other, project) && forwardsTo(other, service, place),
  );
  return gateway === undefined ? undefined : `Requests come in through ${gateway.name}.`;
}

const gatewayImages =
  /(?:^|\/)(?:nginx|nginx-unprivileged|caddy|traefik|haproxy|envoy|kong|apisix|openresty)$/;

/** A published service that is there to hand requests on: by its image or its name. */
function isGateway(service: Service, project: Place['project']): boolean {
  if (service.ports.length === 0) return false;
  const repository = rootImageOf(service, linkOf(project, service))?.repository ?? '';
  return (
    gatewayImages.test(repository) ||
    /(?:^|[-_])(?:gateway|reverse-?proxy|proxy|ingress|edge)(?:$|[-_])/i.test(service.name)
  );
}

/** Its configuration or environment names the service as a host, or it waits for it. */
function forwardsTo(gateway: Service, { name }: Service, { project }: Place): boolean {
  const host = name.toLowerCase();
  if (gateway.dependsOn.some(({ service }) => service === name)) return true;
  const configured = project.serverConfigs.some(
    ({ service, config }) =>
      service.name === gateway.name &&
      config.addresses.some((one) => one.role === 'upstream' && one.host === host),
  );
  if (configured) return true;
  const url = new RegExp(`^https?://${host.replace(/[^\w-]/g, '\\$&')}(?::\\d+)?(?:/|$)`, 'i');
  return [...gateway.environment.values()].some(({ value }) => value !== undefined && url.test(value.value));
}

function portText({ host, published, target, protocol }: Port): string {
  const left = [host?.value, published?.value].filter((part) => part !== undefined).join(':');
  return `${left === '' ? '' : `${left}:`}${target.value}${protocol === 'udp' ? '/udp' : ''}`;
}

/** A port on loopback for each service that listens and that the base keeps to itself. */
export function developerPorts(stack: Stack, project: Place['project']): ReadonlyMap<Service, Addition> {
  const taken = new Set<number>();
  for (const { ports } of stack.services.values())
    for (const { published } of ports) if (published !== undefined) taken.add(published.value);
  const additions = new Map<Service, Addition>();
  for (const service of stack.services.values()) {
    const port = portOf(service, stack, project);
    if (port === undefined) continue;
    if (!isReachable(service, stack)) {
      const text = `${service.name} gets no port: its networks are internal, and Docker publishes nothing from there`;
      additions.set(service, { entries: [], notes: [know(text, service.nameSpan)] });
      continue;
    }
    const wanted = [
      port < 1024 ? 8000 + port : port,
      ...[1, 2, 3, 4, 5].map((times) => times * 10_000 + port),
    ];
    const free = wanted.find((one) => !taken.has(one) && one < 65_536);
    const text = free === undefined ? `127.0.0.1::${port}` : `127.0.0.1:${free}:${port}`;
    if (free !== undefined) taken.add(free);
    additions.set(service, added(entry('ports', flow(list(item(raw(JSON.stringify(text))))))));
  }
  return additions;
}

function portOf(service: Service, stack: Stack, project: Place['project']): number | undefined {
  if (service.ports.length > 0 || service.networkMode !== undefined || isOneShot(stack, service))
    return undefined;
  const link = linkOf(project, service);
  const store = service.build === undefined ? dataStoreOf(rootImageOf(service, link)) : undefined;
  const listening = listeningOf(project, service, link);
  return store?.ports[0] ?? (listening?.sure === true ? [...listening.ports.keys()][0] : undefined);
}

function isReachable(service: Service, stack: Stack): boolean {
  const networks = [...(networksOf(service) ?? [])];
  return networks.some((name) => stack.networks.get(name)?.internal !== true);
}
