// Which configuration files the services of the stacks are given, by mount, config or COPY.
import type { Span } from '../../base/span.ts';
import type { BuildLink, FileTree } from '../../model/project.ts';
import type { ConfigLink, ServerConfig, ServerProgram } from '../../model/server-config.ts';
import type { Service, Stack } from '../../model/service.ts';
import { insidePath, joinPath } from '../paths.ts';
import { readCaddy } from './caddy.ts';
import { readDashboard } from './monitoring.ts';
import { readNginx } from './nginx.ts';
import { readTomlConfig, readYamlConfig } from './yaml-config.ts';

interface Program {
  readonly program: ServerProgram;
  readonly image: RegExp;
  /** Folder in the container that holds the configuration. */
  readonly folder: string;
  readonly file: RegExp;
}

// Sources: the Dockerfiles and the documentation of the images.
const programs: readonly Program[] = [
  {
    program: 'nginx',
    image: /(?:^|\/)(?:nginx|nginx-unprivileged|openresty)$/,
    folder: '/etc/nginx',
    file: /\.(?:conf|template)$/,
  },
  { program: 'caddy', image: /^caddy$/, folder: '/etc/caddy', file: /(?:^|\/)[^/]*Caddyfile[^/]*$/i },
  { program: 'traefik', image: /^traefik$/, folder: '/', file: /\.(?:ya?ml|toml)$/ },
  { program: 'kong', image: /^kong(?:\/kong(?:-gateway)?)?$/, folder: '/', file: /\.ya?ml$/ },
  {
    program: 'prometheus',
    image: /^(?:prom|bitnami|quay\.io\/prometheus)\/prometheus$/,
    folder: '/',
    file: /\.ya?ml$/,
  },
  {
    program: 'grafana',
    image: /^grafana\/grafana(?:-oss|-enterprise)?$/,
    // Dashboards lie where their provider says.
    folder: '/',
    file: /\.(?:ya?ml|json)$/,
  },
  {
    program: 'alertmanager',
    image: /^(?:prom|bitnami|quay\.io\/prometheus)\/alertmanager$/,
    folder: '/',
    file: /\.ya?ml$/,
  },
  { program: 'loki', image: /^grafana\/loki$/, folder: '/', file: /\.ya?ml$/ },
  { program: 'promtail', image: /^grafana\/promtail$/, folder: '/', file: /\.ya?ml$/ },
  {
    program: 'otel-collector',
    image: /^otel\/opentelemetry-collector(?:-contrib)?$/,
    folder: '/',
    file: /\.ya?ml$/,
  },
];

/** Files of one folder that are read at most: a folder of configuration is small. */
const maximumFiles = 50;

export interface ConfigSources {
  readonly files: FileTree;
  readonly read: (file: string) => string | undefined;
}

interface Given {
  readonly file: string;
  readonly from: Span;
  readonly target: string;
}

export function configLinks(
  stacks: readonly Stack[],
  builds: readonly BuildLink[],
  sources: ConfigSources,
): readonly ConfigLink[] {
  const linkOf = new Map(builds.map((link) => [link.service, link]));
  const known = new Map<string, ServerConfig | undefined>();
  const links: ConfigLink[] = [];
  for (const stack of stacks) {
    for (const service of stack.services.values()) {
      const link = linkOf.get(service);
      const program = programOf(service, link);
      if (program === undefined) continue;
      for (const { file, from, target } of givenTo(stack, service, link, program, sources.files)) {
        const key = `${program.program} ${file}`;
        const config = known.has(key) ? known.get(key) : readConfig(file, program.program, sources);
        known.set(key, config);
        if (config !== undefined) links.push({ stack, service, config, from, target });
      }
    }
  }
  return links;
}

function programOf(service: Service, link: BuildLink | undefined): Program | undefined {
  const stage = link?.stage === undefined ? undefined : link.dockerfile?.stages[link.stage];
  const image = service.build === undefined ? service.image?.value : stage?.image.rootImage;
  const name = image
    ?.replace(/^(?:docker\.io\/)?(?:library\/)?/, '')
    .replace(/(?::[\w.-]+)?(?:@sha256:\w+)?$/, '');
  return name === undefined ? undefined : programs.find((each) => each.image.test(name));
}

function readConfig(file: string, program: ServerProgram, { read }: ConfigSources): ServerConfig | undefined {
  const text = read(file);
  if (text === undefined) return undefined;
  if (program === 'nginx') return readNginx(file, text);
  if (program === 'caddy') return readCaddy(file, text);
  if (file.endsWith('.toml')) return readTomlConfig(file, text, program);
  return file.endsWith('.json') ? readDashboard(file, text) : readYamlConfig(file, text, program);
}

function givenTo(
  stack: Stack,
  service: Service,
  link: BuildLink | undefined,
  program: Program,
  files: FileTree,
): readonly Given[] {
  const given = new Map<string, Omit<Given, 'file'>>();
  const add = (source: string, target: string, from: Span) => {
    const path = insidePath(source);
    if (path === undefined || path === '' || !isMeant(target, program.folder)) return;
    const found = files.kind(path) === 'folder' ? files.below(path).slice(0, maximumFiles) : [path];
    for (const file of found) {
      // A mounted file may have any name.
      const isFile = file === path && files.kind(path) === 'file';
      if (isFile ? program.file.test(target) || program.file.test(file) : program.file.test(file))
        given.set(file, {
          from,
          target: isFile ? target : `${target.replace(/\/+$/, '')}/${file.slice(path.length + 1)}`,
        });
    }
  };
  for (const { kind, source, target, span } of service.mounts) {
    if (kind === 'bind' && source !== undefined) add(source.value, target.value, span);
  }
  for (const { name, target, span } of service.configs) {
    const file = stack.configs.get(name)?.file;
    if (file !== undefined) add(file.value, target ?? `/${name}`, span);
  }
  for (const { source, target, from } of copiesInto(link)) add(source, target, from);
  return [...given].map(([file, where]) => ({ file, ...where }));
}

function isMeant(target: string, folder: string): boolean {
  return folder === '/' || target === folder || target.startsWith(`${folder}/`);
}

/** COPY lines of the built stage that take plain paths from the context. */
function copiesInto(link: BuildLink | undefined) {
  const stage = link?.stage === undefined ? undefined : link.dockerfile?.stages[link.stage];
  if (link === undefined || stage === undefined || link.service.build?.isRemote === true) return [];
  return stage.instructions.flatMap(({ keyword, flags, args, span }) => {
    const target = args.at(-1)?.value;
    if (keyword !== 'COPY' || target === undefined || flags.some(({ name }) => name === 'from')) return [];
    return args
      .slice(0, -1)
      .filter(({ value }) => /^[\w./-]+$/.test(value))
      .map(({ value }) => ({
        source: joinPath(link.context, value.replace(/^\/+/, '')),
        target,
        from: span,
      }));
  });
}
