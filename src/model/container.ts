// What compose says to an engine of containers, beyond what every engine understands. Plain JSON.
import type { UnitValue } from './unit.ts';

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

export interface ContainerSpec {
  /** Where the project is, for people and for the labels of docker compose: no part of what is wanted. */
  readonly origin: { readonly folder: string; readonly files: readonly string[] };
  /** The service's keys in compose's canonical form; `environment` is in the unit, apart from its secrets. */
  readonly keys: Readonly<Record<string, Json>>;
  /** Variables that compose sets; the unit's others are the image's own. */
  readonly variables: readonly string[];
  /** The top-level networks and volumes that it uses, by key, in canonical form. */
  readonly networks: Readonly<Record<string, Json>>;
  readonly volumes: Readonly<Record<string, Json>>;
  /** Names that other services give it by `links`. */
  readonly linkedAs: readonly string[];
  /** Its fixed host ports are held by the front, and not published by its containers. */
  readonly heldPorts: boolean;
  /** Configs and secrets. */
  readonly files: readonly GivenFile[];
}

/** A config or secret as a file of the container. */
export interface GivenFile {
  readonly kind: 'config' | 'secret';
  readonly name: string;
  /** Absolute path in the container. */
  readonly target: string;
  /** A file of this machine, or what stands in it. */
  readonly from: { readonly file: string } | { readonly text: UnitValue } | { readonly external: string };
  /** Undefined: as the source has it, or 0444 root:root. */
  readonly mode: number | undefined;
  readonly uid: string | undefined;
  readonly gid: string | undefined;
}
