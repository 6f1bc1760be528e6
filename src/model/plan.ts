// The difference between what is wanted and what is observed, as phases of steps. Plain JSON throughout.
import type { PlannedImages } from './image.ts';
import type { Requests, Wanted } from './unit.ts';

/** One effect on the engine. */
export type Action =
  /** Fetch this content and give it the name; `service` is one of those that use it. */
  | {
      readonly kind: 'pull';
      readonly service: string;
      readonly image: string;
      readonly digest: string;
      readonly platform: string | undefined;
    }
  /** Build the image of this service from the content that the plan saw. */
  | {
      readonly kind: 'build';
      readonly service: string;
      readonly image: string;
      /** Fingerprint of the files; undefined where only the name is given again. */
      readonly seen: string | undefined;
    }
  | {
      readonly kind: 'start';
      readonly service: string;
      readonly instance: string;
      readonly config: string;
      /** Nothing else serves the service: the engine may give it the traffic at once. */
      readonly alone?: boolean;
      /** It only proves itself, beside one that has what there is once: it serves nobody, and goes again. */
      readonly trial?: boolean;
    }
  /** Not an effect: wait until the gate of this instance is passed. */
  | { readonly kind: 'gate'; readonly service: string; readonly instance: string }
  /** Send new connections for the service to these instances, atomically; null takes the service off the front. */
  | {
      readonly kind: 'route';
      readonly service: string;
      readonly instance: string | null;
      /** Others of the service that serve with it; whoever is named in neither serves no more. */
      readonly beside?: readonly string[];
      /** Nobody follows: only new requests from outside need to be kept off. */
      readonly leaves?: boolean;
    }
  /** Wait until the instance has nothing under way, at most `drainMs`. */
  | { readonly kind: 'drain'; readonly service: string; readonly instance: string; readonly drainMs: number }
  | {
      readonly kind: 'stop';
      readonly service: string;
      readonly instance: string;
      readonly graceMs: number;
      /** Where nobody says, the one that the instance was started with. */
      readonly signal?: string | undefined;
    }
  /** Stop and delete the instance's record; its logs stay. */
  | { readonly kind: 'remove'; readonly service: string; readonly instance: string }
  /** Not an effect: watch the services of the phase for the soak time after promotion. */
  | {
      readonly kind: 'soak';
      readonly phase: string;
      readonly services: readonly string[];
      readonly soakMs: number;
    }
  /** Not an effect on the engine: the phase is done, its services are those of the release. */
  | { readonly kind: 'promote'; readonly phase: string; readonly services: readonly string[] };

export interface Step {
  /** Stable: `core/api/start/api-2`. Equal inputs give equal ids. */
  readonly id: string;
  readonly phase: string;
  readonly action: Action;
  /** Why, for people; printed in the plan and kept in the journal. */
  readonly because: string;
  /** Ids of steps that must be done before. */
  readonly after: readonly string[];
  readonly irreversible: boolean;
}

export type AdmissionResource =
  | 'memory'
  | 'cpus'
  | 'ports'
  | 'host-memory'
  | 'host-cpus'
  | 'quota'
  | 'images'
  | 'images-compressed'
  | 'image'
  | 'image-compressed'
  | 'host-disk';

export interface Admission {
  readonly resource: AdmissionResource;
  readonly inUse: number;
  readonly requests: number;
  readonly surge: number;
  readonly limit: number | undefined;
  readonly admitted: boolean;
  /** The sum in words: `192 MiB in use by then + 448 MiB requested + 96 MiB surge = 736 MiB of 512 MiB`. */
  readonly sum: string;
}

/** `scale`: what runs is as wanted, and there are more of it, or fewer, than wanted. */
export type ServiceChange = 'create' | 'replace' | 'scale' | 'keep' | 'remove' | 'skip';

export interface PlannedService {
  readonly service: string;
  readonly change: ServiceChange;
  readonly because: string;
  readonly replace: 'start-first' | 'probe-first' | 'stop-first' | undefined;
  /** Of one instance. */
  readonly requests: Requests | undefined;
  /** How many are to run, and how many of them are started; one and one where nothing is said. */
  readonly replicas?: number | undefined;
  readonly starts?: number | undefined;
  /** Notes of the engine: substitutes and what they do not prove, build steps not run, fixed ports. */
  readonly notes: readonly string[];
}

export interface Phase {
  readonly name: string;
  readonly services: readonly PlannedService[];
  readonly admissions: readonly Admission[];
  readonly admitted: boolean;
  /** Ways out when refused. */
  readonly advice: readonly string[];
  readonly steps: readonly Step[];
  readonly soakMs: number;
}

export interface Adopted {
  readonly service: string;
  /** What the engine calls it. */
  readonly id: string;
  /** It served when the plan was made, and does so again when the plan is undone. */
  readonly ran: boolean;
}

/** A plan that only sheds services, or brings shed ones back: no release of its own. */
export interface LoadChange {
  readonly kind: 'shed' | 'restore';
  /** Service -> number of the release that it is on, or goes back to. */
  readonly releases: Readonly<Record<string, number>>;
}

export interface Plan {
  readonly schema: 'seaworthy.plan/1';
  readonly version: string;
  readonly stack: string;
  readonly engine: string;
  readonly environment: string | undefined;
  /** Content hash of everything wanted. */
  readonly release: string;
  readonly previousRelease: string | undefined;
  readonly phases: readonly Phase[];
  /** Undefined for an engine without images. */
  readonly images?: PlannedImages | undefined;
  readonly wanted: Readonly<Record<string, Wanted>>;
  /** Hash of what was observed when the plan was made; `up plan.json` refuses when it differs. */
  readonly observed: string;
  /** Highest instance number used before this plan, by service. */
  readonly numbers: Readonly<Record<string, number>>;
  /** What another program started and this plan takes over. */
  readonly adopted?: readonly Adopted[] | undefined;
  readonly load?: LoadChange | undefined;
  readonly warnings: readonly string[];
  readonly createdAt: string;
}
