// Hosts and ports that configuration files name, against the services of the stack.

import { nearest } from '../../base/text.ts';
import type { Problem, Related } from '../../model/finding.ts';
import type { Project } from '../../model/project.ts';
import type { AddressRole, ConfigLink, NamedAddress } from '../../model/server-config.ts';
import type { Service } from '../../model/service.ts';
import type { Nodes } from '../rule.ts';
import { joined, reachable, readdressed } from './address-fix.ts';
import { isLoopback } from './env-address.ts';
import { rootImageOf } from './image.ts';
import { hasExternalNetwork, hostsOf, isHostSomewhere, linkOf, networksOf, ownHostsOf } from './stack.ts';
import { type WrongPort, wrongPort } from './wrong-port.ts';
import { reviewFix } from './yaml-fix.ts';

type Context = Nodes['server-config']['context'];

const verbs: Readonly<Record<AddressRole, string>> = {
  upstream: 'forwards to',
  target: 'scrapes',
  'data-source': 'queries',
  receiver: 'sends to',
  'remote-write': 'writes to',
  'remote-read': 'reads from',
};

/** Addresses of one role that are no names of groups in any file of the service. */
export function addressesFor(
  link: ConfigLink,
  { project, service, stack }: Context,
  role: AddressRole,
): readonly NamedAddress[] {
  if (!service.enabled || service.networkMode !== undefined) return [];
  // A template, or a broken file: services may be missing that are there in truth.
  if (stack.problems.some(({ code }) => code.startsWith('yaml-'))) return [];
  const own = project.serverConfigs.filter((other) => other.service === service);
  const isGroup = (host: string) => own.some(({ config }) => config.groups.has(host));
  return link.config.addresses.filter(
    (address) => address.role === role && (address.member === true || !isGroup(address.host)),
  );
}

/** The service behind an address, when it is another one of the stack. */
function targetOf({ host }: NamedAddress, { stack, service }: Context): Service | undefined {
  if (ownHostsOf(service).has(host)) return undefined;
  const target = hostsOf(stack).get(host);
  return target === service ? undefined : target;
}

function problemAt(
  address: NamedAddress,
  link: ConfigLink,
  text: string,
  related: readonly Related[],
): Problem {
  const { service, from } = link;
  return {
    at: address.span,
    message: `${service.name} ${verbs[address.role]} ${address.host}${text}`,
    object: `services.${service.name}.${address.role}.${address.host}`,
    related: [...related, { at: from, message: `${service.name} is given this file here` }],
  };
}

/** Hosts without a dot to which no service of any stack answers. */
export function* unknownHosts(link: ConfigLink, context: Context, role: AddressRole): Iterable<Problem> {
  const { stack, service, project } = context;
  if (hasExternalNetwork(stack, service)) return;
  for (const address of addressesFor(link, context, role)) {
    const { host } = address;
    if (/[.$]/.test(host) || isLoopback(host) || !/[a-z]/.test(host)) continue;
    if (ownHostsOf(service).has(host) || isHostSomewhere(project, host)) continue;
    if (isNamedInImage(project, service, host)) continue;
    const near = nearest(host, hostsOf(stack).keys());
    const place = near === undefined ? undefined : hostsOf(stack).get(near)?.nameSpan;
    const related = place === undefined ? [] : [{ at: place, message: `there is a service ${near}` }];
    const problem = problemAt(address, link, ', but no service answers to that name', related);
    yield { ...problem, ...nearFix(address, context, near) };
  }
}

function nearFix(address: NamedAddress, { project, stack, service }: Context, name: string | undefined) {
  const target = name === undefined ? undefined : hostsOf(stack).get(name);
  if (name === undefined || target === undefined) return {};
  const to = reachable(project, stack, service, { target, name, port: address.port });
  return reviewFix(`Name ${name}`, to && readdressed(project, address, address, to));
}

/** The build may write an `upstream` of that name into the configuration. */
function isNamedInImage(project: Project, service: Service, host: string): boolean {
  const instructions = linkOf(project, service)?.dockerfile?.instructions ?? [];
  return instructions.some(({ raw }) => raw.value.includes(`upstream ${host}`));
}

export function* wrongPorts(link: ConfigLink, context: Context, role: AddressRole): Iterable<Problem> {
  for (const address of addressesFor(link, context, role)) {
    const target = targetOf(address, context);
    const { port } = address;
    const wrong =
      target === undefined || port === undefined
        ? undefined
        : (wrongPort(context.project, port, target) ?? wrongPortOfNginx(context.project, port, target));
    if (wrong === undefined || target === undefined) continue;
    const problem = problemAt(
      address,
      link,
      `:${port}, but ${target.name} listens on ${wrong.listens}`,
      wrong.related,
    );
    const to = { host: address.host, port: wrong.listens };
    yield {
      ...problem,
      ...reviewFix(`Name port ${wrong.listens}`, readdressed(context.project, address, address, to)),
    };
  }
}

/** Where nginx listens by the configuration that it is given; port 80 may be that of a file that the image brings. */
function wrongPortOfNginx(project: Project, port: number, target: Service): WrongPort | undefined {
  const image = rootImageOf(target, linkOf(project, target))?.repository ?? '';
  if (!/(?:^|\/)nginx(?:-unprivileged)?$/.test(image) || target.command !== undefined || port === 80)
    return undefined;
  const own = project.serverConfigs.filter(
    ({ service, config }) => service === target && config.program === 'nginx',
  );
  const text = own.map(({ config }) => project.texts.get(config.file)?.text ?? '').join('\n');
  const [first, ...others] = new Set(own.flatMap(({ config }) => [...config.listens]));
  if (first === undefined || first === port || others.includes(port) || /\blisten\s[^;]*\$/.test(text))
    return undefined;
  const related = own
    .slice(0, 1)
    .map(({ from }) => ({ at: from, message: `${target.name} is given its ports here` }));
  return { listens: first, related };
}

export function* unsharedNetworks(link: ConfigLink, context: Context, role: AddressRole): Iterable<Problem> {
  const { stack, service } = context;
  const own = networksOf(service);
  if (own === undefined || hasExternalNetwork(stack, service)) return;
  for (const address of addressesFor(link, context, role)) {
    const target = targetOf(address, context);
    const theirs = target && networksOf(target);
    if (target === undefined || theirs === undefined || hasExternalNetwork(stack, target)) continue;
    if ([...theirs].some((name) => own.has(name))) continue;
    const related = [...service.networks, ...target.networks].map((network) => ({
      at: network.span,
      message: `${service.networks.includes(network) ? service.name : target.name} is on ${network.name}`,
    }));
    yield {
      ...problemAt(address, link, ', but shares no network with it', related),
      ...reviewFix(`Put ${service.name} on its network`, joined(context.project, stack, service, target)),
    };
  }
}

/** The first of those that say the same of one file. */
export function* eachOnce(problems: Iterable<Problem>): Iterable<Problem> {
  const told = new Set<string>();
  for (const problem of problems) {
    if (told.has(problem.message)) continue;
    told.add(problem.message);
    yield problem;
  }
}

/** Addresses of the container itself at ports on which its program does not listen. */
export function* loopbacks(
  link: ConfigLink,
  context: Context,
  role: AddressRole,
  ownPorts: ReadonlySet<number>,
): Iterable<Problem> {
  // A built image may run several programs.
  if (context.link !== undefined || context.service.build !== undefined || context.service.entrypoint) return;
  const shared = [...context.stack.services.values()].some(({ networkMode }) =>
    networkMode?.value.startsWith('service:'),
  );
  if (shared) return;
  for (const address of addressesFor(link, context, role)) {
    const { host, port } = address;
    if (!isLoopback(host) || port === undefined || ownPorts.has(port)) continue;
    const others = [...context.stack.services.values()].flatMap((other) =>
      other.ports.flatMap(({ published, span }) =>
        published?.value === port
          ? [{ at: span, message: `${other.name} publishes ${port} on the host` }]
          : [],
      ),
    );
    yield problemAt(address, link, `:${port}, which is its own container`, others);
  }
}
