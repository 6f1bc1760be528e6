// What Kubernetes is told of a service: the objects that `generate kubernetes` writes, as plain JSON.
import type { Json } from './container.ts';
import type { UnitValue } from './unit.ts';

export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly [key: string]: Json };
  readonly [key: string]: Json;
}

/**
 * The objects of one service. One of them at most is its workload: a Deployment, a StatefulSet or a Job; without one they
 * are what many services need.
 */
export interface KubernetesSpec {
  readonly objects: readonly KubernetesObject[];
  /** The Secret that they name; its values stay out of plans and journals. */
  readonly secret: KubernetesSecret<UnitValue> | undefined;
  /** The team's own: names stay as they are written. */
  readonly written?: true;
}

/** Stands for a secret value in an object: the reference under which the store has it. */
export const sealedKey = 'dev.seaworthy/secret';

export interface KubernetesSecret<Value> {
  readonly name: string;
  readonly values: Readonly<Record<string, Value>>;
}

/** As it is made, before its secrets have left for the store. */
export interface MadeObjects {
  readonly objects: readonly KubernetesObject[];
  readonly secret: KubernetesSecret<string> | undefined;
  readonly written?: true;
}

/** Names under `.invalid` never resolve (RFC 2606): nobody pulls or calls them by mistake. */
export const placeholderRegistry = 'registry.invalid';
export const placeholderTag = 'unreleased';
