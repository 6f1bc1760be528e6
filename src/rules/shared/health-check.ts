// A health check for a service, where the repository says what to ask and the image has what it takes to ask it.
import type { Edit } from '../../base/edit.ts';
import { literal } from '../../base/text.ts';
import type { BuildLink, Project } from '../../model/project.ts';
import type { CommandLine, Service } from '../../model/service.ts';
import type { SourceFact, SourceFile } from '../../model/source.ts';
import { replaceList, type YamlContent } from '../../syntax/yaml-edit.ts';
import { chainOf } from './build.ts';
import { lineText } from './command.ts';
import { dataStoreOf } from './data-stores.ts';
import { type ImageName, majorOf, rootImageOf, stageOf } from './image.ts';
import { defaultShellOf } from './image-families.ts';
import { listeningOf } from './listening.ts';
import { lackOf } from './programs.ts';
import { addToService, isExtended } from './service-fix.ts';
import { isTestPath } from './source.ts';
import { writtenAt } from './source-text.ts';
import { yamlOf } from './yaml-fix.ts';

/** The whole `healthcheck` of a service; undefined where nobody can say how it is asked. */
function healthCheckFor(
  project: Project,
  service: Service,
  link: BuildLink | undefined,
): { readonly test: YamlContent; readonly [key: string]: YamlContent } | undefined {
  const test = storeTest(service) ?? routeTest(project, service, link);
  return test && { test, interval: '10s', timeout: '5s', retries: 5, start_period: '30s' };
}

/** The client that the image of a store brings, as the documentation of each image has it. */
function storeTest(service: Service): readonly string[] | undefined {
  const image = service.build === undefined ? rootImageOf(service, undefined) : undefined;
  const store = dataStoreOf(image);
  if (image === undefined || store === undefined || image.repository.startsWith('bitnami/')) return undefined;
  // Another port, a password or TLS by flags or files would need other words.
  const command = `${lineText(service.command)} ${lineText(service.entrypoint)}`;
  if (service.entrypoint !== undefined || /(?:^|[\s-])(?:port|p|requirepass|tls\S*)[\s=]/.test(command))
    return undefined;
  if (store.name === 'PostgreSQL') return postgresTest(service);
  if (store.name === 'Redis' || store.name === 'Valkey') return redisTest(service, image, command);
  if (store.name === 'MySQL') return adminTest('mysqladmin');
  if (store.name === 'MariaDB')
    return adminTest((majorOf(image) ?? 11) < 11 ? 'mysqladmin' : 'mariadb-admin');
  if (store.name === 'MongoDB') return (majorOf(image) ?? 6) < 5 ? undefined : mongoTest;
  return store.name === 'RabbitMQ' ? ['CMD', 'rabbitmq-diagnostics', '-q', 'ping'] : undefined;
}

/** The variables are those of the container: compose makes one dollar sign of two. */
function postgresTest({ environment, envFiles }: Service): readonly string[] | undefined {
  if (
    environment.has('PGPORT') ||
    environment.has('POSTGRES_USER_FILE') ||
    environment.has('POSTGRES_DB_FILE')
  )
    return undefined;
  const isOpen = envFiles.some(({ exists }) => !exists);
  const orElse = (name: string, value: string) =>
    environment.has(name) ? `$$\{${name}}` : isOpen ? `$$\{${name}:-${value}}` : value;
  const user = orElse('POSTGRES_USER', 'postgres');
  const database = environment.has('POSTGRES_DB') ? '$${POSTGRES_DB}' : user;
  return ['CMD-SHELL', `pg_isready -U ${user} -d ${database}`];
}

function redisTest(
  { mounts, configs }: Service,
  { repository }: ImageName,
  command: string,
): readonly string[] | undefined {
  const isConfigured =
    configs.length > 0 || mounts.some(({ target }) => /\.conf$|\/etc\//.test(target.value));
  if (isConfigured || /\.conf\b/.test(command)) return undefined;
  return ['CMD', repository.startsWith('valkey') ? 'valkey-cli' : 'redis-cli', 'ping'];
}

/** By TCP, which the server that runs the scripts of the first start does not answer. */
function adminTest(program: string): readonly string[] {
  return ['CMD', program, 'ping', '-h', '127.0.0.1', '--silent'];
}

const mongoTest = ['CMD', 'mongosh', '--quiet', '--eval', "db.adminCommand('ping')"];

const healthPath =
  /^\/(?:api\/)?(?:_?health(?:z|check|_check|-check)?(?:\/(?:live|ready))?|ready|readyz|live|livez|ping)\/?$/;

type Route = Extract<SourceFact, { kind: 'route' }>;

/** The service's own route for it, at the one port on which it surely listens. */
export function routeTest(
  project: Project,
  service: Service,
  link: BuildLink | undefined,
): readonly string[] | undefined {
  const listening = listeningOf(project, service, link);
  const [port, ...others] = listening?.ports.keys() ?? [];
  if (link === undefined || listening?.sure !== true || port === undefined || others.length > 0)
    return undefined;
  const path = healthRouteOf(project, link.sources);
  return path === undefined ? undefined : askedWith(`http://127.0.0.1:${port}${path}`, service, link);
}

/** The path at which the code says that it is well. */
export function healthRouteOf(project: Project, sources: readonly SourceFile[]): string | undefined {
  const routes = sources
    .filter(({ file }) => !isTestPath(file))
    .flatMap(({ facts }) => facts)
    .filter((fact): fact is Route => fact.kind === 'route' && isHealthRoute(project, fact));
  return routes[0]?.path;
}

/** Of the program itself: one of a router may stand below a prefix. */
function isHealthRoute(project: Project, { method, path, at, confidence }: Route): boolean {
  if (confidence === 'possible' || (method !== undefined && method !== 'GET') || !healthPath.test(path))
    return false;
  const text = project.texts.get(at.file)?.text ?? '';
  const before = text.slice(text.lastIndexOf('\n', at.start) + 1, at.start);
  return /(?:^|[^\w.])(?:app|application|server|fastify|http|mux)\.\w+\(\s*["'`]?$/.test(before);
}

/** A request by a program that the image certainly has. */
function askedWith(
  url: string,
  service: Service,
  link: BuildLink | undefined,
): readonly string[] | undefined {
  const image = rootImageOf(service, link);
  if (image === undefined) return undefined;
  if (isInstalled('curl', link)) return ['CMD', 'curl', '-fsS', '-o', '/dev/null', url];
  const isHere = (program: string) => lackOf(program, service, link) === undefined;
  // The wget of busybox takes the first address of a name, which for localhost may be that of IPv6.
  const byAddress = url.replace('//localhost', '//127.0.0.1');
  if (defaultShellOf(image) === 'ash' && isHere('wget'))
    return ['CMD', 'wget', '-q', '-O', '/dev/null', byAddress];
  if (image.repository === 'python') {
    return ['CMD', 'python', '-c', `import urllib.request; urllib.request.urlopen('${url}')`];
  }
  // `fetch` came with Node.js 18.
  if (image.repository === 'node' && (majorOf(image) ?? 18) >= 18) {
    const script = `fetch('${url}').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))`;
    return ['CMD', 'node', '-e', script];
  }
  return undefined;
}

function isInstalled(program: string, link: BuildLink | undefined): boolean {
  const stage = stageOf(link);
  if (link?.dockerfile === undefined || stage === undefined) return false;
  const installs = new RegExp(
    `\\b(?:apk\\s+add|apt-get\\s+install|apt\\s+install)\\b[^;&|]*\\s${literal(program)}(?:\\s|$)`,
  );
  return chainOf(link.dockerfile, stage).some(({ instructions }) =>
    instructions.some(
      ({ keyword, raw }) => keyword === 'RUN' && installs.test(raw.value.replace(/\\\n/g, ' ')),
    ),
  );
}

/** The edit that gives the service a health check, or its test to one that has only times. */
export function addHealthCheck(
  project: Project,
  service: Service,
  link: BuildLink | undefined,
): Edit | undefined {
  const check = healthCheckFor(project, service, link);
  if (check === undefined) return undefined;
  const own = service.healthcheck;
  if (own === undefined) return addToService(project, service, ['healthcheck'], check, { brackets: true });
  if (own.test !== undefined || own.disabled) return undefined;
  return addToService(project, service, ['healthcheck', 'test'], check.test, { brackets: true });
}

/** A test that only gets a page of the service with curl or wget, by a program that the image has. */
export function askedAnew(
  project: Project,
  service: Service,
  link: BuildLink | undefined,
  test: CommandLine,
): Edit | undefined {
  const form =
    /^(?:curl|wget)(?:\s+-[\w-]+(?:[=\s]\/dev\/null)?)*\s+["']?(https?:\/\/[\w.:[\]-]+[\w./?=&%-]*)["']?(?:\s*\|\|\s*exit\s+1)?$/;
  const asked = form.exec(lineText(test).trim())?.[1];
  const url = asked && withPort(project, asked, writtenAt(project, test.span), service, link);
  const items = url === undefined ? undefined : (storeTest(service) ?? askedWith(url, service, link));
  const isFile = /\.ya?ml$/.test(test.span.file);
  if (items === undefined || !isFile || service.healthcheck?.test !== test || isExtended(project, service))
    return undefined;
  return replaceList(yamlOf(project, test.span.file), test.span, items);
}

/**
 * The address with the port that compose took for a variable of its own, `http://localhost:${PORT}/`, and left empty.
 * Undefined where a variable has brought a part of it: the next value would not arrive any more.
 */
function withPort(
  project: Project,
  url: string,
  written: string,
  service: Service,
  link: BuildLink | undefined,
): string | undefined {
  if (!/\$/.test(written)) return url;
  const listening = listeningOf(project, service, link);
  const [first, ...others] = listening?.ports.keys() ?? [];
  // Of several ports it is the one that the service is told.
  const told = Number(service.environment.get('PORT')?.value?.value);
  const port = listening?.ports.has(told) === true ? told : others.length === 0 ? first : undefined;
  const isEmpty = /^https?:\/\/[^/:]+:(?:\/|$)/.test(url);
  if (!isEmpty || listening?.sure !== true || port === undefined) return undefined;
  return url.replace(/:(?=\/|$)(?!\/\/)/, `:${port}`);
}
