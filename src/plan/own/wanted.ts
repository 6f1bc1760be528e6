// The team's own objects as wanted services, with gates, requests and dependencies like those of a compose project.
import { groupBy } from '../../base/group.ts';
import { hashOf } from '../../base/hash.ts';
import { at, listAt, numberAt, textAt } from '../../base/json.ts';
import { parseBytes, parseCpus } from '../../base/units.ts';
import type { ReadProblem } from '../../model/artifact.ts';
import { policyFrom } from '../../model/gate-policy.ts';
import type { KubernetesObject } from '../../model/kubernetes.ts';
import type { Gate } from '../../model/probe.ts';
import type { PhaseSetting, ServiceSetting, Settings } from '../../model/settings.ts';
import { defaultRequests, type Requests, type UnitSpec, type Wanted } from '../../model/unit.ts';
import { gateOn, kubernetesOf } from '../kubernetes.ts';
import { configOf } from '../wanted.ts';
import { dependenciesOf, type Order, orderOf } from './dependencies.ts';
import { type Group, groupsOf, referencesOf } from './group.ts';
import { type OwnObject, ownObject, titleOf } from './object.ts';
import { nameProblems, objectProblems } from './problems.ts';

export interface OwnWanted {
  readonly wanted: readonly Wanted[];
  /** Declared phases with those of the shared objects before and behind; none where none is declared. */
  readonly phases: readonly PhaseSetting[];
  readonly problems: readonly ReadProblem[];
}

export function ownWanted(
  objects: readonly KubernetesObject[],
  settings: Settings | undefined,
  putSecret: (value: string) => string,
): OwnWanted {
  const own = objects.flatMap((one) => ownObject(one) ?? []).filter((one) => !isTest(one));
  const groups = groupsOf(own);
  const problems = [...objectProblems(objects), ...nameProblems(groups, settings)];
  const all = {
    own: placesByTitle(own),
    order: orderOf(groups),
    phaseOf: phasesByService(settings),
    settings,
    putSecret,
  };
  const wanted = groups.map((group) => wantedOf(group, all));
  return { wanted, phases: withShared(settings?.phases ?? [], groups), problems };
}

interface All {
  readonly own: ReadonlyMap<string, readonly Placed[]>;
  readonly order: Order;
  readonly phaseOf: ReadonlyMap<string, PhaseSetting>;
  readonly settings: Settings | undefined;
  readonly putSecret: (value: string) => string;
}

/** An object and where it stands among all. */
interface Placed {
  readonly object: OwnObject;
  readonly index: number;
}

function placesByTitle(own: readonly OwnObject[]): All['own'] {
  const placed = own.map((object, index): Placed => ({ object, index }));
  return groupBy(placed, ({ object }) => titleOf(object));
}

/** The first phase that names it. */
function phasesByService(settings: Settings | undefined): All['phaseOf'] {
  const phases = [...(settings?.phases ?? [])].reverse();
  return new Map(phases.flatMap((phase) => phase.services.map(({ value }) => [value, phase] as const)));
}

function wantedOf(group: Group, all: All): Wanted {
  const setting = all.settings?.services.get(group.service);
  const spec = kubernetesOf(
    { objects: group.objects.map(({ json }) => json), secret: undefined, written: true },
    all.putSecret,
  );
  const bare: UnitSpec = { ...unitOf(group), ...spec };
  // Pods are made anew when what they read has changed, as they would not notice by themselves.
  const read = sharedContent(group, all);
  return {
    unit: bare,
    config: read === undefined ? configOf(bare) : hashOf([configOf(bare), read], 16),
    gate: gateOf(group, setting, all.phaseOf.get(group.service)),
    replace:
      setting?.replace ??
      (textAt(group.workload?.json.spec, 'strategy', 'type') === 'Recreate' ? 'stop-first' : 'start-first'),
    drainMs: setting?.drainMs ?? 10_000,
    priority: setting?.priority ?? 'normal',
    irreversible: setting?.irreversible ?? false,
    ...(setting?.backwardCompatible === true ? { backwardCompatible: true } : {}),
    requests: requestsOf(group),
    dependsOn: dependenciesOf(group, all.order),
  };
}

/** `helm.sh/hook: test`: such pods are for `helm test` alone. */
function isTest({ json }: OwnObject): boolean {
  return /\btest(?:-success)?\b/.test(textAt(json, 'metadata', 'annotations', 'helm.sh/hook') ?? '');
}

function unitOf({ service, workload, objects }: Group): UnitSpec {
  const pod = at(workload?.json.spec, 'template', 'spec');
  const seconds = numberAt(pod, 'terminationGracePeriodSeconds') ?? 30;
  return {
    service,
    image: textAt(listAt(pod, 'containers')[0], 'image'),
    build: undefined,
    entrypoint: [],
    command: [],
    workingDir: undefined,
    user: undefined,
    environment: {},
    ports: workload === undefined ? [] : objects.flatMap(portsOf),
    mounts: [],
    networks: [],
    peers: {},
    restart: 'no',
    maxRestarts: undefined,
    stopSignal: 'SIGTERM',
    stopGraceMs: seconds * 1000,
    memoryLimit: undefined,
    cpuLimit: undefined,
    pidsLimit: undefined,
    readOnly: false,
    healthcheckArgv: undefined,
    oneShot: workload?.json.kind === 'Job',
    contentHash: undefined,
    local: { command: undefined, workingDir: undefined },
  };
}

/** Of a Service: the ports of its pods, as far as they are numbers. */
function portsOf({ json }: OwnObject): UnitSpec['ports'] {
  if (json.kind !== 'Service') return [];
  return listAt(json.spec, 'ports').flatMap((one) => {
    const target = numberAt(one, 'targetPort') ?? numberAt(one, 'port');
    if (target === undefined) return [];
    const protocol = textAt(one, 'protocol') === 'UDP' ? ('udp' as const) : ('tcp' as const);
    return [{ target, published: undefined, host: undefined, protocol, http: false }];
  });
}

/** Hash of the shared settings that its pods read; secrets by their references. */
function sharedContent({ workload, objects }: Group, { own, putSecret }: All): string | undefined {
  const shared = [...referencesOf(workload?.object.workload)]
    .flatMap((title) => own.get(title) ?? [])
    .filter(({ object }) => !objects.includes(object))
    .sort((one, other) => one.index - other.index);
  if (shared.length === 0) return undefined;
  const spec = kubernetesOf(
    { objects: shared.map(({ object }) => object.json), secret: undefined, written: true },
    putSecret,
  );
  return hashOf(spec, 16);
}

function gateOf(group: Group, setting: ServiceSetting | undefined, phase: PhaseSetting | undefined): Gate {
  const policy = policyFrom(undefined, phase?.gate ?? {}, setting?.gate.policy ?? {});
  const once = { ...policy, successThreshold: 1, stableForMs: 0, restarts: 0, soakMs: 0 };
  const running = { kind: 'engine', expect: 'running' } as const;
  if (group.workload === undefined)
    return {
      probe: running,
      policy: { ...once, periodMs: Math.min(policy.periodMs, 250) },
      from: 'conditions of the objects',
      weak: false,
    };
  if (group.workload.json.kind === 'Job')
    return {
      probe: { kind: 'engine', expect: 'completed' },
      policy: once,
      from: 'a Job runs to its end',
      weak: false,
    };
  const made = { objects: [group.workload.json], secret: undefined };
  if (setting?.gate.probe !== undefined)
    return gateOn(made, { probe: setting.gate.probe, policy, from: 'settings', weak: false });
  const byPods = gateOn(made, { probe: running, policy, from: 'readiness probe', weak: false });
  return byPods.from === 'readiness probe' ? { ...byPods, from: 'running (weak)', weak: true } : byPods;
}

function requestsOf({ workload, objects }: Group): Requests {
  if (workload === undefined)
    return { memory: 0, cpus: 0, memoryFrom: 'reservation', cpusFrom: 'reservation' };
  const { spec, kind } = workload.json;
  const scaled = objects.find(({ json }) => json.kind === 'HorizontalPodAutoscaler');
  const pods =
    numberAt(scaled?.json.spec, 'minReplicas') ??
    numberAt(spec, kind === 'Job' ? 'parallelism' : 'replicas') ??
    1;
  const containers = listAt(spec, 'template', 'spec', 'containers');
  const sum = (what: string, parse: (text: string) => number | undefined, fallback: number) => {
    const found = { reservation: false, limit: false };
    let total = 0;
    for (const one of containers) {
      const request = amount(at(one, 'resources', 'requests', what), parse);
      const limit = amount(at(one, 'resources', 'limits', what), parse);
      if (request !== undefined) found.reservation = true;
      else if (limit !== undefined) found.limit = true;
      total += request ?? limit ?? fallback;
    }
    return [total * pods, found.reservation ? 'reservation' : found.limit ? 'limit' : 'default'] as const;
  };
  const [memory, memoryFrom] = sum('memory', parseBytes, defaultRequests.memory);
  const [cpus, cpusFrom] = sum('cpu', parseCpus, defaultRequests.cpus);
  return { memory, cpus, memoryFrom, cpusFrom };
}

function amount(value: unknown, parse: (text: string) => number | undefined): number | undefined {
  return typeof value === 'string' || typeof value === 'number' ? parse(String(value)) : undefined;
}

function withShared(phases: readonly PhaseSetting[], groups: readonly Group[]): readonly PhaseSetting[] {
  const [first] = phases;
  const names = groups
    .filter(({ role }) => role === 'definitions' || role === 'configuration')
    .map(({ service }) => service);
  if (first === undefined || names.length === 0) return phases;
  const services = names.map((value) => ({ value, span: first.span }));
  return [
    { name: 'objects', span: first.span, services, budget: {}, scope: 'cumulative', gate: {} },
    ...phases,
  ];
}
