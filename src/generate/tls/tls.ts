// A proxy with certificates in front of what a compose project publishes, without the Docker socket.
import { SeaworthyError } from '../../base/errors.ts';
import type { Stack } from '../../model/service.ts';
import { requireStack } from '../chosen-stack.ts';
import type { Generated, Generator, Note } from '../generator.ts';
import {
  besideStack,
  deploy,
  fileFlags,
  freeName,
  hardening,
  logRotation,
  sameNetworks,
  volumesSection,
  waitsFor,
} from '../shared/compose-file.ts';
import { type AskedVariable, withAsked } from '../shared/env-example.ts';
import { images } from '../shared/images-table.ts';
import {
  entry,
  flow,
  fromPlain,
  item,
  list,
  map,
  raw,
  type Yaml,
  type YamlEntry,
  yamlFile,
} from '../yaml.ts';
import { caddyfile } from './caddy.ts';
import { type Site, sitesOf } from './sites.ts';
import { traefikCommand, traefikRoutes } from './traefik.ts';

const file = 'compose.tls.yaml';

const variables: readonly AskedVariable[] = [
  { name: 'DOMAIN', what: 'the name under which the system is reached' },
  { name: 'ACME_EMAIL', what: 'who is told when a certificate is about to run out' },
];

interface Proxy {
  readonly name: string;
  readonly image: string;
  /** The file with the routes: beside the compose file, its place in the container, and its text. */
  readonly routes: { readonly path: string; readonly target: string; readonly text: string };
  readonly volumes: Readonly<Record<string, string>>;
  readonly environment: readonly YamlEntry[];
  readonly command: Yaml | undefined;
  readonly health: Yaml;
}

export const generator: Generator = {
  generate({ project, asked, ...given }): Generated {
    const stack = requireStack({ project, asked, ...given });
    const { sites, notes } = sitesOf(project, stack);
    if (sites.length === 0)
      throw new SeaworthyError('USAGE', `${stack.name} publishes nothing that speaks HTTP`, {
        hint: 'A proxy stands in front of services with `ports`.',
        detail: notes.map(({ text }) => text),
      });
    refuseTaken(stack, sites);
    const proxy = proxyOf(asked.text('proxy') ?? 'caddy', stack, sites);
    return {
      files: [
        { path: besideStack(stack, file), text: composeFile(stack, sites, proxy) },
        { path: besideStack(stack, proxy.routes.path), text: proxy.routes.text },
        ...withAsked(project, stack, variables),
      ],
      notes: [...notes, ...decisions(sites)],
    };
  },
};

function decisions(sites: readonly Site[]): readonly Note[] {
  const names = sites.map(({ prefix }) => `${prefix}DOMAIN`).join(', ');
  return [
    {
      kind: 'decide',
      text: `DOMAIN is to be set: nothing says under which name the system is reached (${names} must lead to this host)`,
    },
    { kind: 'decide', text: 'ACME_EMAIL is to be set: who is told when a certificate is about to run out' },
  ];
}

/** Two programs cannot hold one port; a service that is put behind the proxy gives its own up. */
function refuseTaken({ services, name }: Stack, sites: readonly Site[]): void {
  const behind = new Set(sites.map(({ service }) => service));
  for (const service of services.values()) {
    const port = service.ports.find(({ published }) => published?.value === 80 || published?.value === 443);
    if (port === undefined || !service.enabled || behind.has(service)) continue;
    throw new SeaworthyError(
      'USAGE',
      `${service.name} of ${name} publishes port ${port.published?.value} itself`,
      {
        hint: 'The proxy needs 80 and 443: let go of them there first.',
        at: port.span,
      },
    );
  }
}

/** @throws SeaworthyError USAGE */
function proxyOf(wanted: string, stack: Stack, sites: readonly Site[]): Proxy {
  const domain = entry('DOMAIN', raw(`\${DOMAIN:?the name under which the system is reached}`));
  const name = freeName(stack, wanted);
  if (wanted === 'caddy')
    return {
      name,
      image: images.caddy,
      routes: { path: 'tls/Caddyfile', target: '/etc/caddy/Caddyfile', text: caddyfile(sites) },
      volumes: { 'caddy-config': '/config', 'caddy-data': '/data' },
      environment: [
        entry('ACME_EMAIL', raw(`\${ACME_EMAIL:?who is told when a certificate runs out}`)),
        domain,
      ],
      command: undefined,
      // It answers, by sending to HTTPS: what stands behind it is the business of other checks.
      health: flow(fromPlain(['CMD', 'nc', '-z', '127.0.0.1', '443'])),
    };
  if (wanted === 'traefik')
    return {
      name,
      image: images.traefik,
      routes: { path: 'tls/routes.yml', target: '/etc/traefik/routes.yml', text: traefikRoutes(sites) },
      volumes: { 'traefik-certificates': '/certificates' },
      environment: [domain],
      command: traefikCommand,
      health: flow(
        fromPlain(['CMD', 'traefik', 'healthcheck', '--ping=true', '--entrypoints.web.address=:80']),
      ),
    };
  throw new SeaworthyError('USAGE', `--proxy ${wanted} is not known`, { hint: 'It is caddy or traefik.' });
}

function composeFile(stack: Stack, sites: readonly Site[], proxy: Proxy): string {
  const own = proxyService(sites, proxy);
  // Around the proxy there must be no way: what it stands for is published by it alone.
  const behind = sites.map(({ service }) => entry(service.name, map(entry('ports', raw('!reset []')))));
  const services = [own, ...behind].sort((a, b) => (a.key < b.key ? -1 : 1));
  const root = map(
    entry('services', map(...services.map((one, index) => ({ ...one, gap: index > 0 })))),
    entry('volumes', volumesSection(Object.keys(proxy.volumes)), { gap: true }),
  );
  const head = [
    `HTTPS in front of ${stack.name}. What stands behind the proxy is no longer published beside it.`,
    `  docker compose ${fileFlags(stack, file)} up -d`,
  ];
  return yamlFile({ head: head.join('\n'), root });
}

function proxyService(sites: readonly Site[], proxy: Proxy): YamlEntry {
  const { routes, volumes } = proxy;
  const mounts = [
    ...Object.entries(volumes).map(([volume, target]) => `${volume}:${target}`),
    `./${routes.path}:${routes.target}:ro`,
  ];
  const check = map(
    entry('test', proxy.health),
    entry('interval', raw('30s')),
    entry('timeout', raw('5s')),
    entry('retries', 3),
    entry('start_period', raw('30s')),
  );
  const body = map(
    entry('image', proxy.image),
    waitsFor(sites.map(({ service }) => service)),
    entry('volumes', list(...mounts.map((mount) => item(raw(mount))))),
    entry('environment', map(...proxy.environment)),
    entry('ports', list(item(raw('"80:80"')), item(raw('"443:443"')))),
    ...sameNetworks(sites.map(({ service }) => service)),
    ...(proxy.command === undefined ? [] : [entry('command', proxy.command)]),
    ...hardening(['NET_BIND_SERVICE']),
    entry('restart', 'unless-stopped'),
    entry('healthcheck', check),
    deploy({ memory: '256M', cpus: '1.0', pids: 100 }),
    logRotation(),
  );
  return entry(proxy.name, body);
}
