// What an engine is asked to run and what it says is there: plain JSON on both sides.

import type { ContainerSpec } from './container.ts';
import type { KubernetesSpec } from './kubernetes-spec.ts';
import type { Gate } from './probe.ts';
import type { Priority, ReplaceMode } from './settings.ts';

/** A value that is kept apart from plans, journals and logs: `ref` finds it in the release's secret store. */
export interface SecretRef {
  readonly secret: string;
}

export type UnitValue = string | SecretRef;

/** One service as every engine understands it. Paths are absolute. */
export interface UnitSpec {
  readonly service: string;
  readonly image: string | undefined;
  readonly build: UnitBuild | undefined;
  /** What the engine calls the image by content, where it was looked up before the plan was made. */
  readonly imageId?: string | undefined;
  /** `redis@sha256:…`, by which it can be had again; no part of `config`. */
  readonly imageDigest?: string | undefined;
  /** Final words after compose and Dockerfile; a shell form is already `['/bin/sh','-c',text]`. */
  readonly entrypoint: readonly string[];
  readonly command: readonly string[];
  readonly workingDir: string | undefined;
  readonly user: string | undefined;
  readonly environment: Readonly<Record<string, UnitValue>>;
  readonly ports: readonly UnitPort[];
  readonly mounts: readonly UnitMount[];
  readonly networks: readonly string[];
  /** Every service of the stack with the container ports that others may call, this one included. */
  readonly peers: Readonly<Record<string, readonly number[]>>;
  readonly restart: 'no' | 'always' | 'on-failure' | 'unless-stopped';
  readonly maxRestarts: number | undefined;
  /** Undefined: nobody says, and what the image has counts. */
  readonly stopSignal: string | undefined;
  readonly stopGraceMs: number;
  readonly memoryLimit: number | undefined;
  readonly cpuLimit: number | undefined;
  readonly pidsLimit: number | undefined;
  readonly readOnly: boolean;
  readonly healthcheckArgv: readonly string[] | undefined;
  /** Ends by itself with 0: a migration, a seed. */
  readonly oneShot: boolean;
  /** Content hash of what is built from, so that a changed source is a changed unit. */
  readonly contentHash: string | undefined;
  /** Stands for the content of the configs and secrets that are files of this machine; absent without any. */
  readonly givenHash?: string | undefined;
  readonly local: {
    readonly command: readonly string[] | undefined;
    readonly workingDir: string | undefined;
  };
  /** For an engine of containers; undefined where the unit was made for another. */
  readonly container?: ContainerSpec | undefined;
  /** For Kubernetes; undefined where the unit was made for another. */
  readonly kubernetes?: KubernetesSpec | undefined;
}

export interface UnitBuild {
  readonly context: string;
  /**
   * Stands for the context in a copy of what the image would hold, kept so that this content can be run again. Only a
   * place: no part of `config`. Undefined when the content is not kept.
   */
  readonly kept: string | undefined;
  readonly dockerfile: string;
  readonly target: string | undefined;
  /** The Dockerfile's text, where the compose file holds it. */
  readonly inline?: string | undefined;
  /** The other keys of `build:` as plain values, by their names in compose. */
  readonly options?: Readonly<Record<string, unknown>> | undefined;
  readonly args: Readonly<Record<string, string>>;
  /** Container folder -> host folder, from the COPY lines of the built stage: where the code lies on this machine. */
  readonly copies: readonly { readonly from: string; readonly to: string }[];
  /** RUN lines of the built stage, which an engine without images does not run. */
  readonly runs: readonly string[];
}

export interface UnitPort {
  readonly target: number;
  readonly published: number | undefined;
  /** Host address to bind; engines bind to loopback when undefined unless told otherwise. */
  readonly host: string | undefined;
  readonly protocol: 'tcp' | 'udp';
  /** The port speaks HTTP/1 (its gate does), so that requests can be counted and moved one by one. */
  readonly http: boolean;
}

export interface UnitMount {
  readonly kind: 'volume' | 'bind' | 'tmpfs';
  /** Volume name or absolute host path. */
  readonly source: string | undefined;
  readonly target: string;
  readonly readOnly: boolean;
}

/** A wanted service: the unit, how to judge it, what it needs. */
export interface Wanted {
  readonly unit: UnitSpec;
  /** Hash of the unit: an instance with this hash is what is wanted. */
  readonly config: string;
  readonly gate: Gate;
  readonly replace: ReplaceMode;
  readonly drainMs: number;
  readonly priority: Priority;
  readonly irreversible: boolean;
  /** What ran before can work with what it leaves. */
  readonly backwardCompatible?: boolean | undefined;
  readonly requests: Requests;
  readonly dependsOn: readonly WantedDependency[];
  /** How many instances run side by side; one where nothing is said. No part of `config`: more of it is no other thing. */
  readonly replicas?: number | undefined;
}

/** How many instances of a service are to run. */
export function replicasWanted({ replicas }: Pick<Wanted, 'replicas'>): number {
  return replicas ?? 1;
}

export interface WantedDependency {
  readonly service: string;
  readonly condition: 'service_started' | 'service_healthy' | 'service_completed_successfully';
  readonly required: boolean;
}

/** Counted for a service that states nothing; the plan says so. Bytes, and shares of a CPU. */
export const defaultRequests = { memory: 128 * 1024 * 1024, cpus: 0.1 } as const;

/** Bytes and CPUs a unit asks for, and where the numbers come from. */
export interface Requests {
  readonly memory: number;
  readonly cpus: number;
  readonly memoryFrom: 'reservation' | 'limit' | 'default';
  readonly cpusFrom: 'reservation' | 'limit' | 'default';
}

/** One instance of a service on the engine, looked up and never remembered. */
export interface Observed {
  readonly service: string;
  /** `api-2`: unique in the stack for ever. */
  readonly instance: string;
  /** Key of the action that made it. */
  readonly key: string;
  readonly config: string;
  readonly release: string;
  readonly run: string;
  readonly state: 'starting' | 'running' | 'restarting' | 'exited';
  readonly exitCode: number | undefined;
  readonly signal: string | undefined;
  readonly oomKilled: boolean;
  readonly restarts: number;
  /** ISO time. */
  readonly startedAt: string;
  /** The front sends new connections here. */
  readonly routed: boolean;
  /** Connections or requests under way through the front. */
  readonly inFlight: number;
  /** Container port -> where this instance itself listens. */
  readonly ports: Readonly<Record<string, Address>>;
  /** Its host in its own network, where this machine calls only what `ports` lists. */
  readonly inside?: string | undefined;
  /** Bytes now and the peak; undefined when not known. */
  readonly memory: number | undefined;
  readonly memoryPeak: number | undefined;
  /** CPU seconds used so far. */
  readonly cpuSeconds: number | undefined;
  readonly pid: number | undefined;
  /** Time of the last byte of log, ms since the epoch. */
  readonly lastLogMs: number | undefined;
  readonly volumes: readonly string[];
  readonly oneShot: boolean;
  /** Taken over from another program that started it: what the engine calls it. Its `config` is `adoptedConfig`. */
  readonly adopted?: string | undefined;
  /** Who made what was taken over, for people: `kubectl`; docker compose where nothing is said. */
  readonly madeBy?: string | undefined;
  /** What somebody has changed of it since it was started: only a new instance puts it right. */
  readonly changed?: readonly FieldChange[] | undefined;
  /** Where it stands in other networks than it should. */
  readonly misplaced?: readonly FieldChange[] | undefined;
  /** What keeps it from running well, where the engine knows. */
  readonly trouble?: Trouble | undefined;
}

/** What nobody has measured of an instance, or an engine does not tell. */
export const unmeasured = {
  inFlight: 0,
  ports: {},
  memory: undefined,
  memoryPeak: undefined,
  cpuSeconds: undefined,
  pid: undefined,
  lastLogMs: undefined,
} as const;

/** An instance that is known by its name alone: nothing of it runs. */
export function absentInstance(service: string, instance: string): Observed {
  return {
    service,
    instance,
    key: '',
    config: '',
    release: '',
    run: '',
    state: 'exited',
    exitCode: undefined,
    signal: undefined,
    oomKilled: false,
    restarts: 0,
    startedAt: '',
    routed: false,
    ...unmeasured,
    volumes: [],
    oneShot: false,
  };
}

/** One field, in words for people; a value that may be secret is not told. */
export interface FieldChange {
  readonly field: string;
  readonly wanted: string;
  readonly found: string;
}

/** The engine's own reason, with the cause first. */
export interface Trouble {
  readonly cause: string;
  /** No wait can end it: somebody must change something. */
  readonly isFinal: boolean;
  /** How often it has ended so far, where it is started again each time: a gate tolerates some of them. */
  readonly ends?: number;
}

/** Stands for the configuration of what was taken over, which is on no record. */
export const adoptedConfig = 'adopted';

export interface Address {
  readonly host: string;
  readonly port: number;
}

export interface Capacity {
  /** Bytes and CPUs that are free now on the host. */
  readonly memory: number;
  readonly memoryTotal: number;
  readonly cpus: number;
  /** What is asked for is taken, used or not, as a scheduler has it; the system's own share is off already. */
  readonly isReserved?: boolean;
  /** Room that is left besides, in the place that the stack runs in. */
  readonly quotas?: readonly QuotaRoom[];
}

/** Bytes, CPUs or pods that a quota still gives. */
export interface QuotaRoom {
  /** For people: `requests.memory of quota small:`. */
  readonly name: string;
  readonly counts: 'requests.memory' | 'requests.cpu' | 'limits.memory' | 'limits.cpu' | 'pods';
  readonly left: number;
}
