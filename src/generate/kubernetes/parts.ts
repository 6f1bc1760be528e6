// Compose services -> parts: what kind of workload each is, which image it runs, and how many of it there are.
import { placeholderRegistry, placeholderTag } from '../../model/kubernetes-spec.ts';
import type { Project } from '../../model/project.ts';
import type { Mount, Service, Stack } from '../../model/service.ts';
import { dataStoreOf } from '../../rules/shared/data-stores.ts';
import { isFloating, parseImage, rootImageOf } from '../../rules/shared/image.ts';
import { imageFactsOf } from './images-table.ts';
import { labelOf, namesOf } from './names.ts';
import { gather, note, type Part, type PartKind, type PartPort, type World } from './part.ts';
import { portsOf } from './ports.ts';
import type { Request } from './request.ts';
import { whyLeftOut } from './routes.ts';

export function worldOf(project: Project, stack: Stack, request: Request): World {
  const all = [...stack.services.values()];
  const leftOut = new Map(
    all.flatMap((service) => {
      const why = isSelected(service, request, stack)
        ? whyLeftOut(service)
        : 'none of its profiles is selected (--profile)';
      return why === undefined ? [] : [[service.name, why] as const];
    }),
  );
  const services = all.filter(({ name }) => !leftOut.has(name));
  const names = namesOf(services.map(({ name }) => name));
  const name = labelOf(stack.name, 40);
  const parts = services.map((service) => partOf(service, { project, stack, request, name, names }));
  const world: World = { project, stack, name, request, parts, leftOut, names, notes: [], groups: new Map() };
  for (const part of parts) tellOf(part, world);
  for (const { service, name: own } of parts)
    if (own !== service.name)
      note(
        world,
        'know',
        `${service.name} is called ${own}, as Kubernetes takes it: addresses in settings are rewritten, those in code and files are not`,
      );
  for (const [service, why] of leftOut) note(world, 'know', `${service} is left out: ${why}`);
  return world;
}

/** A review looks at all services; what is deployed are those of no profile, and of those that are asked for. */
function isSelected({ enabled, profiles }: Service, request: Request, stack: Stack): boolean {
  if (!enabled) return false;
  const asked = [
    ...request.profiles,
    ...(stack.environmentVariables.get('COMPOSE_PROFILES') ?? '').split(','),
  ].map((name) => name.trim());
  return profiles.length === 0 || profiles.some(({ value }) => asked.includes(value)) || asked.includes('*');
}

type Around = Pick<World, 'project' | 'stack' | 'request' | 'name' | 'names'>;

function partOf(service: Service, around: Around): Part {
  const { project, stack, names } = around;
  const link = project.builds.find((one) => one.stack === stack && one.service === service);
  const ports = portsOf(service, link, project, stack);
  const [kind, kindWhy] = kindOf(service, stack, project);
  const setting = project.settings?.services.get(service.name);
  const name = names.get(service.name) ?? labelOf(service.name);
  const stated = service.replicas?.value;
  const isOneAtATime = setting?.replace === 'stop-first';
  const scales =
    kind === 'Deployment' &&
    !isOneAtATime &&
    (isServer(service, ports) || (stated ?? 1) > 1) &&
    sharedVolumes(service, stack).length === 0;
  const image = imageOf(service, name, around);
  return {
    service,
    link,
    name,
    kind,
    kindWhy,
    image,
    isBuilt: service.build !== undefined,
    version: versionOf(image),
    facts: imageFactsOf(service.build === undefined ? rootImageOf(service, link) : undefined),
    ports,
    replicas: scales ? Math.max(2, stated ?? 2) : kind === 'Deployment' ? (stated ?? 1) : 1,
    scales,
    priority: setting?.priority ?? 'normal',
  };
}

/** Two of what serves requests do the same; two of what starts work by the clock do it twice. */
function isServer(service: Service, ports: readonly PartPort[]): boolean {
  const words = [service.name, ...(service.command?.words ?? []).map(({ value }) => value)].join(' ');
  return (
    ports.some(({ isHttp }) => isHttp) &&
    !/(?:^|[^a-z])(?:scheduler?|beat|cron|worker)(?:$|[^a-z])/i.test(words)
  );
}

function kindOf(service: Service, stack: Stack, project: Project): readonly [PartKind, string] {
  const waiting = [...stack.services.values()].find((other) =>
    other.dependsOn.some(
      (one) => one.service === service.name && one.condition === 'service_completed_successfully',
    ),
  );
  if (waiting !== undefined)
    return ['Job', `It ends by itself: ${waiting.name} waits for it with service_completed_successfully.`];
  const store = service.build === undefined ? dataStoreOf(rootImageOf(service, undefined)) : undefined;
  if (store !== undefined)
    return [
      'StatefulSet',
      `${store.name}: never two pods at once on the same data, and one name to reach it by.`,
    ];
  if (
    ownVolumes(service, stack).length > 0 ||
    service.mounts.some((mount) => isKeptFolder(mount, service, project))
  )
    return ['StatefulSet', 'It writes to a volume of its own: never two pods at once on it.'];
  return ['Deployment', 'It keeps nothing: any number of pods may run side by side.'];
}

/** Named volumes that it alone writes to. */
export function ownVolumes(service: Service, stack: Stack): readonly string[] {
  return writtenVolumes(service).filter((name) => usersOf(name, stack).length === 1);
}

/** True of a folder beside compose that holds nothing but what the service writes. */
export function isKeptFolder(mount: Mount, service: Service, { files }: Project): boolean {
  const source = mount.source?.value;
  if (
    mount.kind !== 'bind' ||
    mount.readOnly ||
    source === undefined ||
    /^[/~]|^\.\.(?:\/|$)|\.sock$/.test(source)
  )
    return false;
  if (/\.[a-z]{1,5}$/i.test(mount.target.value) || isOutput(mount.target.value)) return false;
  const kind = files.kind(source);
  if (kind === 'file') return false;
  const context = service.build?.context.value;
  if (context !== undefined && (source === '' || source === context || context.startsWith(`${source}/`)))
    return false;
  return kind === undefined || holdsData(source) || trackedBelow(source, files).length === 0;
}

/** Folders that a build or a test run fills: nobody misses them. */
export function isOutput(path: string): boolean {
  return /(?:^|\/)(?:htmlcov|coverage|test-results|blob-report|playwright-report|dist|build|target|tmp|\.?cache|node_modules|__pycache__|logs?)$/i.test(
    path,
  );
}

/** By its name, whatever the repository has in it to begin with. */
function holdsData(source: string): boolean {
  return /(?:^|\/)(?:data|uploads?|models?|storage|media|backups?|instance|db|database|mlruns|artifacts)$/i.test(
    source,
  );
}

/** Files of a folder that belong to the repository. */
export function trackedBelow(folder: string, files: Project['files']): readonly string[] {
  return files
    .below(folder)
    .filter(
      (file) =>
        !/(?:^|\/)(?:\.git(?:keep|ignore)|\.dockerignore|Dockerfile[^/]*|(?:docker-)?compose[^/]*\.ya?ml)$/.test(
          file,
        ) && !files.isGitIgnored(file),
    );
}

/** Named volumes that several services mount. */
export function sharedVolumes(service: Service, stack: Stack): readonly string[] {
  return service.mounts.flatMap(({ kind, source }) =>
    kind === 'volume' && source !== undefined && usersOf(source.value, stack).length > 1
      ? [source.value]
      : [],
  );
}

function writtenVolumes(service: Service): readonly string[] {
  return service.mounts.flatMap(({ kind, source, readOnly }) =>
    kind === 'volume' && source !== undefined && !readOnly ? [source.value] : [],
  );
}

function usersOf(volume: string, stack: Stack): readonly Service[] {
  return [...stack.services.values()].filter(
    ({ enabled, mounts }) =>
      enabled && mounts.some(({ kind, source }) => kind === 'volume' && source?.value === volume),
  );
}

function imageOf(service: Service, name: string, around: Around): string {
  const { request } = around;
  const digest = request.digests.get(service.name);
  const image = withTag(service, name, around);
  return digest === undefined || image.includes('@') ? image : `${image}@${digest}`;
}

function withTag(service: Service, name: string, { request, name: stack }: Around): string {
  if (service.build === undefined)
    return service.image?.value ?? `${placeholderRegistry}/${name}:${placeholderTag}`;
  const tag = request.tag ?? placeholderTag;
  const stated = service.image === undefined ? undefined : parseImage(service.image.value);
  // A name with a host in it says where the image is pushed.
  if (stated !== undefined && /^[^/]*[.:][^/]*\//.test(stated.repository) && request.registry === undefined)
    return `${stated.repository}:${request.tag ?? stated.tag ?? placeholderTag}`;
  // As compose calls what it builds.
  return `${request.registry ?? placeholderRegistry}/${stack}-${name}:${tag}`;
}

/** A label's value: https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/ */
function versionOf(image: string): string {
  const { tag, digest } = parseImage(image) ?? {};
  const text = tag ?? digest?.slice(7, 19) ?? 'unknown';
  return text.slice(0, 63).replace(/[^A-Za-z0-9]+$/, '') || 'unknown';
}

function tellOf(part: Part, world: World): void {
  const { request } = world;
  if (part.isBuilt && part.image.startsWith(`${placeholderRegistry}/`))
    note(
      world,
      'decide',
      `no registry is named for the built images: ${placeholderRegistry} stands in their place (--registry ghcr.io/acme)`,
    );
  if (part.isBuilt && request.tag === undefined && part.image.endsWith(`:${placeholderTag}`))
    note(
      world,
      'decide',
      `the built images have no tag: ${placeholderTag} stands in its place (--tag 1.2.3)`,
    );
  if (part.service.image === undefined && !part.isBuilt)
    note(world, 'decide', `${part.service.name} has neither an image nor a build`);
  const image = part.isBuilt ? undefined : parseImage(part.image);
  if (image !== undefined && isFloating(image))
    gather(
      world,
      'decide',
      part.service.name,
      (names) => `a restart may bring another version of ${names}: name one in compose`,
    );
}
