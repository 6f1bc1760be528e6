// Questions about a stack: who is reachable under which name, who shares a network, who ends by itself.
import type { Located } from '../../base/span.ts';
import { dependantsOf } from '../../model/dependants.ts';
import type { BuildLink, Project } from '../../model/project.ts';
import type { ResolvedNode, Service, Stack } from '../../model/service.ts';
import { imageLinkOf } from './built-image.ts';
import { lineText } from './command.ts';

const linksCache = new WeakMap<Project, ReadonlyMap<Service, BuildLink>>();

export function linkOf(project: Project, service: Service): BuildLink | undefined {
  return linksOf(project).get(service);
}

/** What each service is built from: here, or by whoever builds the image that it names. */
export function linksOf(project: Project): ReadonlyMap<Service, BuildLink> {
  const known = linksCache.get(project) ?? collectLinks(project);
  linksCache.set(project, known);
  return known;
}

function collectLinks(project: Project): ReadonlyMap<Service, BuildLink> {
  const links = new Map(project.builds.map((link) => [link.service, link]));
  for (const stack of project.stacks) {
    for (const service of stack.services.values()) {
      const link = links.has(service) ? undefined : imageLinkOf(project, stack, service);
      if (link !== undefined) links.set(service, link);
    }
  }
  return links;
}

/** The node at a path of the resolved project (`services`, `api`, `hostname`). */
export function resolvedAt(stack: Stack, ...path: readonly string[]): ResolvedNode | undefined {
  let node: ResolvedNode | undefined = stack.resolved;
  for (const key of path) node = node?.kind === 'map' ? node.entries.get(key) : undefined;
  return node;
}

function resolvedText(stack: Stack, ...path: readonly string[]): string | undefined {
  const node = resolvedAt(stack, ...path);
  return node?.kind === 'scalar' && node.value !== null ? String(node.value) : undefined;
}

/** A single value of the service, by the keys that lead to it. */
export function scalarOf(
  stack: Stack,
  service: Service,
  ...path: readonly string[]
): Located<string | number | boolean> | undefined {
  const node = resolvedAt(stack, 'services', service.name, ...path);
  return node?.kind === 'scalar' && node.value !== null ? { value: node.value, span: node.span } : undefined;
}

/** The items of a list of the service. */
export function itemsOf(stack: Stack, service: Service, ...path: readonly string[]): readonly ResolvedNode[] {
  const node = resolvedAt(stack, 'services', service.name, ...path);
  return node?.kind === 'list' ? node.items : [];
}

const hostsCache = new WeakMap<Stack, ReadonlyMap<string, Service>>();

/** Every name under which the stack's DNS answers, lower case, and the service behind it. */
export function hostsOf(stack: Stack): ReadonlyMap<string, Service> {
  const known = hostsCache.get(stack);
  if (known !== undefined) return known;
  const hosts = new Map<string, Service>();
  for (const service of stack.services.values()) {
    const aliases = service.networks.flatMap((network) => network.aliases);
    const hostname = resolvedText(stack, 'services', service.name, 'hostname');
    for (const name of [service.name, service.containerName?.value, hostname, ...aliases]) {
      if (name !== undefined) hosts.set(name.toLowerCase(), service);
    }
  }
  hostsCache.set(stack, hosts);
  return hosts;
}

const everyHost = new WeakMap<Project, ReadonlySet<string>>();

/** True for a name under which some stack's DNS answers. */
export function isHostSomewhere(project: Project, host: string): boolean {
  const known = everyHost.get(project) ?? new Set(project.stacks.flatMap((one) => [...hostsOf(one).keys()]));
  everyHost.set(project, known);
  return known.has(host) || isSwarmName(project, host);
}

/** `shop_api`: in a swarm the service `api` of what `docker stack deploy` was told to call `shop`. */
function isSwarmName({ stacks }: Project, host: string): boolean {
  const parts = host.split('_');
  if (parts.length < 2) return false;
  const names = parts.slice(1).map((_, index) => parts.slice(index + 1).join('_'));
  return stacks.some((stack) => names.some((name) => stack.services.has(name)) && isForSwarm(stack));
}

/** Networks and settings that only a swarm knows. */
function isForSwarm(stack: Stack): boolean {
  if ([...stack.networks.values()].some(({ driver }) => driver === 'overlay')) return true;
  return [...stack.services.keys()].some((name) => {
    const deploy = resolvedAt(stack, 'services', name, 'deploy');
    return deploy?.kind === 'map' && swarmKeys.some((key) => deploy.entries.has(key));
  });
}

const swarmKeys = ['mode', 'placement', 'endpoint_mode', 'update_config', 'rollback_config'];

/** The stack for production that puts an overlay on a file, when there is one. */
export function overlaidForProduction({ stacks }: Project, file: string): Stack | undefined {
  return stacks.find(({ environment, files }) => /^prod/i.test(environment ?? '') && files.includes(file));
}

/** Names that only this service knows: links and extra_hosts. */
export function ownHostsOf(service: Service): ReadonlySet<string> {
  const links = service.links.map((link) => link.value.split(':').at(-1) ?? '');
  const extra = service.extraHosts.map((host) => host.value.split(/[:=]/)[0] ?? '');
  return new Set([...links, ...extra].map((name) => name.toLowerCase()));
}

/** True when names of another deployment could answer too. */
export function hasExternalNetwork(stack: Stack, service: Service): boolean {
  if (service.networkMode !== undefined || service.keys.has('external_links')) return true;
  return service.networks.some((network) => stack.networks.get(network.name)?.external === true);
}

/** What it extends in vain may have what it seems to lack, and what a provider runs is no container. */
export function isPartlyKnown({ keys }: Service): boolean {
  return keys.has('extends') || keys.has('provider');
}

/**
 * Networks by key; `default` where none is named; undefined when the service has a network mode of its own, or extends
 * in vain what may name some.
 */
export function networksOf(service: Service): ReadonlySet<string> | undefined {
  if (service.networkMode !== undefined || service.keys.has('extends')) return undefined;
  const names = service.networks.map((network) => network.name);
  return new Set(names.length === 0 ? ['default'] : names);
}

/** True where all networks of the service are internal: nothing is published then, whatever `ports` says. */
export function isOnlyInternal(stack: Stack, { networkMode, networks }: Service): boolean {
  if (networkMode !== undefined || networks.length === 0) return false;
  return networks.every(({ name }) => stack.networks.get(name)?.internal === true);
}

const oneShotName =
  /(?:^|[-_])(?:migrat\w*|seed\w*|init\w*|setup|bootstrap|create\w*|tests?|e2e|job|backup|cli|lint|build\w*|provision\w*|load\w*|import\w*|perms?|permissions|wait|tools?|codegen|k6|locust)(?:$|[-_])/i;
const oneShotCommand = /\b(?:migrate|upgrade head|db:seed|seed|createbuckets?|mc\s+mb|pytest|jest|vitest)\b/;

/** True for services that end by themselves: migrations, seeds, tests. */
export function isOneShot(stack: Stack, service: Service): boolean {
  if (service.restart?.value === 'no' || oneShotName.test(service.name)) return true;
  if (oneShotCommand.test(lineText(service.command) + lineText(service.entrypoint))) return true;
  return dependantsOf(stack, service.name).some(
    ({ dependency }) => dependency.condition === 'service_completed_successfully',
  );
}

const defaultFile = /(?:^|\/)(?:docker-)?compose\.ya?ml$/;

/** True for a part when another file defines what it lacks: they are meant to be merged with `-f`. */
export function isDefinedElsewhere(
  project: Project,
  stack: Stack,
  defines: (other: Stack) => boolean,
): boolean {
  const isWhole = stack.environment === undefined && stack.files.some((file) => defaultFile.test(file));
  return !isWhole && project.stacks.some((other) => other !== stack && defines(other));
}

/** False for work on the code: development overlays, and files beside which a whole one for production stands. */
export function isForUsers(project: Project, stack: Stack, production: boolean): boolean {
  if (!production || stack.environment !== undefined) return production;
  const beside = productionCache.get(project) ?? productionByFolder(project);
  productionCache.set(project, beside);
  const others = beside.get(stack.folder) ?? [];
  return !others.some(({ files }) => !stack.files.some((file) => files.includes(file)));
}

const productionCache = new WeakMap<Project, ReadonlyMap<string, readonly Stack[]>>();

/** The stacks for production, by folder. */
function productionByFolder({ stacks }: Project): ReadonlyMap<string, readonly Stack[]> {
  const found = new Map<string, Stack[]>();
  for (const stack of stacks) {
    if (!/^prod/i.test(stack.environment ?? '')) continue;
    const known = found.get(stack.folder);
    if (known === undefined) found.set(stack.folder, [stack]);
    else known.push(stack);
  }
  return found;
}
