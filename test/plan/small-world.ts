// Short ways to say what is wanted and what is there.
import type { PhaseSetting } from '../../src/model/settings.ts';
import type { Observed, UnitMount, Wanted } from '../../src/model/unit.ts';
import { makePlan, type PlanInput } from '../../src/plan/plan.ts';

export const mebibyte = 1024 ** 2;
const gibibyte = 1024 ** 3;

export interface ServiceWords {
  readonly needs?: readonly (string | Wanted['dependsOn'][number])[];
  readonly memory?: number;
  readonly cpus?: number;
  readonly config?: string;
  readonly image?: string;
  /** Writes a volume of this name: it is replaced stop-first. */
  readonly volume?: string;
  readonly ports?: readonly number[];
  readonly replace?: Wanted['replace'];
  readonly oneShot?: boolean;
  readonly stopGraceMs?: number;
  readonly drainMs?: number;
  readonly replicas?: number;
}

const needOf = (need: string | Wanted['dependsOn'][number]): Wanted['dependsOn'][number] =>
  typeof need === 'string' ? { service: need, condition: 'service_healthy', required: true } : need;

export function wantedService(service: string, words: ServiceWords = {}): Wanted {
  const mounts: UnitMount[] =
    words.volume === undefined
      ? []
      : [{ kind: 'volume', source: words.volume, target: '/var/lib', readOnly: false }];
  const ports = (words.ports ?? [8000]).map((target) => ({
    target,
    published: undefined,
    host: undefined,
    protocol: 'tcp' as const,
    http: false,
  }));
  return {
    unit: {
      service,
      image: words.image,
      build: undefined,
      entrypoint: [],
      command: ['run'],
      workingDir: undefined,
      user: undefined,
      environment: {},
      ports,
      mounts,
      networks: [],
      peers: {},
      restart: 'no',
      maxRestarts: undefined,
      stopSignal: 'SIGTERM',
      stopGraceMs: words.stopGraceMs ?? 10_000,
      memoryLimit: undefined,
      cpuLimit: undefined,
      pidsLimit: undefined,
      readOnly: false,
      healthcheckArgv: undefined,
      oneShot: words.oneShot ?? false,
      contentHash: undefined,
      local: { command: undefined, workingDir: undefined },
    },
    config: words.config ?? `${service}:1`,
    gate: {
      probe: { kind: 'engine', expect: 'running' },
      policy: {
        initialDelayMs: 0,
        periodMs: 1000,
        timeoutMs: 1000,
        successThreshold: 1,
        failureThreshold: 0,
        startPeriodMs: 0,
        stableForMs: 0,
        deadlineMs: 60_000,
        noActivityMs: 0,
        soakMs: 0,
        restarts: 0,
      },
      from: 'test',
      weak: false,
    },
    replace: words.replace ?? 'start-first',
    drainMs: words.drainMs ?? 10_000,
    priority: 'normal',
    irreversible: false,
    requests: {
      memory: words.memory ?? 0,
      cpus: words.cpus ?? 0,
      memoryFrom: 'reservation',
      cpusFrom: 'reservation',
    },
    dependsOn: (words.needs ?? []).map(needOf),
    ...(words.replicas === undefined ? {} : { replicas: words.replicas }),
  };
}

/** An instance that runs and serves; `instance` is `api-1`. */
export function running(instance: string, words: Partial<Observed> = {}): Observed {
  const service = words.service ?? instance.replace(/-\d+$/, '');
  return {
    service,
    instance,
    key: `r1-1/app/${service}/start/${instance}`,
    config: `${service}:1`,
    release: 'one',
    run: 'r1-1',
    state: 'running',
    exitCode: undefined,
    signal: undefined,
    oomKilled: false,
    restarts: 0,
    startedAt: '2026-01-01T00:00:00.000Z',
    routed: true,
    inFlight: 0,
    ports: {},
    memory: undefined,
    memoryPeak: undefined,
    cpuSeconds: undefined,
    pid: 1,
    lastLogMs: undefined,
    volumes: [],
    oneShot: false,
    ...words,
  };
}

const span = { file: 'seaworthy.yaml', start: 0, end: 0 };

export function phase(
  name: string,
  services: readonly string[],
  words: Partial<PhaseSetting> = {},
): PhaseSetting {
  const placed = services.map((value) => ({ value, span }));
  return { name, span, services: placed, budget: {}, scope: 'cumulative', gate: {}, ...words };
}

export function planOf(wanted: readonly Wanted[], words: Partial<PlanInput> = {}) {
  return makePlan({
    stack: 'shop',
    engine: 'memory',
    environment: undefined,
    version: '0',
    wanted,
    phases: [],
    budget: {},
    observed: [],
    capacity: { memory: 64 * gibibyte, memoryTotal: 64 * gibibyte, cpus: 64 },
    skipped: {},
    stopFirst: {},
    notes: {},
    previousRelease: undefined,
    numbers: {},
    now: new Date('2026-01-01T00:00:00Z'),
    ...words,
  });
}
