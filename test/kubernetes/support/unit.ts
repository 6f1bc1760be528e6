// Units for the engine as the command line makes them, with the test images that behave by their tags.
import type { Json } from '../../../src/model/container.ts';
import type { KubernetesObject } from '../../../src/model/kubernetes-spec.ts';
import type { UnitSpec, Wanted } from '../../../src/model/unit.ts';

export interface UnitOptions {
  readonly kind?: 'Deployment' | 'StatefulSet' | 'Job';
  readonly tag?: string;
  readonly command?: readonly string[];
  readonly port?: number;
  readonly volume?: string;
  readonly graceSeconds?: number;
  readonly replicas?: number;
  readonly requests?: Readonly<Record<string, string>>;
  readonly settings?: Readonly<Record<string, string>>;
}

export function kubernetesUnit(service: string, options: UnitOptions = {}): UnitSpec {
  return {
    service,
    image: undefined,
    build: undefined,
    entrypoint: [],
    command: [],
    workingDir: undefined,
    user: undefined,
    environment: {},
    ports: [],
    mounts: [],
    networks: [],
    peers: {},
    restart: 'no',
    maxRestarts: undefined,
    stopSignal: 'SIGTERM',
    stopGraceMs: 1000,
    memoryLimit: undefined,
    cpuLimit: undefined,
    pidsLimit: undefined,
    readOnly: false,
    healthcheckArgv: undefined,
    oneShot: options.kind === 'Job',
    contentHash: undefined,
    local: { command: undefined, workingDir: undefined },
    kubernetes: {
      objects: [...settingsOf(service, options), serviceOf(service, options), workloadOf(service, options)],
      secret: undefined,
    },
  };
}

function serviceOf(name: string, { port = 8080 }: UnitOptions): KubernetesObject {
  const selector = { 'app.kubernetes.io/name': name };
  return { apiVersion: 'v1', kind: 'Service', metadata: { name }, spec: { selector, ports: [{ port }] } };
}

function settingsOf(name: string, { settings }: UnitOptions): readonly KubernetesObject[] {
  if (settings === undefined) return [];
  return [{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: `${name}-env` }, data: settings }];
}

function workloadOf(name: string, options: UnitOptions): KubernetesObject {
  const { kind = 'Deployment', volume, replicas = 1 } = options;
  const labels = { 'app.kubernetes.io/name': name };
  const selector = { matchLabels: labels };
  const template = { metadata: { labels }, spec: podOf(options) };
  if (kind === 'Job')
    return { apiVersion: 'batch/v1', kind, metadata: { name }, spec: { backoffLimit: 0, template } };
  if (kind === 'Deployment')
    return { apiVersion: 'apps/v1', kind, metadata: { name }, spec: { replicas, selector, template } };
  const claim = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Mi' } } };
  const volumeClaimTemplates = volume === undefined ? [] : [{ metadata: { name: volume }, spec: claim }];
  const spec = { replicas, serviceName: name, selector, template, volumeClaimTemplates };
  return { apiVersion: 'apps/v1', kind, metadata: { name }, spec };
}

function podOf({
  tag = '1',
  command,
  kind,
  volume,
  graceSeconds = 1,
  requests,
  settings,
}: UnitOptions): Json {
  const mounts = volume === undefined ? [] : [{ name: volume, mountPath: '/data' }];
  const limits = { memory: '64Mi' };
  const container = {
    name: 'main',
    image: `registry.test/web:${tag}`,
    volumeMounts: mounts,
    resources: {
      requests: requests ?? { cpu: '1m', memory: '8Mi' },
      ...(requests === undefined ? { limits } : {}),
    },
    ...(command === undefined ? {} : { command }),
    ...(settings === undefined ? {} : { envFrom: [{ configMapRef: { name: 'svc-env' } }] }),
  };
  return {
    terminationGracePeriodSeconds: graceSeconds,
    containers: [container],
    ...(kind === 'Job' ? { restartPolicy: 'Never' } : {}),
  };
}

export function wantedOf(unit: UnitSpec): Wanted {
  const policy = {
    initialDelayMs: 0,
    periodMs: 100,
    timeoutMs: 2000,
    successThreshold: 1,
    failureThreshold: 0,
    startPeriodMs: 0,
    stableForMs: 0,
    deadlineMs: 60_000,
    noActivityMs: 0,
    soakMs: 0,
    restarts: 2,
  };
  return {
    unit,
    config: 'c',
    gate: { probe: { kind: 'engine', expect: 'running' }, policy, from: 'test', weak: false },
    replace: 'start-first',
    drainMs: 1000,
    priority: 'normal',
    irreversible: false,
    requests: { memory: 0, cpus: 0, memoryFrom: 'default', cpusFrom: 'default' },
    dependsOn: [],
  };
}
