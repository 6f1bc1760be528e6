// The ports on which a service listens: declared ones first, then what code, images and callers say.
import { literal } from '../../base/text.ts';
import type { BuildLink, Project } from '../../model/project.ts';
import type { Service, Stack } from '../../model/service.ts';
import { dataStoreOf } from '../../rules/shared/data-stores.ts';
import { addressesOf } from '../../rules/shared/env-address.ts';
import { rootImageOf, stageOf } from '../../rules/shared/image.ts';
import { imagePorts } from '../../rules/shared/image-ports.ts';
import { listeningOf } from '../../rules/shared/listening.ts';
import { checkUrl } from './health-routes.ts';
import { isWebImage } from './images-table.ts';
import type { PartPort } from './part.ts';
import { labelRoute } from './routes.ts';

interface Found {
  readonly port: number;
  readonly protocol: 'TCP' | 'UDP';
  readonly from: string;
}

/** In a fixed order: as found, each port once. */
export function portsOf(
  service: Service,
  link: BuildLink | undefined,
  project: Project,
  stack: Stack,
): readonly PartPort[] {
  const found = new Map<string, Found>();
  for (const one of candidates(service, link, project, stack)) {
    const key = `${one.port}/${one.protocol}`;
    if (debuggers.has(one.port)) continue;
    if (one.port > 0 && one.port < 65_536 && !found.has(key)) found.set(key, one);
  }
  const list = [...found.values()];
  const isHttp = (one: Found) => speaksHttp(one, list, { service, link, project, stack });
  const names = new Set<string>();
  return list.map((one) => {
    const http = isHttp(one);
    const name = nameOf(one, http, service, names);
    names.add(name);
    return { ...one, name, isHttp: http };
  });
}

/** Whoever reaches a debugger runs code: those of Node and Java are for the machine of a developer. */
const debuggers: ReadonlySet<number> = new Set([9229, 5005]);

function* candidates(
  service: Service,
  link: BuildLink | undefined,
  project: Project,
  stack: Stack,
): Iterable<Found> {
  for (const { target, protocol } of service.ports)
    yield { port: target.value, protocol: protocol === 'udp' ? 'UDP' : 'TCP', from: '`ports` of compose' };
  for (const { value } of service.expose) {
    const [, port, protocol] = /^(\d+)(?:\/(udp))?/.exec(value) ?? [];
    if (port !== undefined)
      yield { port: Number(port), protocol: protocol === 'udp' ? 'UDP' : 'TCP', from: '`expose` of compose' };
  }
  const tcp = (port: number, from: string): Found => ({ port, protocol: 'TCP', from });
  const gate = project.settings?.services.get(service.name)?.gate.probe;
  if (gate?.kind === 'http' || gate?.kind === 'tcp') yield tcp(gate.port, 'the gate in seaworthy.yaml');
  // With a command of its own an image does something else than what it exposes ports for.
  if (service.command === undefined && service.entrypoint === undefined)
    for (const { value } of stageOf(link)?.image.expose ?? []) yield tcp(value, 'EXPOSE of the Dockerfile');
  const routed = labelRoute(service)?.port;
  if (routed !== undefined) yield tcp(routed, 'the route in its labels');
  const own = checkUrl(service, link);
  if (own?.port !== undefined) yield tcp(own.port, 'the health check');
  const listening = listeningOf(project, service, link);
  if (listening?.sure === true)
    for (const [port, place] of listening.ports)
      if (place !== undefined) yield tcp(port, 'the code that listens');
  for (const port of askedBy(service, project, stack)) yield tcp(port, 'the addresses that others call');
  const image = service.build === undefined ? rootImageOf(service, link) : undefined;
  const known = image && (dataStoreOf(image)?.ports.slice(0, 1) ?? imagePorts(image)?.slice(0, 1));
  for (const port of known ?? []) yield tcp(port, 'the image');
}

/** Ports that other services name together with this one: in their environment and in their proxy configuration. */
function* askedBy(service: Service, project: Project, stack: Stack): Iterable<number> {
  for (const other of stack.services.values()) {
    if (other === service || !other.enabled) continue;
    for (const { host, port } of addressesOf(other))
      if (host === service.name.toLowerCase() && port !== undefined) yield port;
    for (const { value } of other.environment.values()) yield* pairsIn(value?.value ?? '', service.name);
  }
  for (const { stack: of, service: other, config } of project.serverConfigs) {
    if (of !== stack || other === service) continue;
    for (const { host, port, role } of config.addresses)
      if (role === 'upstream' && host === service.name.toLowerCase() && port !== undefined) yield port;
  }
}

function* pairsIn(text: string, name: string): Iterable<number> {
  const escaped = literal(name);
  for (const [, port] of text.matchAll(new RegExp(`(?<![\\w.-])${escaped}:(\\d{2,5})(?!\\d)`, 'g')))
    yield Number(port);
}

interface Around {
  readonly service: Service;
  readonly link: BuildLink | undefined;
  readonly project: Project;
  readonly stack: Stack;
}

function speaksHttp({ port, protocol }: Found, all: readonly Found[], around: Around): boolean {
  const { service, link, project, stack } = around;
  if (protocol === 'UDP' || port === 443 || port === 8443) return false;
  const gate = project.settings?.services.get(service.name)?.gate.probe;
  if (gate?.kind === 'http' && gate.port === port) return true;
  if (checkUrl(service, link)?.port === port || labelRoute(service)?.port === port) return true;
  const image = service.build === undefined ? rootImageOf(service, link) : undefined;
  if (dataStoreOf(image) !== undefined) return false;
  const callers = [...stack.services.values()].flatMap((other) =>
    other === service ? [] : addressesOf(other),
  );
  if (callers.some((one) => one.host === service.name && one.port === port && /^http/.test(one.scheme ?? '')))
    return true;
  const hasRoutes = link?.sources.some(({ facts }) => facts.some(({ kind }) => kind === 'route')) === true;
  if (hasRoutes && all.find((one) => one.protocol === 'TCP')?.port === port) return true;
  if (isWebImage(image) && all.find((one) => one.protocol === 'TCP')?.port === port) return true;
  return webPorts.has(port);
}

/** Ports that hardly anything but web servers uses. */
const webPorts: ReadonlySet<number> = new Set([
  80, 3000, 3001, 4200, 5000, 5173, 8000, 8001, 8080, 8081, 8088,
]);

function nameOf(
  { port, protocol }: Found,
  http: boolean,
  service: Service,
  taken: ReadonlySet<string>,
): string {
  const store = service.build === undefined ? dataStoreOf(rootImageOf(service, undefined)) : undefined;
  const word = http ? 'http' : store?.ports[0] === port ? store.name.toLowerCase().slice(0, 15) : undefined;
  if (word !== undefined && !taken.has(word)) return word;
  return `${http ? 'http' : protocol.toLowerCase()}-${port}`;
}
