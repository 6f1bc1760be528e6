// Ports that nothing in a service names: neither its settings, nor its Dockerfile, nor any file that it is built from.
import type { BuildLink, Project } from '../../model/project.ts';
import type { Service } from '../../model/service.ts';
import { lineText } from './command.ts';
import { rootImageOf } from './image.ts';
import { defaultPortsOfServers, mentionsPort } from './listening.ts';

/** Images that bring a language or a web server, and no program with ports of its own. */
const bare =
  /^(?:scratch|alpine|debian|ubuntu|busybox|node|python|golang|ruby|rust|php|maven|gradle|eclipse-temurin|openjdk|amazoncorretto|nginx|nginxinc\/nginx-unprivileged|oven\/bun|denoland\/deno|mcr\.microsoft\.com\/dotnet\/(?:aspnet|runtime|runtime-deps|sdk)|gcr\.io\/distroless\/[\w-]+)$/;

/** Ports that frameworks take without a word, and those of their debuggers and dashboards. */
const taken: ReadonlySet<number> = new Set([
  ...defaultPortsOfServers,
  ...[
    80, 443, 1313, 2019, 3000, 3001, 3333, 4000, 4200, 4321, 5000, 5001, 5005, 5555, 5678, 6006, 6060, 7000,
    7860,
  ],
  ...[
    8000, 8001, 8008, 8080, 8081, 8088, 8089, 8265, 8443, 8888, 9000, 9001, 9003, 9090, 9091, 9229, 9464,
    50051,
  ],
]);

/** A program may count on from a port that it is given. */
const near = 10;

/**
 * True when the service, built here, cannot listen on the port: it is no default of a server, and no text that the
 * program could know it from has the number. False where that cannot be told.
 */
export function isNamedNowhere(
  project: Project,
  service: Service,
  link: BuildLink | undefined,
  port: number,
  known: Iterable<number>,
): boolean {
  if (link?.dockerfile === undefined || taken.has(port) || service.networkMode !== undefined) return false;
  if (!bare.test(rootImageOf(service, link)?.repository ?? '')) return false;
  for (const one of known) if (Math.abs(one - port) <= near) return false;
  if (mayComeFromOutside(project, service, link) || isInSettings(service, port)) return false;
  return isInNoFile(project, link, port);
}

function mayComeFromOutside(project: Project, service: Service, link: BuildLink): boolean {
  if (service.envFiles.some(({ exists }) => !exists) || service.configs.length > 0) return true;
  for (const [name, { value }] of service.environment)
    if ((value === undefined || value.value.includes('$')) && /port|listen|addr|bind|host|ur[il]/i.test(name))
      return true;
  const inside = link.context === '' || link.context === '.' ? '' : `${link.context}/`;
  return service.mounts.some(({ kind, source }) => {
    if (kind !== 'bind' || source === undefined || source.value.startsWith(inside || './')) return false;
    return !/docker\.sock$|\/localtime$/.test(source.value) && project.files.kind(source.value) !== 'folder';
  });
}

function isInSettings({ environment, command, entrypoint, expose }: Service, port: number): boolean {
  const texts = [
    ...[...environment.values()].map(({ value }) => value?.value ?? ''),
    ...expose.map(({ value }) => value),
    lineText(command),
    lineText(entrypoint),
  ];
  return texts.some((text) => mentionsPort(text, port));
}

const unread =
  /\.(?:md|mdx|lock|map|svg|png|jpe?g|gif|ico|webp|woff2?|ttf|pdf|snap|csv|min\.js)$|-lock\.(?:json|yaml)$/i;
const largestFile = 300_000;
const mostFiles = 600;

/** Files that only tell others where the service is do not tell the service. */
function isInNoFile(project: Project, link: BuildLink, port: number): boolean {
  const others = namers(project);
  const files = project.files
    .below(link.context === '.' ? '' : link.context)
    .filter((file) => !unread.test(file) && !others.has(file));
  if (files.length === 0 || files.length > mostFiles) return false;
  if (!files.includes(link.dockerfile?.file ?? '') && isIn(project, link.dockerfile?.file ?? '', port))
    return false;
  return files.every((file) => !isIn(project, file, port));
}

/** What is too large to look through may say it; what is no text does not. */
function isIn(project: Project, file: string, port: number): boolean {
  const text = project.files.text(file, largestFile);
  return text === undefined ? project.files.start(file) !== undefined : mentionsPort(text, port);
}

const namersCache = new WeakMap<Project, ReadonlySet<string>>();

/** Compose files, and what proxies and monitoring are configured by. */
function namers(project: Project): ReadonlySet<string> {
  const known =
    namersCache.get(project) ??
    new Set([
      ...project.stacks.flatMap(({ files }) => files),
      ...project.serverConfigs.map(({ config }) => config.file),
    ]);
  namersCache.set(project, known);
  return known;
}
