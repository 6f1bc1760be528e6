// The contract of every engine. `test/contract/engine.ts` holds each of them to it.
import type { FoundImages } from '../model/image.ts';
import type { Action } from '../model/plan.ts';
import type { Capacity, Observed, UnitSpec, Wanted } from '../model/unit.ts';

/** The actions that an engine carries out; the others are waits of the rollout. */
export type EngineAction = Extract<
  Action,
  { kind: 'pull' | 'build' | 'start' | 'route' | 'drain' | 'stop' | 'remove' }
>;

/** The instances that the traffic of a service goes to, all of it. */
export function servingIn({ instance, beside = [] }: Extract<Action, { kind: 'route' }>): readonly string[] {
  return instance === null ? [] : [instance, ...beside];
}

export interface ApplyContext {
  /** Names the effect: a second `apply` with the same key does nothing and answers as the first did. */
  readonly key: string;
  readonly run: string;
  readonly release: string;
  /** What is wanted of the service from now on: the unit, for `start`; undefined when the service leaves. */
  readonly wanted: Wanted | undefined;
  /** What an instance of the service was started from, by its configuration; undefined when that is on no record. */
  readonly former?: (config: string) => Wanted | undefined;
  readonly signal: AbortSignal;
  /** Called between the request to the engine and its answer, for fault tests. */
  readonly midAct?: () => void;
  /** How far a long effect has come, for people; may be called often. */
  readonly onProgress?: (text: string) => void;
}

export interface Applied {
  /** For people: `pid 4242`, `0 of 1204 requests lost`. */
  readonly detail: string;
}

export interface LogLine {
  readonly instance: string;
  readonly stream: 'out';
  readonly text: string;
}

export interface LogOptions {
  readonly follow: boolean;
  /** Only the last so many lines of what is there; undefined: all. */
  readonly tail: number | undefined;
}

export interface Sample {
  readonly atMs: number;
  /** Bytes. */
  readonly memory: number;
  /** Since it was started; undefined where the engine does not count them. */
  readonly cpuSeconds: number | undefined;
  readonly pids: number;
}

export interface ExecResult {
  /** 126 and 127 as shells use them: not executable, not found. */
  readonly exitCode: number;
  /** Last 4 KiB of both streams. */
  readonly output: string;
}

/** Something that stands in the way, found before anything is touched. */
export interface Obstacle {
  readonly service: string;
  readonly message: string;
  readonly hint: string;
}

export interface Preflight {
  readonly obstacles: readonly Obstacle[];
  /** By service: what the engine does otherwise than a container engine would. */
  readonly notes: Readonly<Record<string, readonly string[]>>;
  /** Services that cannot run here and that nobody requires. */
  readonly skipped: Readonly<Record<string, string>>;
  /** Services that cannot be started beside themselves (fixed port, writable volume): they are replaced stop-first. */
  readonly stopFirst: Readonly<Record<string, string>>;
  /** What is taken over besides instances, by what the engine calls it. */
  readonly adopted?: readonly { readonly service: string; readonly id: string }[];
}

export interface ImagesHere extends FoundImages {
  readonly obstacles: readonly Obstacle[];
  readonly warnings: readonly string[];
}

export interface RouteCount {
  readonly service: string;
  readonly requests: number;
  /** Requests or connections that got no answer because no instance took them or one broke off. */
  readonly lost: number;
}

/** One field of a service that is not as it was rolled out. */
export interface Difference {
  readonly service: string;
  /** `state`, `traffic`, `memory limit`, `network shop_default`, `Deployment web .spec.replicas`. */
  readonly field: string;
  readonly wanted: string;
  readonly found: string;
  /** Who set it; undefined when nothing tells. */
  readonly by: string | undefined;
  /** One sentence for people, without `by`. */
  readonly text: string;
}

/** Something that was done to an instance, by whomever. */
export interface ToldAct {
  /** ISO time. */
  readonly at: string;
  readonly service: string;
  readonly instance: string;
  /** `stop`, `update`, `network disconnect shop_default`. */
  readonly what: string;
}

/** What an engine remembers beside what is there now. */
export interface Told {
  /** Oldest first; what is long ago may be forgotten. */
  readonly acts: readonly ToldAct[];
  /** What others run under the names of this stack's services. */
  readonly foreign: readonly {
    readonly service: string;
    readonly name: string;
    /** Who made it, as far as it shows. */
    readonly by: string;
    readonly since: string;
    readonly running: boolean;
  }[];
}

/** What an engine tells of a service without being asked. */
export interface Follow {
  /** Its instances, as fresh as the engine knows them. */
  look(service: string, signal: AbortSignal): Promise<readonly Observed[]>;
  /** Resolves with the next change of what is seen of it, or when the signal ends the wait. */
  changed(service: string, signal: AbortSignal): Promise<void>;
}

/** An engine decides nothing: no order, no retry policy, no gate. */
export interface Engine {
  readonly name: 'local' | 'docker' | 'kubernetes' | 'memory';
  /** One line for people: why and what (`unix socket, 28.2`). */
  readonly description: string;
  /** What has no room waits in the engine itself: a rollout need not look for room before it begins. */
  readonly schedules?: boolean;
  /** As many effects as it takes side by side, where nobody says; 16 where it has no reason for another number. */
  readonly effectsAtOnce?: number;
  /** Where copies of sources are kept for an engine that runs services from their folders. */
  readonly sourcesFolder?: string;
  /** Gets ready to act while the plan is still being made; touches nothing of the stack. Optional to call. */
  ready?(signal: AbortSignal): Promise<void>;
  /**
   * Takes the stack's lock in the engine itself, where deployers on other machines see it; every act is then refused
   * once somebody else has it. Undefined for an engine that only this machine reaches.
   *
   * @throws SeaworthyError LOCKED
   */
  hold?(waitMs: number, signal: AbortSignal): Promise<void>;
  /** Before each step of a rollout, waits too. @throws SeaworthyError LOCKED when somebody else holds the stack by now */
  held?(signal: AbortSignal): Promise<void>;
  capacity(signal: AbortSignal): Promise<Capacity>;
  /**
   * What the names of secret values are keyed with, the same for all who deploy the stack; `own` where nobody has kept one
   * yet. Undefined for an engine that only this machine reaches.
   */
  salt?(own: string, signal: AbortSignal): Promise<string>;
  /**
   * From now on counts as ours what another program (docker compose, kubectl) started under this stack's names. Touches
   * nothing; undefined where nobody else could have.
   */
  adopt?(wanted: readonly Wanted[], signal: AbortSignal): Promise<void>;
  preflight(wanted: readonly Wanted[], signal: AbortSignal): Promise<Preflight>;
  /**
   * What the images of the units are by content, what of them is here, and what stands in the way of having the rest;
   * undefined for an engine without images. Touches nothing. Asked before anything is stopped.
   *
   * @throws SeaworthyError REGISTRY_UNREACHABLE
   */
  images?(
    wanted: readonly Wanted[],
    /** `record`: of an earlier release, whose images are what they were then. */
    from: 'files' | 'record',
    signal: AbortSignal,
  ): Promise<ImagesHere>;
  /**
   * Keeps what the services of a release are given from files of this machine, for going back to it. The answer: what
   * could not be kept, for people.
   */
  keepGiven?(release: string, wanted: readonly Wanted[]): readonly string[];
  /** Lets go of what was kept for going back to releases other than these. The answer: what, for people. */
  keepReleases?(releases: readonly string[], signal: AbortSignal): Promise<readonly string[]>;
  observe(signal: AbortSignal): Promise<readonly Observed[]>;
  /** Undefined for an engine that has to be asked again and again. */
  readonly follow?: Follow | undefined;
  /**
   * Where what is there is not what was applied of these; undefined for an engine that tells it of each instance it
   * observes, or whose instances nobody else can change. Touches nothing.
   */
  differences?(wanted: readonly Wanted[], signal: AbortSignal): Promise<readonly Difference[]>;
  apply(action: EngineAction, context: ApplyContext): Promise<Applied>;
  logs(instance: string, options: LogOptions, signal: AbortSignal): AsyncIterable<LogLine>;
  stats(instance: string, signal: AbortSignal): AsyncIterable<Sample>;
  exec(instance: string, unit: UnitSpec, argv: readonly string[], signal: AbortSignal): Promise<ExecResult>;
  /** What was done to instances, for telling who changed them; undefined for an engine that remembers nothing. */
  told?(signal: AbortSignal): Promise<Told>;
  /** Where a caller on this machine reaches a service's port: the front, not an instance. */
  address(
    service: string,
    port: number,
  ): Promise<{ readonly host: string; readonly port: number } | undefined>;
  /** Requests seen by the front since it started, by service. */
  counts(signal: AbortSignal): Promise<readonly RouteCount[]>;
  /** Ends everything of the stack that is not an instance (front, keeper, cgroups), and volumes when told. */
  teardown(options: { readonly volumes: boolean }, signal: AbortSignal): Promise<readonly string[]>;
  /** Lets go of connections; nothing that runs is touched. */
  close(): Promise<void>;
}
