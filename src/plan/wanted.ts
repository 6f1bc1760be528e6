// Everything wanted of a stack: units with their gates, requests and dependencies.
import { hashOf } from '../base/hash.ts';
import { contentOptions } from '../model/build-options.ts';
import { dataStoreOf } from '../model/data-store.ts';
import { policyFrom } from '../model/gate-policy.ts';
import type { MadeObjects } from '../model/kubernetes-spec.ts';
import type { Gate, Probe } from '../model/probe.ts';
import type { BuildLink } from '../model/project.ts';
import type { Service, Stack } from '../model/service.ts';
import type { ReplaceMode, ServiceSetting, Settings } from '../model/settings.ts';
import { defaultRequests, type Requests, type UnitSpec, type Wanted } from '../model/unit.ts';
import { hasFixedPort } from './container.ts';
import { gateOn, podRequests } from './kubernetes.ts';
import { healthcheckArgv, imageFacts, isOneShot, peerPorts, unitOf } from './unit.ts';

export interface WantedInput {
  readonly root: string;
  readonly stack: Stack;
  readonly builds: readonly BuildLink[];
  readonly settings: Settings | undefined;
  readonly copies: ReadonlyMap<string, readonly { readonly from: string; readonly to: string }[]>;
  readonly contentHashes: ReadonlyMap<string, string>;
  /** Where the kept copy of a service's context is, or will be. */
  readonly kept: ReadonlyMap<string, string>;
  /** By service: stands for the content of the files that it is given. */
  readonly givenHashes?: ReadonlyMap<string, string>;
  readonly putSecret: (value: string) => string;
  /** The engine runs containers. */
  readonly containers?: boolean;
  /** What Kubernetes is told of each service, for that engine. */
  readonly objects?: ReadonlyMap<string, MadeObjects> | undefined;
}

/** One `Wanted` per enabled service, in file order. */
export function wantedOf(input: WantedInput): readonly Wanted[] {
  const links = new Map(
    input.builds.filter((link) => link.stack === input.stack).map((link) => [link.service.name, link]),
  );
  const settings = input.settings?.services ?? new Map<string, ServiceSetting>();
  const peers = peerPorts(input.stack, links, settings);
  const enabled = [...input.stack.services.values()].filter((service) => service.enabled);
  return enabled.map((service) => {
    const link = links.get(service.name);
    const setting = settings.get(service.name);
    const objects = input.objects?.get(service.name);
    const gate = gateOn(objects, gateOf(service, link, setting, input));
    const unit = unitOf({
      ...input,
      service,
      link,
      setting,
      peers,
      copies: input.copies.get(service.name) ?? [],
      contentHash: input.contentHashes.get(service.name),
      kept: input.kept.get(service.name),
      givenHash: input.givenHashes?.get(service.name),
      httpPorts: httpPortsOf(service, link, gate.probe),
      objects,
    });
    return {
      unit,
      config: configOf(unit),
      gate,
      replace: replaceOf(setting, service, input),
      drainMs: setting?.drainMs ?? 10_000,
      priority: setting?.priority ?? 'normal',
      irreversible: setting?.irreversible ?? false,
      ...(setting?.backwardCompatible === true ? { backwardCompatible: true } : {}),
      requests: { ...requestsOf(service), ...(objects === undefined ? {} : podRequests(objects)) },
      dependsOn: service.dependsOn.map(({ service: on, condition, required }) => ({
        service: on,
        condition,
        required,
      })),
      ...replicasOf(service, input),
    };
  });
}

/** A cluster is told in its objects, and counts them by itself; what it need not run at all it is not given. */
function replicasOf({ replicas }: Service, { objects }: WantedInput): Pick<Wanted, 'replicas'> {
  const value = replicas?.value ?? 1;
  return value === 1 || (objects !== undefined && value > 0) ? {} : { replicas: value };
}

/** What publishes a fixed port itself cannot stand beside itself, unless the settings let the front hold the port. */
function replaceOf(
  setting: ServiceSetting | undefined,
  service: Service,
  { containers }: WantedInput,
): ReplaceMode {
  return setting?.replace ?? (containers === true && hasFixedPort(service) ? 'probe-first' : 'start-first');
}

/** Hash of all that makes an instance another one. */
export function configOf(unit: UnitSpec): string {
  const { build, container } = unit;
  const content = {
    ...unit,
    build: build && { ...build, kept: undefined, options: build.options && contentOptions(build.options) },
    // How often an image is looked up is nothing of the container.
    container: container && {
      ...container,
      origin: undefined,
      keys: { ...container.keys, pull_policy: undefined },
    },
    // Only for addresses: another service's port must not restart this one.
    peers: undefined,
    imageDigest: undefined,
  };
  return hashOf(content, 16);
}

/** Where a service's gate comes from: settings, then health check, then its port, then that it runs. */
function gateOf(
  service: Service,
  link: BuildLink | undefined,
  setting: ServiceSetting | undefined,
  input: WantedInput,
): Gate {
  const facts = imageFacts(link);
  const healthcheck = service.healthcheck ?? facts?.healthcheck;
  const phase = input.settings?.phases.find((one) =>
    one.services.some((name) => name.value === service.name),
  );
  const policy = policyFrom(
    healthcheck?.disabled === true ? undefined : healthcheck,
    phase?.gate ?? {},
    setting?.gate.policy ?? {},
  );
  const gate = (probe: Probe, from: string, weak = false): Gate => ({ probe, policy, from, weak });
  if (isOneShot(service, input.stack)) {
    const once = { ...policy, successThreshold: 1, stableForMs: 0, restarts: 0 };
    return {
      probe: { kind: 'engine', expect: 'completed' },
      policy: once,
      from: 'others wait for its end',
      weak: false,
    };
  }
  if (setting?.gate.probe !== undefined) return gate(setting.gate.probe, 'settings');
  const argv = healthcheckArgv(service, facts);
  if (argv !== undefined)
    return gate({ kind: 'exec', argv }, service.healthcheck === undefined ? 'Dockerfile' : 'healthcheck');
  const port =
    service.ports.find((one) => one.protocol === 'tcp')?.target.value ??
    facts?.expose[0]?.value ??
    dataStoreOf(service.image?.value)?.ports[0];
  if (port !== undefined) return gate({ kind: 'tcp', port }, 'port open (weak)', true);
  return gate({ kind: 'engine', expect: 'running' }, 'running (weak)', true);
}

/** Ports that are known to speak HTTP: by the gate, by a health check's URL, or by a route in the code. */
function httpPortsOf(service: Service, link: BuildLink | undefined, probe: Probe): ReadonlySet<number> {
  const ports = new Set<number>();
  if (probe.kind === 'http' && probe.scheme !== 'https') ports.add(probe.port);
  const check = service.healthcheck ?? imageFacts(link)?.healthcheck;
  for (const word of check?.test?.words ?? []) {
    for (const [, port] of word.value.matchAll(
      /http:\/\/(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\]):(\d+)/g,
    ))
      ports.add(Number(port));
  }
  for (const source of link?.sources ?? []) {
    if (!source.facts.some((fact) => fact.kind === 'route')) continue;
    for (const fact of source.facts) if (fact.kind === 'listen') ports.add(fact.port);
  }
  const store = dataStoreOf(service.image?.value);
  if (store?.http === true) for (const port of store.ports) ports.add(port);
  return ports;
}

function requestsOf({ resources }: Service): Requests {
  const memory = resources.memoryRequest ?? resources.memoryLimit;
  const cpus = resources.cpuRequest ?? resources.cpuLimit;
  const from = (request: unknown, limit: unknown): Requests['memoryFrom'] =>
    request !== undefined ? 'reservation' : limit !== undefined ? 'limit' : 'default';
  return {
    memory: memory?.value ?? defaultRequests.memory,
    cpus: cpus?.value ?? defaultRequests.cpus,
    memoryFrom: from(resources.memoryRequest, resources.memoryLimit),
    cpusFrom: from(resources.cpuRequest, resources.cpuLimit),
  };
}
