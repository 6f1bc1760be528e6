// Who calls whom: from dependencies, addresses in the environment and in commands, and proxy configuration.
import { literal } from '../../base/text.ts';
import type { Service } from '../../model/service.ts';
import { addressesOf } from '../../rules/shared/env-address.ts';
import { isHostKey, isOuterHost } from './names.ts';
import type { Part, World } from './part.ts';

export interface Edge {
  readonly from: Part;
  readonly to: Part;
  /** Undefined: every port of it. */
  readonly port: number | undefined;
  readonly why: string;
}

/** In the order of the services; an edge to every port takes in those to single ones. */
export function edgesOf(world: World): readonly Edge[] {
  const edges = world.parts.flatMap((from) => [...edgesFrom(from, world)]);
  const whole = new Set(edges.filter(({ port }) => port === undefined).map(pairOf));
  const seen = new Set<string>();
  return edges.filter((edge) => {
    if (edge.port !== undefined && whole.has(pairOf(edge))) return false;
    const key = `${pairOf(edge)} ${edge.port ?? ''}`;
    return seen.has(key) ? false : seen.add(key) !== undefined;
  });
}

function pairOf({ from, to }: Edge): string {
  return `${from.name} ${to.name}`;
}

function* edgesFrom(from: Part, world: World): Iterable<Edge> {
  const partOf = (host: string) => world.parts.find((one) => one !== from && isNamed(one.service, host));
  for (const { to, port, why } of namedBy(from, world)) {
    const part = partOf(to);
    if (part === undefined || part.kind === 'Job') continue;
    // A port that it is not known to listen on would shut the door: then all of its ports.
    const isKnown = port !== undefined && part.ports.some((one) => one.port === port);
    yield { from, to: part, port: isKnown ? port : undefined, why };
  }
}

interface Named {
  readonly to: string;
  readonly port: number | undefined;
  readonly why: string;
}

function* namedBy({ service }: Part, world: World): Iterable<Named> {
  for (const { host, port, entry } of addressesOf(service)) yield { to: host, port, why: entry.name };
  const lines = [
    ...[...service.environment.values()].map(({ name, value }) => ({ text: value?.value ?? '', why: name })),
    ...[...(service.command?.words ?? []), ...(service.entrypoint?.words ?? [])].map(({ value }) => ({
      text: value,
      why: 'its command',
    })),
  ];
  for (const { text, why } of lines)
    for (const other of world.parts) yield* mentions(text, other.service, why);
  for (const { stack, service: of, config } of world.project.serverConfigs) {
    if (stack !== world.stack || of !== service) continue;
    for (const { host, port } of config.addresses) yield { to: host, port, why: config.file };
  }
  for (const { service: to, condition } of service.dependsOn) {
    if (condition === 'service_completed_successfully') continue;
    const isAsked = lines.some(({ text }) => [...mentions(text, { name: to }, '')].length > 0);
    if (!isAsked) yield { to, port: undefined, why: 'depends_on' };
  }
  for (const { value } of service.links)
    yield { to: value.split(':')[0] ?? '', port: undefined, why: 'links' };
}

/** `name:port`, `//name`, and the bare name as the whole value. */
function* mentions(text: string, { name }: Pick<Service, 'name'>, why: string): Iterable<Named> {
  if (!text.includes(name)) return;
  if (text === name && isHostKey(why)) yield { to: name, port: undefined, why };
  const escaped = literal(name);
  for (const [, port] of text.matchAll(new RegExp(`(?<![\\w.-])${escaped}:(\\d{2,5})(?!\\d)`, 'g')))
    yield { to: name, port: Number(port), why };
  if (new RegExp(`(?://|@)${escaped}(?=[/?,]|$)`).test(text)) yield { to: name, port: undefined, why };
}

/** A service answers to its name, its container's name, and its aliases. */
export function isNamed(service: Service, host: string): boolean {
  return (
    service.name.toLowerCase() === host.toLowerCase() ||
    service.containerName?.value.toLowerCase() === host.toLowerCase() ||
    service.networks.some(({ aliases }) =>
      aliases.some((alias) => alias.toLowerCase() === host.toLowerCase()),
    )
  );
}

/** Hosts of the internet that its environment or its code names, with the port; sorted. */
export function outerHosts({ service, link }: Part, world: World): readonly string[] {
  const isOuter = (host: string) =>
    isOuterHost(host) && !world.parts.some((other) => isNamed(other.service, host));
  const found = new Set<string>();
  for (const { value } of service.environment.values()) {
    for (const [, scheme, host, port] of (value?.value ?? '').matchAll(
      /\b([a-z][a-z0-9+.-]*):\/\/(?:[^\s/@"']*@)?([\w.-]+)(?::(\d{1,5}))?/gi,
    ))
      if (isOuter(host ?? '')) found.add(`${host}:${port ?? (scheme === 'http' ? 80 : 443)}`);
  }
  for (const entry of service.environment.values())
    if (/(?:^|_)(?:HOST|SERVER|ENDPOINT)$/.test(entry.name) && isOuter(entry.value?.value ?? ''))
      found.add(`${entry.value?.value}:${portBeside(service, entry.name)}`);
  for (const { facts } of link?.sources ?? [])
    for (const fact of facts)
      if (fact.kind === 'url' && fact.confidence !== 'possible' && isOuter(fact.host))
        found.add(`${fact.host}:${fact.port ?? 443}`);
  return [...found].sort();
}

/** `SMTP_PORT` of `SMTP_HOST`. */
function portBeside(service: Service, name: string): number {
  const port = service.environment.get(name.replace(/(?:HOST|SERVER|ENDPOINT)$/, 'PORT'))?.value?.value;
  return port !== undefined && /^\d{2,5}$/.test(port) ? Number(port) : /SMTP|MAIL/.test(name) ? 587 : 443;
}
