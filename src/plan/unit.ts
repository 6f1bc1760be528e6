// A compose service and its Dockerfile as one engine-neutral unit. Secret values leave through `putSecret`.
import { isSecretEntry } from '../base/secret.ts';
import { dataStoreOf } from '../model/data-store.ts';
import { dependantsOf } from '../model/dependants.ts';
import type { ImageFacts } from '../model/dockerfile.ts';
import type { MadeObjects } from '../model/kubernetes-spec.ts';
import type { BuildLink } from '../model/project.ts';
import type { CommandLine, Mount, Service, Stack } from '../model/service.ts';
import type { ServiceSetting } from '../model/settings.ts';
import type { UnitBuild, UnitMount, UnitPort, UnitSpec, UnitValue } from '../model/unit.ts';
import { buildOptionsOf } from './build-options.ts';
import { containerOf } from './container.ts';
import { elsewhere, kubernetesOf } from './kubernetes.ts';

export interface UnitInput {
  /** Absolute folder of the project. */
  readonly root: string;
  readonly stack: Stack;
  readonly service: Service;
  readonly link: BuildLink | undefined;
  readonly setting: ServiceSetting | undefined;
  /** Container folder -> folder relative to the build context. */
  readonly copies: readonly { readonly from: string; readonly to: string }[];
  readonly contentHash: string | undefined;
  readonly kept: string | undefined;
  readonly peers: Readonly<Record<string, readonly number[]>>;
  /** Container ports that speak HTTP. */
  readonly httpPorts: ReadonlySet<number>;
  /** Keeps a secret value and names it. */
  readonly givenHash?: string | undefined;
  readonly putSecret: (value: string) => string;
  /** The engine runs containers, and is told all that compose says of them. */
  readonly containers?: boolean;
  /** What Kubernetes is told of it, for that engine. */
  readonly objects?: MadeObjects | undefined;
}

export function unitOf(input: UnitInput): UnitSpec {
  const { service, setting } = input;
  const facts = imageFacts(input.link);
  const entrypoint = service.entrypoint ?? facts?.entrypoint;
  // An entrypoint given in compose also drops the image's CMD, as `docker run --entrypoint` does.
  const command = service.command ?? (service.entrypoint === undefined ? facts?.cmd : undefined);
  return {
    service: service.name,
    image: service.image?.value,
    build: buildOf(input),
    entrypoint: wordsOf(entrypoint),
    command: wordsOf(command),
    workingDir: service.workingDir?.value ?? facts?.workdir?.value,
    user: service.user?.value ?? facts?.user?.value,
    environment: environmentOf(input, facts),
    ports: portsOf(input),
    mounts: [...service.mounts.flatMap((mount) => mountOf(mount, input)), ...fileMounts(input)],
    networks: service.networks.map((use) => use.name),
    peers: input.peers,
    ...restartOf(service.restart?.value),
    stopSignal: signalName(service.stopSignal?.value ?? facts?.stopSignal?.value),
    stopGraceMs: service.stopGraceMs?.value ?? 10_000,
    memoryLimit: service.resources.memoryLimit?.value,
    cpuLimit: service.resources.cpuLimit?.value,
    pidsLimit: service.resources.pidsLimit?.value,
    readOnly: service.readOnly?.value ?? false,
    healthcheckArgv: healthcheckArgv(service, facts),
    oneShot: isOneShot(service, input.stack),
    contentHash: input.contentHash,
    ...(input.givenHash === undefined ? {} : { givenHash: input.givenHash }),
    local: { command: setting?.local.command, workingDir: setting?.local.workingDir },
    ...(input.containers === true ? { container: containerOf({ ...input, replace: setting?.replace }) } : {}),
    ...kubernetesOf(input.objects, input.putSecret),
    ...elsewhere(input.objects),
  };
}

/** Others wait for it to end well. */
export function isOneShot(service: Service, stack: Stack): boolean {
  return dependantsOf(stack, service.name).some(
    ({ dependency }) => dependency.condition === 'service_completed_successfully',
  );
}

/** The facts of the stage that is built, when it is known. */
export function imageFacts(link: BuildLink | undefined): ImageFacts | undefined {
  return link?.stage === undefined ? undefined : link.dockerfile?.stages[link.stage]?.image;
}

/** A command's words; a shell form is run by `/bin/sh -c`, as the Dockerfile reference says of CMD and ENTRYPOINT. */
export function wordsOf(line: CommandLine | undefined): readonly string[] {
  if (line === undefined) return [];
  const words = line.words.map((word) => word.value);
  return line.form === 'shell' ? ['/bin/sh', '-c', words.join(' ')] : words;
}

export function healthcheckArgv(
  service: Service,
  facts: ImageFacts | undefined,
): readonly string[] | undefined {
  const check = service.healthcheck ?? facts?.healthcheck;
  if (check === undefined || check.disabled || check.test === undefined) return undefined;
  return wordsOf(check.test);
}

function buildOf(input: UnitInput): UnitBuild | undefined {
  const { service, root, copies, link, kept } = input;
  const build = service.build;
  if (build === undefined || build.isRemote) return undefined;
  const context = join(root, build.context.value);
  const stage = link?.stage === undefined ? undefined : link.dockerfile?.stages[link.stage];
  const args = [...build.args].flatMap(([name, value]) =>
    value.value === undefined ? [] : [[name, value.value] as const],
  );
  return {
    context,
    kept,
    dockerfile: join(root, build.dockerfile.value),
    target: build.target?.value,
    ...(input.containers === true
      ? { inline: build.inline?.value, options: buildOptionsOf(input.stack, service.name) }
      : {}),
    args: Object.fromEntries(args),
    copies: copies.map((copy) => ({ from: copy.from, to: join(context, copy.to) })),
    runs: (stage?.instructions ?? []).filter((one) => one.keyword === 'RUN').map((one) => one.raw.value),
  };
}

function environmentOf(
  { service, putSecret }: UnitInput,
  facts: ImageFacts | undefined,
): Readonly<Record<string, UnitValue>> {
  const environment: Record<string, UnitValue> = {};
  for (const [name, value] of facts?.env ?? []) environment[name] = value.value;
  for (const [name, { value }] of service.environment) {
    if (value === undefined) continue;
    environment[name] = isSecretEntry(name, value.value) ? { secret: putSecret(value.value) } : value.value;
  }
  return environment;
}

function portsOf({ service, peers, httpPorts }: UnitInput): readonly UnitPort[] {
  const declared = service.ports.map((port) => ({
    target: port.target.value,
    published: port.published?.value,
    host: port.host?.value,
    protocol: port.protocol,
    http: httpPorts.has(port.target.value) && port.protocol === 'tcp',
  }));
  const targets = new Set(declared.map((port) => port.target));
  const others = (peers[service.name] ?? []).filter((target) => !targets.has(target));
  return [
    ...declared,
    ...others.map((target) => ({
      target,
      published: undefined,
      host: undefined,
      protocol: 'tcp' as const,
      http: httpPorts.has(target),
    })),
  ];
}

function mountOf(mount: Mount, { root }: UnitInput): readonly UnitMount[] {
  if (mount.kind === 'other') return [];
  const source =
    mount.kind === 'bind' && mount.source !== undefined
      ? join(root, mount.source.value)
      : mount.source?.value;
  return [{ kind: mount.kind, source, target: mount.target.value, readOnly: mount.readOnly }];
}

/** Secrets and configs that are files (spec: services, "secrets" and "configs", the default targets). */
function fileMounts({ root, service, stack }: UnitInput): readonly UnitMount[] {
  const given = [
    { uses: service.secrets, objects: stack.secrets, folder: '/run/secrets' },
    { uses: service.configs, objects: stack.configs, folder: '/' },
  ];
  return given.flatMap(({ uses, objects, folder }) =>
    uses.flatMap(({ name, target = name }) => {
      const file = objects.get(name)?.file?.value;
      if (file === undefined) return [];
      const place = target.startsWith('/') ? target : `${folder}/${target}`.replace('//', '/');
      return [{ kind: 'bind' as const, source: join(root, file), target: place, readOnly: true }];
    }),
  );
}

function restartOf(text: string | undefined): Pick<UnitSpec, 'restart' | 'maxRestarts'> {
  const [policy, max] = (text ?? 'no').split(':');
  if (policy === 'on-failure')
    return { restart: policy, maxRestarts: max === undefined ? undefined : Number(max) };
  const restart = policy === 'always' || policy === 'unless-stopped' ? policy : 'no';
  return { restart, maxRestarts: undefined };
}

/** `TERM`, `SIGTERM` and `15` name the same signal. */
function signalName(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const numbers: Readonly<Record<string, string>> = {
    '1': 'SIGHUP',
    '2': 'SIGINT',
    '3': 'SIGQUIT',
    '9': 'SIGKILL',
    '10': 'SIGUSR1',
    '12': 'SIGUSR2',
    '15': 'SIGTERM',
  };
  const upper = text.toUpperCase();
  return numbers[upper] ?? (upper.startsWith('SIG') ? upper : `SIG${upper}`);
}

/** Absolute path of `path`, which is relative to `folder` unless it is absolute already. */
function join(folder: string, path: string): string {
  if (path.startsWith('/')) return path;
  const parts = folder.split('/');
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts.join('/') || '/';
}

/** Container ports on which each service of the stack can be called, from all that names them. */
export function peerPorts(
  stack: Stack,
  links: ReadonlyMap<string, BuildLink>,
  settings: ReadonlyMap<string, ServiceSetting>,
): Record<string, number[]> {
  const ports = new Map<string, Set<number>>([...stack.services.keys()].map((name) => [name, new Set()]));
  for (const service of stack.services.values()) {
    const own = ports.get(service.name);
    for (const port of service.ports) if (port.protocol === 'tcp') own?.add(port.target.value);
    for (const port of service.expose)
      if (/^\d+(\/tcp)?$/.test(port.value)) own?.add(Number.parseInt(port.value, 10));
    for (const port of imageFacts(links.get(service.name))?.expose ?? []) own?.add(port.value);
    for (const port of dataStoreOf(service.image?.value)?.ports ?? []) own?.add(port);
    const probe = settings.get(service.name)?.gate.probe;
    if (probe?.kind === 'http' || probe?.kind === 'tcp') own?.add(probe.port);
    for (const { value } of service.environment.values()) {
      for (const [, host, port] of (value?.value ?? '').matchAll(
        /([a-z0-9][a-z0-9_.-]*):(\d{2,5})(?!\d)/gi,
      )) {
        ports.get(host ?? '')?.add(Number(port));
      }
    }
  }
  return Object.fromEntries([...ports].map(([name, set]) => [name, [...set].sort((a, b) => a - b)]));
}
